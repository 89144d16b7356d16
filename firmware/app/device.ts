import { isMuteOrder, refusalText } from './relay-words';
import { createLink, type Link } from './link';
import { createMedia, type Media, type MediaStream } from './media';
import { nextSession, type Session, type SessionEffect, type SessionEvent } from './session';
import type { ToMember } from '../../wire/signal';
import type { Sound } from '../audio/sound';
import type { Settings } from '../settings';
import type { Gesture } from './gesture';

/** A join that nobody answers for this long has failed. */
const JOIN_WITHIN_MS = 5000;

/** The speaker as a member of rooms: the session's effects carried out on stream, link and media. */
export type Device = {
  readonly session: () => Session;
  readonly media: Media;
  readonly gesture: (gesture: Gesture, pressedAtMs: number) => void;
  readonly wifi: (isUp: boolean) => void;
  readonly othersSpeak: () => boolean;
  /** From the press to the room being audible, for the latest join; -1 until then. */
  readonly joinMs: () => number;
  /** Out of the room, because the sound hardware is gone. */
  readonly shutDown: () => void;
};

export function createDevice(settings: Settings, sound: Sound): Device {
  let session: Session = { kind: 'offline', wantsRoom: false };
  let joined: (ToMember & { type: 'joined' }) | undefined;
  let pressedAtMs = -1;
  let joinMs = -1;
  let self = -1;
  let othersSpeak = false;
  let joinTimer: number | undefined;

  const media = createMedia(sound.receive);

  function onMessage(message: ToMember): void {
    if (message.type === 'joined') {
      joined = message;
      take({ type: 'joined', role: message.role });
    } else if (message.type === 'left') {
      // Else the relay closes or has not heard us: the connection ends next, and then we return by ourselves.
      if (message.reason === 'asked' || message.reason === 'moved') take({ type: 'left' });
    } else if (message.type === 'speaking') othersSpeak = message.members.some((member) => member !== self);
    else if (isMuteOrder(message)) take({ type: 'closeMicrophone' });
    else if (message.type === 'error') {
      print(`Stagebox: ${refusalText(message.code)}`);
      take({ type: 'refused' });
    }
  }

  const link: Link = createLink(settings.relay, settings.relayPort, settings.name, {
    onUp: (member) => {
      self = member;
      take({ type: 'linkUp' });
    },
    onDown: (why) => {
      print(`Stagebox: ${why}; trying again`);
      take({ type: 'linkDown' });
    },
    onMessage: onMessage,
  });

  function join(): void {
    link.send({ type: 'join', room: settings.room, payloadTypes: [sound.payloadType] });
    if (joinTimer !== undefined) clearTimeout(joinTimer);
    joinTimer = setTimeout(() => {
      joinTimer = undefined;
      if (session.kind !== 'joining') return;
      print('Stagebox: the relay did not answer; press again');
      take({ type: 'refused' });
    }, JOIN_WITHIN_MS);
  }

  function startMedia(): void {
    if (!joined) return;
    const where: MediaStream = {
      host: settings.relay,
      port: joined.mediaPort,
      ssrc: joined.ssrc,
      token: joined.token,
    };
    sound.clear();
    media.open(where);
    sound.begin(joined.ssrc, joined.packetMs, media.send);
  }

  /** In half duplex the loudspeaker ducks, so that the room does not hear itself through this microphone. */
  function openMicrophone(withPreRoll: boolean): void {
    if (settings.duplex === 'half') sound.setLoudness('ducked');
    sound.open(withPreRoll);
    link.send({ type: 'mute', muted: false });
  }

  function closeMicrophone(): void {
    const wasOpen = sound.microphone() === 'open';
    sound.close();
    sound.setLoudness('full');
    if (wasOpen) link.send({ type: 'mute', muted: true });
  }

  function perform(effect: SessionEffect): void {
    switch (effect) {
      case 'armMicrophone':
        return sound.arm();
      case 'openMicrophone':
        return openMicrophone(false);
      case 'openMicrophoneWithPreRoll':
        return openMicrophone(true);
      case 'closeMicrophone':
        return closeMicrophone();
      case 'join':
        return join();
      case 'leave':
        return link.send({ type: 'leave' });
      case 'startMedia':
        return startMedia();
      case 'stopMedia':
        othersSpeak = false;
        media.close();
        return sound.clear();
      case 'startLink':
        return link.start();
      case 'stopLink':
        return link.stop();
    }
  }

  function take(event: SessionEvent): void {
    const step = nextSession(session, event);
    session = step.session;
    step.effects.forEach(perform);
  }

  function gesture(what: Gesture, atMs: number): void {
    if (what === 'click' && session.kind !== 'inRoom') {
      pressedAtMs = atMs;
      joinMs = -1;
    }
    take({ type: 'gesture', gesture: what });
  }

  sound.onPlaying(() => {
    if (joinMs < 0 && pressedAtMs >= 0 && session.kind === 'inRoom') joinMs = getTime() * 1000 - pressedAtMs;
  });

  return {
    session: () => session,
    media,
    gesture,
    wifi: (isUp) => take({ type: isUp ? 'wifiUp' : 'wifiDown' }),
    othersSpeak: () => othersSpeak,
    joinMs: () => joinMs,
    shutDown: () => take({ type: 'gesture', gesture: 'double' }),
  };
}
