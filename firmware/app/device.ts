import { fromHex } from '../../wire/byte-string';
import type { Others } from '../../wire/short-form';
import type { ToMember } from '../../wire/signal';
import { ERROR, RING } from '../audio/earcons';
import type { Sound } from '../audio/sound';
import { printLine } from '../drivers/console';
import type { Settings } from '../settings/settings';
import type { Gesture } from './gesture';
import { changesNothing, isOnlyHeard } from './idle-messages';
import { ringing } from './invitations';
import { createLink, sendMessage, startLink, stopLink, type Link, type LinkEvent } from './link';
import { createMedia, type Media } from './media';
import { nextSession } from './next-session';
import { refusalMessage } from './relay-messages';
import { newSession, type Session, type SessionEffect, type SessionEvent } from './session';
import { watchVariables } from './spare-variables';

// The speaker as a member of rooms: holds the session, and carries its effects out on sound, link and media.

/** A join has failed if the relay does not answer for this long. */
const JOIN_WITHIN_MS = 5000;
/** An invitation rings this many times. After that only the light shows it. */
const RINGS = 8;
const RING_EVERY_MS = 3000;
const SET_UP_MS = 300000;

/** What the device does later, by its place in `_timers`. */
const JOIN_TIMER = 0;
const RING_TIMER = 1;
const SET_UP_TIMER = 2;
const COUNT_TIMER = 3;

const COUNT_EVERY_MS = 20;
const COUNT_MOST_MS = 60000;

export type Device = {
  readonly _settings: Settings;
  readonly _sound: Sound;
  readonly _link: Link;
  readonly media: Media;
  /** Erases all settings and restarts. */
  readonly _factoryReset: () => void;
  /** Timers that run; 0 for one that does not. */
  readonly _timers: number[];
  session: Session;
  /** This speaker's number at the relay; -1 before its first hello. */
  _member: number;
  othersSpeak: boolean;
  /** The interpreter has few variables left: no signal sounds. */
  _isShort: boolean;
  /** The relay's latest answer to a join. */
  _joined: (ToMember & { type: 'joined' }) | undefined;
  /** Since the latest press outside a room. */
  _sincePressMs: number;
  /** From the press that led into the room until the room was audible; -1 before that, and if it took over a minute. */
  joinMs: number;
};

/** Does one action later. Another one for the same timer takes its place. */
function startTimer(device: Device, timer: number, delayMs: number, action: () => void): void {
  const timers = device._timers;
  if (timers[timer]) clearTimeout(timers[timer]);
  timers[timer] = setTimeout(() => {
    timers[timer] = 0;
    action();
  }, delayMs);
}

/** Gives the session an event and carries out what follows. */
export function apply(device: Device, event: SessionEvent): void {
  const step = nextSession(device.session, event);
  device.session = step.session;
  for (const effect of step.effects) perform(device, effect);
}

/** @often */
function onMessage(device: Device, message: ToMember | Others): void {
  if (message.type === 'others') {
    device.othersSpeak = message.speak;
    return void device.media.expect(message.speak);
  }
  // A hand that is up moves in the queue: nothing follows from that but the light, and to copy the session for it would
  // cost as much as all the rest.
  const session = device.session as { hand: number };
  if (message.type === 'queue' && message.place > 0 && session.hand > 0) session.hand = message.place;
  else if (!changesNothing(device.session, message, device._sound.microphoneState() === 'closed'))
    onRareMessage(device, message);
  else if (message.type === 'seat') device._sound.setPacketMs(message.packetMs);
}

function onRareMessage(device: Device, message: ToMember): void {
  if (message.type === 'speaking') {
    device.othersSpeak = message.members.some((member) => member !== device._member);
    return void device.media.expect(device.othersSpeak);
  }
  if (message.type === 'reclaim') return device.media.claim();
  if (message.type === 'error') {
    printLine(refusalMessage(message.code));
    if (isOnlyHeard(device.session, message)) return playEarcon(device, ERROR);
  }
  if (message.type === 'joined') device._joined = message;
  apply(device, { kind: 'messageReceived', message: message });
  if (message.type === 'seat') device._sound.setPacketMs(message.packetMs);
}

function onLinkEvent(device: Device, event: LinkEvent): void {
  switch (event.kind) {
    case 'up':
      device._member = event.member;
      return apply(device, { kind: 'linkUp' });
    case 'down':
      printLine(event.why + '; trying again');
      return apply(device, { kind: event.isRefused ? 'linkRefused' : 'linkDown' });
  }
}

