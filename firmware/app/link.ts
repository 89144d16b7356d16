import { DEAD_AFTER_MS, PING_EVERY_MS } from '../../wire/limits';
import { writeSignal, type ToMember, type ToRelay } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';
import { printLine } from '../drivers/console';
import { connectWebSocket, type WebSocketClient } from '../drivers/websocket';
import type { Settings } from '../settings/settings';
import { connectSealed } from './sealed-link';

// The signalling connection. It says hello, keeps itself alive, and reconnects for ever with a jittered back-off. A board that
// has a device key signs in with it and seals every message. A board without one sends plain text, to a relay on its owner's
// own machine.

const BACK_OFF_MIN_MS = 250;
const BACK_OFF_MAX_MS = 15000;
const ANSWER_WITHIN_MS = 5000;
const SILENT = 'the relay is silent';

export type LinkEvents = {
  /** The relay has answered the hello; `member` is the number of this speaker at the relay. */
  readonly onUp: (member: number) => void;
  readonly onDown: (why: string) => void;
  readonly onMessage: (message: ToMember) => void;
};

export type Link = {
  readonly settings: Settings;
  readonly events: LinkEvents;
  /**
   * The relay's own hello, which names this speaker. It goes back to the relay after a drop, so that the relay knows the speaker
   * again; the relay ignores its other fields.
   */
  hello: ToRelay & { type: 'hello' };
  client: WebSocketClient | undefined;
  isUp: boolean;
  /** Between start and stop. */
  isWanted: boolean;
  backOffMs: number;
  /** When the relay sent its latest message, in seconds. */
  heardAt: number;
  pingTimer: number;
  retryTimer: number;
};

export function createLink(settings: Settings, events: LinkEvents): Link {
  return {
    settings: settings,
    events: events,
    hello: { type: 'hello', name: settings.name },
    client: undefined,
    isUp: false,
    isWanted: false,
    backOffMs: BACK_OFF_MIN_MS,
    heardAt: 0,
    pingTimer: 0,
    retryTimer: 0,
  };
}

/** Sends a message to the relay. Without a connection the message is lost. */
export function sendMessage(link: Link, message: ToRelay): void {
  if (link.client) link.client.send(writeSignal(message));
}

function keepAlive(link: Link): void {
  if (getTime() - link.heardAt <= DEAD_AFTER_MS / 1000)
    sendMessage(link, { type: 'ping', id: (getTime() * 10) & 0xffff });
  else if (link.client) link.client.close(SILENT);
}

function onText(link: Link, text: string): void {
  link.heardAt = getTime();
  const message = parseToMember(text);
  if (message.type === 'rejected') printLine(`a message of the relay was not understood (${message.code})`);
  else if (message.type === 'ping') sendMessage(link, { type: 'pong', id: message.id });
  else if (message.type === 'hello') {
    if (link.isUp) return;
    link.isUp = true;
    link.hello = message;
    link.backOffMs = BACK_OFF_MIN_MS;
    link.events.onUp(message.member);
  } else if (message.type !== 'pong') link.events.onMessage(message);
}

function onClose(link: Link, why: string): void {
  link.client = undefined;
  link.isUp = false;
  clearInterval(link.pingTimer);
  if (!link.isWanted) return;
  link.events.onDown(why);
  // Between half of the back-off and all of it, so that not every speaker meets a relay that restarts at the same instant.
  link.retryTimer = setTimeout(() => connect(link), link.backOffMs * (0.5 + Math.random() / 2));
  link.backOffMs = Math.min(2 * link.backOffMs, BACK_OFF_MAX_MS);
}

function connect(link: Link): void {
  const settings = link.settings;
  const handlers = {
    onOpen: () => sendMessage(link, link.hello),
    onText: (text: string) => onText(link, text),
    onClose: (why: string) => onClose(link, why),
  };
  link.retryTimer = 0;
  link.heardAt = getTime();
  const attempt = settings.key
    ? connectSealed(settings, handlers)
    : connectWebSocket(settings.relay, settings.relayPort, handlers);
  link.client = attempt;
  link.pingTimer = setInterval(() => keepAlive(link), PING_EVERY_MS);
  setTimeout(() => {
    if (link.client === attempt && !link.isUp) attempt.close(SILENT);
  }, ANSWER_WITHIN_MS);
}

/** Connects, and stays connected until `stopLink`. */
export function startLink(link: Link): void {
  if (link.isWanted) return;
  link.isWanted = true;
  connect(link);
}

export function stopLink(link: Link): void {
  link.isWanted = false;
  if (link.retryTimer) clearTimeout(link.retryTimer);
  link.retryTimer = 0;
  if (link.client) link.client.close('');
}
