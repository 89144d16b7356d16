import { DEAD_AFTER_MS, PING_EVERY_MS } from '../../wire/limits';
import type { Others } from '../../wire/short-form';
import { parseShort } from '../../wire/short-reader';
import { writeSignal, type SignalRejection, type ToMember, type ToRelay } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';
import { printLine } from '../drivers/console';
import { randomBytes } from '../drivers/crypto-primitives';
import * as standing from '../drivers/standing-calls';
import { connectWebSocket, type WebSocketClient } from '../drivers/websocket';
import { findAddress, hasAddress } from '../drivers/wifi';
import type { Settings } from '../settings/settings';
import type { Media } from './media';
import { REFUSED, TAKEN_OVER, closingRefusal, refusalMessage } from './relay-messages';
import { connectSealed } from './sealed-link';

// The signalling connection. It says hello, keeps itself alive, and reconnects for ever with a jittered back-off. A
// board that has a device key signs in with it and seals every message. A board without one sends plain text, to a
// relay on its owner's own machine.
//
//   start ──▶ look the name up ──▶ ping by UDP ──▶ connect ──▶ hello ──▶ up
//     ▲             │ unknown          │ no answer     │ refused    │ silent │ closed
//     └── pause ────┴──────────────────┴───────────────┴────────────┴────────┘
//
// The interpreter stands still while it connects, with a relay that is switched off for 18 s, and button, light and
// sound with it. So it connects only to a relay that has just answered a ping.

const BACK_OFF_MIN_MS = 250;
const BACK_OFF_MAX_MS = 15000;
/** Two speakers with the same key would otherwise take over from each other all the time. */
const TAKEN_OVER_PAUSE_MS = 60000;
/** For the address of the relay and its answer to a ping. */
const FIND_WITHIN_MS = 2000;
const ANSWER_WITHIN_MS = 5000;
/** How messages begin that a speaker ignores. A relay that knows the short form does not send them. */
const IGNORED = '{"type":"room {"type":"rank {"type":"pong';
const SILENT = 'the relay is silent';

export type LinkEvent =
  /** The relay has answered the hello; `member` is the number of this speaker at the relay. */
  | { readonly kind: 'up'; readonly member: number }
  /** `isRefused`: the relay does not let this speaker in, or has let in another one in its place. */
  | { readonly kind: 'down'; readonly why: string; readonly isRefused: boolean };

export type Link = {
  readonly _settings: Settings;
  readonly _media: Media;
  readonly _onEvent: (event: LinkEvent) => void;
  readonly _onMessage: (message: ToMember | Others) => void;
  /**
   * The relay's own hello, which names this speaker. It goes back to the relay after a drop, so that the relay knows
   * the speaker again; the relay ignores its other fields.
   */
  _hello: ToRelay & { type: 'hello' };
  /** Of the relay, as its name was looked up for the present connection. */
  address: string;
  _client: WebSocketClient | undefined;
  _isUp: boolean;
  /** Between start and stop. */
  _isWanted: boolean;
  _backOffMs: number;
  /** Times for a ping since the relay sent its latest message. */
  _unheardPings: number;
  /** Until an attempt to reach the relay has taken too long. */
  _attemptTimer: number;
  _retryTimer: number;
};

export function createLink(
  settings: Settings,
  media: Media,
  onEvent: Link['_onEvent'],
  onMessage: Link['_onMessage'],
): Link {
  return {
    _settings: settings,
    _media: media,
    _onEvent: onEvent,
    _onMessage: onMessage,
    _hello: { type: 'hello', name: settings.name, form: 'short' },
    address: '',
    _client: undefined,
    _isUp: false,
    _isWanted: false,
    _backOffMs: BACK_OFF_MIN_MS,
    _unheardPings: 0,
    _attemptTimer: 0,
    _retryTimer: 0,
  };
}

/** Sends a message to the relay. Without a connection the message is lost. */
export function sendMessage(link: Link, message: ToRelay): void {
  if (link._client) link._client.send(writeSignal(message));
}

/** Gives an attempt so much time; 0 if it is over. */
function limitAttempt(link: Link, withinMs: number): number {
  if (link._attemptTimer) clearTimeout(link._attemptTimer);
  return (link._attemptTimer = withinMs && setTimeout(() => giveUp(link), withinMs));
}

function keepAlive(link: Link): void {
  if (++link._unheardPings < DEAD_AFTER_MS / PING_EVERY_MS) sendMessage(link, { type: 'ping', id: 0 });
  else if (link._client) link._client.close(SILENT, 0);
}

