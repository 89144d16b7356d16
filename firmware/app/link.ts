import { DEAD_AFTER_MS, PING_EVERY_MS } from '../../wire/limits';
import type { Others } from '../../wire/short-form';
import { parseShort } from '../../wire/short-reader';
import { writeSignal, type SignalRejection, type ToMember, type ToRelay } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';
import { printLine } from '../drivers/console';
import { connectWebSocket, type WebSocketClient } from '../drivers/websocket';
import type { Settings } from '../settings/settings';
import { connectSealed } from './sealed-link';

// The signalling connection. It says hello, keeps itself alive, and reconnects for ever with a jittered back-off. A
// board that has a device key signs in with it and seals every message. A board without one sends plain text, to a
// relay on its owner's own machine.

const BACK_OFF_MIN_MS = 250;
const BACK_OFF_MAX_MS = 15000;
const ANSWER_WITHIN_MS = 5000;
/** How messages begin that a speaker ignores. A relay that knows the short form does not send them. */
const IGNORED = '{"type":"room {"type":"rank {"type":"pong';
const SILENT = 'the relay is silent';

export type LinkEvent =
  /** The relay has answered the hello; `member` is the number of this speaker at the relay. */
  { readonly kind: 'up'; readonly member: number } | { readonly kind: 'down'; readonly why: string };

export type Link = {
  readonly _settings: Settings;
  readonly _onEvent: (event: LinkEvent) => void;
  readonly _onMessage: (message: ToMember | Others) => void;
  /**
   * The relay's own hello, which names this speaker. It goes back to the relay after a drop, so that the relay knows
   * the speaker again; the relay ignores its other fields.
   */
  _hello: ToRelay & { type: 'hello' };
  _client: WebSocketClient | undefined;
  _isUp: boolean;
  /** Between start and stop. */
  _isWanted: boolean;
  _backOffMs: number;
  /** When the relay sent its latest message, in seconds. */
  _heardAt: number;
  _pingTimer: number;
  _retryTimer: number;
};

export function createLink(settings: Settings, onEvent: Link['_onEvent'], onMessage: Link['_onMessage']): Link {
  return {
    _settings: settings,
    _onEvent: onEvent,
    _onMessage: onMessage,
    _hello: { type: 'hello', name: settings.name, form: 'short' },
    _client: undefined,
    _isUp: false,
    _isWanted: false,
    _backOffMs: BACK_OFF_MIN_MS,
    _heardAt: 0,
    _pingTimer: 0,
    _retryTimer: 0,
  };
}

/** Sends a message to the relay. Without a connection the message is lost. */
export function sendMessage(link: Link, message: ToRelay): void {
  if (link._client) link._client.send(writeSignal(message));
}

function keepAlive(link: Link): void {
  if (getTime() - link._heardAt <= DEAD_AFTER_MS / 1000) sendMessage(link, { type: 'ping', id: 0 });
  else if (link._client) link._client.close(SILENT);
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
    link._hello = message;
    link._backOffMs = BACK_OFF_MIN_MS;
    link._onEvent({ kind: 'up', member: message.member });
  } else if (message.type !== 'pong') link._onMessage(message);
}

/** One function for each form, because the interpreter reads over all of a function's text at each call. @often */
function onText(link: Link, text: string): void {
  link._heardAt = getTime();
  if (text.charAt(0) === '{') {
    if (IGNORED.indexOf(text.substr(0, 13)) < 0) onJson(link, text);
  } else if (text !== 'pong') onShort(link, text);
}

function onClose(link: Link, why: string): void {
  link._client = undefined;
  link._isUp = false;
  clearInterval(link._pingTimer);
  if (!link._isWanted) return;
  link._onEvent({ kind: 'down', why: why });
  // Between half of the back-off and all of it, so that not every speaker meets a relay that restarts at the same
  // instant.
  link._retryTimer = setTimeout(() => connect(link), link._backOffMs * (0.5 + Math.random() / 2));
  link._backOffMs = Math.min(2 * link._backOffMs, BACK_OFF_MAX_MS);
}

function connect(link: Link): void {
  const settings = link._settings;
  const handlers = {
    onOpen: () => sendMessage(link, link._hello),
    onText: (text: string) => onText(link, text),
    onClose: (why: string) => onClose(link, why),
  };
  link._retryTimer = 0;
  link._heardAt = getTime();
  const attempt = settings.key
    ? connectSealed(settings, handlers)
    : connectWebSocket(settings.relay, settings.relayPort, handlers);
  link._client = attempt;
  link._pingTimer = setInterval(() => keepAlive(link), PING_EVERY_MS);
  setTimeout(() => {
    if (link._client === attempt && !link._isUp) attempt.close(SILENT);
  }, ANSWER_WITHIN_MS);
}

/** Connects, and stays connected until `stopLink`. */
export function startLink(link: Link): void {
  if (link._isWanted) return;
  link._isWanted = true;
  connect(link);
}

export function stopLink(link: Link): void {
  link._isWanted = false;
  if (link._retryTimer) clearTimeout(link._retryTimer);
  link._retryTimer = 0;
  if (link._client) link._client.close('');
}
