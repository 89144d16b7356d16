import type { ToMember } from '../../wire/signal';
import { RING } from '../audio/earcons';
import type { Sound } from '../audio/sound';
import { printLine } from '../drivers/console';
import type { Settings } from '../settings/settings';
import type { Gesture } from './gesture';
import { ringing } from './invitations';
import { createLink, sendMessage, startLink, stopLink, type Link } from './link';
import { createMedia, type Media } from './media';
import { nextSession } from './next-session';
import { refusalText } from './relay-messages';
import { newSession, type Session, type SessionEffect, type SessionEvent } from './session';

// The speaker as a member of rooms: holds the session, and carries its effects out on sound, link and media.

/** A join has failed if the relay does not answer for this long. */
const JOIN_WITHIN_MS = 5000;
/** An invitation rings this many times. After that only the light shows it. */
const RINGS = 8;
const RING_EVERY_MS = 3000;
const SET_UP_MS = 300000;

type Alarm = (delayMs: number, action: () => void) => void;

export type Device = {
  readonly settings: Settings;
  readonly sound: Sound;
  readonly link: Link;
  readonly media: Media;
  /** Erases all settings and restarts. */
  readonly factoryReset: () => void;
  readonly joinAlarm: Alarm;
  readonly ringAlarm: Alarm;
  readonly setUpAlarm: Alarm;
  session: Session;
  /** This speaker's number at the relay; -1 before its first hello. */
  member: number;
  othersSpeak: boolean;
  /** The relay's latest answer to a join. */
  joined: (ToMember & { type: 'joined' }) | undefined;
  /** The instant of the click that led into the room, and from then until the room was audible; -1 until then. */
  pressedAtMs: number;
  joinMs: number;
};

/** Does one action later. Another one that is asked for before takes its place. */
function createAlarm(): Alarm {
  let timer = 0;
  return (delayMs, action) => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      action();
    }, delayMs);
  };
}

/** Gives the session an event and carries out what follows. */
export function apply(device: Device, event: SessionEvent): void {
  const step = nextSession(device.session, event);
  device.session = step.session;
  step.effects.forEach((effect) => perform(device, effect));
}

function onMessage(device: Device, message: ToMember): void {
  if (message.type === 'speaking') {
    device.othersSpeak = message.members.some((member) => member !== device.member);
    return;
  }
  if (message.type === 'joined') device.joined = message;
  else if (message.type === 'error') printLine(refusalText(message.code));
  apply(device, { kind: 'messageReceived', message: message });
  if (message.type === 'seat') device.sound.setPacketMs(message.packetMs);
}

function joinRoom(device: Device): void {
  const room = device.session.room || device.settings.room;
  sendMessage(device.link, { type: 'join', room: room, payloadTypes: [device.sound.payloadType] });
  device.joinAlarm(JOIN_WITHIN_MS, () => {
    if (device.session.kind !== 'joining') return;
    printLine('the relay did not answer; press again');
    apply(device, { kind: 'joinUnanswered' });
  });
}

function startMedia(device: Device): void {
  const joined = device.joined;
  if (!joined) return;
  device.sound.clear();
  device.media.open({
    host: device.settings.relay,
    port: joined.mediaPort,
    ssrc: joined.ssrc,
    token: joined.token,
  });
  device.sound.begin(joined.ssrc, joined.packetMs, device.media.send);
}

function stopMedia(device: Device): void {
  device.othersSpeak = false;
  device.media.close();
  device.sound.clear();
}

/** In half duplex the loudspeaker is turned down, so that this microphone does not send the room back to the room. */
function openMicrophone(device: Device, withPreRoll: boolean): void {
  if (device.settings.duplex === 'half') device.sound.setLoudness('ducked');
  device.sound.open(withPreRoll);
  sendMessage(device.link, { type: 'mute', muted: false });
}

function closeMicrophone(device: Device): void {
  const wasOpen = device.sound.microphoneState() === 'open';
  device.sound.close();
  device.sound.setLoudness('full');
  if (wasOpen) sendMessage(device.link, { type: 'mute', muted: true });
}

function ring(device: Device, times: number): void {
  if (times === 0 || !ringing(device.session)) return;
  device.sound.play(RING);
  device.ringAlarm(RING_EVERY_MS, () => ring(device, times - 1));
}

function perform(device: Device, effect: SessionEffect): void {
  switch (effect.kind) {
    case 'playEarcon':
      return device.sound.play(effect.notes);
    case 'send':
      return sendMessage(device.link, effect.message);
    case 'armMicrophone':
      return device.sound.arm();
    case 'openMicrophone':
      return openMicrophone(device, effect.withPreRoll);
    case 'closeMicrophone':
      return closeMicrophone(device);
    case 'joinRoom':
      return joinRoom(device);
    case 'startMedia':
      return startMedia(device);
    case 'stopMedia':
      return stopMedia(device);
    case 'ring':
      return ring(device, RINGS);
    case 'startLink':
      return startLink(device.link);
    case 'stopLink':
      return stopLink(device.link);
    case 'startSetUp':
      return device.setUpAlarm(SET_UP_MS, () => apply(device, { kind: 'setUpEnded' }));
    case 'factoryReset':
      return device.factoryReset();
  }
}

/** The owner made a gesture whose press was at `pressedAtMs`. */
export function onGesture(device: Device, gesture: Gesture, pressedAtMs: number): void {
  if (gesture === 'click' && device.session.kind !== 'inRoom') {
    device.pressedAtMs = pressedAtMs;
    device.joinMs = -1;
  }
  apply(device, { kind: 'gestureMade', gesture: gesture });
}

function onPlaying(device: Device): void {
  if (device.joinMs < 0 && device.pressedAtMs >= 0 && device.session.kind === 'inRoom')
    device.joinMs = getTime() * 1000 - device.pressedAtMs;
}

/** A device that has no Wi-Fi yet. */
export function createDevice(settings: Settings, sound: Sound, factoryReset: () => void): Device {
  const device: Device = {
    settings: settings,
    sound: sound,
    link: createLink(settings, {
      onUp: (member) => {
        device.member = member;
        apply(device, { kind: 'linkUp' });
      },
      onDown: (why) => {
        printLine(why + '; trying again');
        apply(device, { kind: 'linkDown' });
      },
      onMessage: (message) => onMessage(device, message),
    }),
    media: createMedia(sound.receive),
    factoryReset: factoryReset,
    joinAlarm: createAlarm(),
    ringAlarm: createAlarm(),
    setUpAlarm: createAlarm(),
    session: newSession(),
    member: -1,
    othersSpeak: false,
    joined: undefined,
    pressedAtMs: -1,
    joinMs: -1,
  };
  sound.onPlaying(() => onPlaying(device));
  return device;
}