function joinRoom(device: Device): void {
  const room = device.session.room || device._settings.room;
  sendMessage(device._link, {
    type: 'join',
    room: room,
    payloadTypes: [device._sound.payloadType],
    id: device.session.request,
  });
  startTimer(device, JOIN_TIMER, JOIN_WITHIN_MS, () => {
    if (device.session.kind !== 'joining') return;
    printLine('the relay did not answer; press again');
    apply(device, { kind: 'joinUnanswered' });
  });
}

function startMedia(device: Device): void {
  const joined = device._joined;
  if (!joined) return;
  device._sound.clear();
  const stream = {
    host: device._link.address,
    port: joined.mediaPort,
    ssrc: joined.ssrc,
    token: fromHex(joined.token),
  };
  device.media.open(stream, 'claim', () => undefined);
  device._sound.begin(joined.ssrc, joined.packetMs, device.media.send);
  // It takes twenty variables, and the next join has its own answer.
  device._joined = undefined;
}

function stopMedia(device: Device): void {
  device.othersSpeak = false;
  device.media.close();
  device._sound.clear();
}

/** In half duplex the loudspeaker is turned down, so that this microphone does not send the room back to the room. */
function openMicrophone(device: Device, withPreRoll: boolean): void {
  if (device._settings.duplex === 'half') device._sound.setLoudness('ducked');
  device._sound.open(withPreRoll);
  sendMessage(device._link, { type: 'mute', muted: false });
}

function closeMicrophone(device: Device): void {
  const wasOpen = device._sound.microphoneState() === 'open';
  device._sound.close();
  device._sound.setLoudness('full');
  if (wasOpen) sendMessage(device._link, { type: 'mute', muted: true });
}

function playEarcon(device: Device, notes: number): void {
  if (!device._isShort) device._sound.play(notes);
}

function ring(device: Device, times: number): void {
  if (times === 0 || !ringing(device.session)) return;
  playEarcon(device, RING);
  startTimer(device, RING_TIMER, RING_EVERY_MS, () => ring(device, times - 1));
}

function startSetUp(device: Device): void {
  startTimer(device, SET_UP_TIMER, SET_UP_MS, () => apply(device, { kind: 'setUpEnded' }));
}

function perform(device: Device, effect: SessionEffect): void {
  switch (effect.kind) {
    case 'play':
      return playEarcon(device, effect.notes);
    case 'send':
      return sendMessage(device._link, effect.message);
    case 'armMicrophone':
      return device._sound.arm();
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
      return startLink(device._link);
    case 'stopLink':
      return stopLink(device._link);
    case 'startSetUp':
      return startSetUp(device);
    case 'factoryReset':
      return device._factoryReset();
  }
}

/** Counts from a press on, until it is told to stop or for a minute. The board's clock can be set at any time. */
function count(device: Device, isOn: boolean): void {
  const timers = device._timers;
  if (timers[COUNT_TIMER]) clearInterval(timers[COUNT_TIMER]);
  timers[COUNT_TIMER] = 0;
  if (!isOn) return;
  device._sincePressMs = 0;
  timers[COUNT_TIMER] = setInterval(() => {
    device._sincePressMs += COUNT_EVERY_MS;
    if (device._sincePressMs > COUNT_MOST_MS) count(device, false);
  }, COUNT_EVERY_MS);
}

/** The owner made a gesture. */
export function onGesture(device: Device, gesture: Gesture): void {
  if (device.session.kind !== 'inRoom') {
    if (gesture === 'press') count(device, true);
    else if (gesture === 'click') device.joinMs = -1;
  }
  apply(device, { kind: 'gestureMade', gesture: gesture });
}

function onPlaying(device: Device): void {
  if (device.joinMs >= 0 || !device._timers[COUNT_TIMER] || device.session.kind !== 'inRoom') return;
  device.joinMs = device._sincePressMs;
  count(device, false);
}

/** A device that has no Wi-Fi yet. */
export function createDevice(settings: Settings, sound: Sound, factoryReset: () => void): Device {
  const media = createMedia(sound.receive);
  const device: Device = {
    _settings: settings,
    _sound: sound,
    _link: createLink(
      settings,
      media,
      (event) => onLinkEvent(device, event),
      (message) => onMessage(device, message),
    ),
    media: media,
    _factoryReset: factoryReset,
    _timers: [0, 0, 0, 0],
    session: newSession(),
    _member: -1,
    othersSpeak: false,
    _isShort: false,
    _joined: undefined,
    _sincePressMs: 0,
    joinMs: -1,
  };
  sound.onPlaying = () => onPlaying(device);
  watchVariables((isShort) => {
    device._isShort = isShort;
  });
  return device;
}