function printNotUnderstood(rejection: SignalRejection): void {
  printLine(`a message of the relay was not understood (${rejection.code})`);
}

/** @often */
function onShort(link: Link, text: string): void {
  const message = parseShort(text);
  if (message.type === 'rejected') printNotUnderstood(message);
  else link._onMessage(message);
}

function onJson(link: Link, text: string): void {
  const message = parseToMember(text);
  if (message.type === 'rejected') printNotUnderstood(message);
  else if (message.type === 'ping') sendMessage(link, { type: 'pong', id: message.id });
  else if (message.type === 'hello') {
    if (link._isUp) return;
    link._isUp = true;
    limitAttempt(link, 0);
    link._hello = message;
    link._backOffMs = BACK_OFF_MIN_MS;
    // In a turn of its own: what follows takes as long as to read the hello.
    setTimeout(() => {
      if (link._isUp) link._onEvent({ kind: 'up', member: message.member });
    }, 0);
  } else if (message.type === 'error' && !link._isUp && link._client)
    link._client.close(refusalMessage(message.code), message.code === 'too-fast' ? 0 : REFUSED);
  else if (message.type !== 'pong') link._onMessage(message);
}

/** One function for each form, because the interpreter reads over all of a function's text at each call. @often */
function onText(link: Link, text: string): void {
  link._unheardPings = 0;
  if (text.charAt(0) === '{') {
    if (IGNORED.indexOf(text.substr(0, 13)) < 0) onJson(link, text);
  } else if (text !== 'pong') onShort(link, text);
}

/** The attempt has taken too long. */
function giveUp(link: Link): void {
  if (link._client) return link._client.close(SILENT, 0);
  link._media.close();
  const why = hasAddress() ? 'nobody answers' : 'the Wi-Fi gives no address';
  onClose(link, `no connection to ${link._settings.relay}:${link._settings.relayPort} (${why})`, 0);
}

function onClose(link: Link, why: string, closeCode: number): void {
  const refusal = closingRefusal(closeCode, why);
  link._client = undefined;
  link._isUp = false;
  limitAttempt(link, 0);
  standing.clearInterval(PING_EVERY_MS);
  if (!link._isWanted) return;
  link._onEvent({ kind: 'down', why: refusal || why, isRefused: refusal !== '' });
  // Between half of the back-off and all of it, so that not every speaker meets a relay that restarts at the same
  // instant.
  const pauseMs = closeCode === TAKEN_OVER ? TAKEN_OVER_PAUSE_MS : link._backOffMs;
  link._retryTimer = setTimeout(() => connect(link), pauseMs * (0.5 + Math.random() / 2));
  link._backOffMs = Math.min(2 * link._backOffMs, BACK_OFF_MAX_MS);
}

function connectTo(link: Link, address: string): void {
  const settings = link._settings;
  const handlers = {
    onOpen: () => {
      // Who signs in needs no link.
      if (settings.link && !settings.key) sendMessage(link, { type: 'link', token: settings.link });
      sendMessage(link, link._hello);
    },
    onText: (text: string) => onText(link, text),
    onClose: (why: string, closeCode: number) => onClose(link, why, closeCode),
  };
  link.address = address;
  link._media.close();
  link._unheardPings = 0;
  limitAttempt(link, ANSWER_WITHIN_MS);
  link._client = settings.key
    ? connectSealed(settings, address, handlers)
    : connectWebSocket(address, settings.relay, settings.relayPort, handlers);
  standing.setInterval(() => keepAlive(link), PING_EVERY_MS);
}

function connect(link: Link): void {
  const settings = link._settings;
  const attempt = limitAttempt(link, FIND_WITHIN_MS);
  link._retryTimer = 0;
  findAddress(settings.relay, (address) => {
    // An answer that comes after its attempt has ended is not needed any more.
    if (link._attemptTimer !== attempt || !address) return;
    const ping = { host: address, port: settings.relayPort, ssrc: E.hwRand(), token: randomBytes() };
    link._media.open(ping, 'ping', () => connectTo(link, address));
  });
}

/** Connects, and stays connected until `stopLink`. A pause before the next attempt ends. */
export function startLink(link: Link): void {
  if (link._isWanted && !link._retryTimer) return;
  if (link._retryTimer) clearTimeout(link._retryTimer);
  link._isWanted = true;
  link._backOffMs = BACK_OFF_MIN_MS;
  connect(link);
}

export function stopLink(link: Link): void {
  link._isWanted = false;
  if (link._retryTimer) clearTimeout(link._retryTimer);
  link._retryTimer = 0;
  link._media.close();
  if (link._client) link._client.close('', 0);
  else limitAttempt(link, 0);
}
