import { ringing } from './invitations';
import { createLink, type Link } from './link';
import { createMedia, type Media, type MediaStream } from './media';
import { nextSession } from './next-session';
import { refusalText } from './relay-messages';
import { newSession, type Session, type SessionEffect, type SessionEvent } from './session';
import type { ToMember } from '../../wire/signal';
import { RING } from '../audio/earcons';
import type { Sound } from '../audio/sound';
import { printLine } from '../drivers/console';
import type { Settings } from '../settings/settings';
import type { Gesture } from './gesture';

/** A join that nobody answers for this long has failed. */
const JOIN_WITHIN_MS = 5000;
/** An invitation rings so often, and then only shines. */
const RINGS = 8;
const RING_EVERY_MS = 3000;
const SET_UP_MS = 300000;

/** The speaker as a member of rooms: the session's effects carried out on stream, link and media. */
export type Device = {
  readonly session: () => Session;
  readonly media: Media;
  readonly gesture: (gesture: Gesture, pressedAtMs: number) => void;
  readonly wifi: (isUp: boolean) => void;
  /** The mute switch was moved, or where it stood at the start. */
  readonly muteSwitch: (isMuted: boolean) => void;
  readonly othersSpeak: () => boolean;
  /** From the press to the room being audible, for the latest join; -1 until then. */
  readonly joinMs: () => number;
  /** Out of the room, because the sound hardware is gone. */
  readonly shutDown: () => void;
};

/** Does one thing at a time later; what is asked for anew takes the place of what was. */
function createAlarm(): (delayMs: number, action: () => void) => void {
  let timer = 0;
  return (delayMs, action) => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      action();
    }, delayMs);
  };
}

/** `factoryReset` forgets all settings and starts anew. */
export function createDevice(settings: Settings, sound: Sound, factoryReset: () => void): Device {
  let session: Session = newSession();
  let joined: (ToMember & { type: 'joined' }) | undefined;
  let pressedAtMs = -1;
  let joinMs = -1;
  let self = -1;
  let othersSpeak = false;
  const joinAlarm = createAlarm();
  const ringAlarm = createAlarm();
  const setUpAlarm = createAlarm();

  const media = createMedia(sound.receive);

  function onMessage(message: ToMember): void {
    if (message.type === 'speaking') {
      othersSpeak = message.members.some((member) => member !== self);
      return;
    }
    if (message.type === 'joined') joined = message;
    else if (message.type === 'error') printLine(refusalText(message.code));
    take(message);
    if (message.type === 'seat') sound.setPacketMs(message.packetMs);
  }

  const link: Link = createLink(settings, {
    onUp: (member) => {
      self = member;
      take({ type: 'linkUp' });
    },
    onDown: (why) => {
      printLine(why + '; trying again');
      take({ type: 'linkDown' });
    },
    onMessage: onMessage,
  });

  function join(): void {
    link.send({ type: 'join', room: session.room || settings.room, payloadTypes: [sound.payloadType] });
    joinAlarm(JOIN_WITHIN_MS, () => {
      if (session.kind !== 'joining') return;
      printLine('the relay did not answer; press again');
      take({ type: 'refused' });
    });
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
    const wasOpen = sound.microphoneState() === 'open';
    sound.close();
    sound.setLoudness('full');
    if (wasOpen) link.send({ type: 'mute', muted: true });
  }

  function ring(times: number): void {
    if (times === 0 || !ringing(session)) return;
    sound.play(RING);
    ringAlarm(RING_EVERY_MS, () => ring(times - 1));
  }

  function perform(effect: SessionEffect): void {
    if (typeof effect === 'number') return sound.play(effect);
    if (typeof effect === 'object') return link.send(effect);
    switch (effect) {
      case 'arm':
        return sound.arm();
      case 'open':
        return openMicrophone(false);
      case 'openWithPreRoll':
        return openMicrophone(true);
      case 'close':
        return closeMicrophone();
      case 'join':
        return join();
      case 'startMedia':
        return startMedia();
      case 'stopMedia':
        othersSpeak = false;
        media.close();
        return sound.clear();
      case 'ring':
        return ring(RINGS);
      case 'startLink':
        return link.start();
      case 'stopLink':
        return link.stop();
      case 'setUp':
        return setUpAlarm(SET_UP_MS, () => take({ type: 'setUpOver' }));
      case 'reset':
        return factoryReset();
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
    muteSwitch: (isMuted) => take({ type: 'muteSwitch', isMuted: isMuted }),
    othersSpeak: () => othersSpeak,
    joinMs: () => joinMs,
    shutDown: () => take({ type: 'shutDown' }),
  };
}
