import { DEAD_AFTER_MS, PING_EVERY_MS } from '../../wire/limits';
import { writeSignal, type ToMember, type ToRelay } from '../../wire/signal';
import { parseToMember } from '../../wire/to-member';
import { printLine } from '../drivers/console';
import { connectWebSocket, type WebSocketClient } from '../drivers/websocket';
import type { Settings } from '../settings/settings';
import { connectSealed } from './sealed-link';

// The signalling connection: says hello, keeps it alive, and reconnects for ever with a jittered back-off. A board that has a
// device key signs in with it and seals all it says; one without speaks plainly, to a relay on its owner's own machine.

const BACK_OFF_MIN_MS = 250;
const BACK_OFF_MAX_MS = 15000;
const ANSWER_WITHIN_MS = 5000;
const SILENT = 'the relay is silent';

export type LinkEvents = {
  /** The relay has answered the hello; `member` is our number at the relay. */
  readonly onUp: (member: number) => void;
  readonly onDown: (why: string) => void;
  readonly onMessage: (message: ToMember) => void;
};

export type Link = {
  readonly send: (message: ToRelay) => void;
  /** Connects and stays connected until `stop`. */
  readonly start: () => void;
  readonly stop: () => void;
};

export function createLink(settings: Settings, events: LinkEvents): Link {
  /** The relay's own hello names who we were, and goes back to it after a drop; what else it says is passed over there. */
  let hello: ToRelay & { type: 'hello' } = { type: 'hello', name: settings.name };
  let client: WebSocketClient | undefined;
  let isUp = false;
  let wanted = false;
  let backOffMs = BACK_OFF_MIN_MS;
  let heardAt = 0;
  let pingTimer: number;
  let retryTimer = 0;

  function send(message: ToRelay): void {
    if (client) client.send(writeSignal(message));
  }

  function keepAlive(): void {
    if (getTime() - heardAt > DEAD_AFTER_MS / 1000) {
      if (client) client.close(SILENT);
    } else send({ type: 'ping', id: (getTime() * 10) & 0xffff });
  }

  function onText(text: string): void {
    heardAt = getTime();
    const message = parseToMember(text);
    if (message.type === 'rejected') printLine(`a message of the relay was not understood (${message.code})`);
    else if (message.type === 'ping') send({ type: 'pong', id: message.id });
    else if (message.type === 'hello') {
      if (isUp) return;
      isUp = true;
      hello = message;
      backOffMs = BACK_OFF_MIN_MS;
      events.onUp(message.member);
    } else if (message.type !== 'pong') events.onMessage(message);
  }

  function onClose(why: string): void {
    client = undefined;
    isUp = false;
    clearInterval(pingTimer);
    if (!wanted) return;
    events.onDown(why);
    // Between half and all of the back-off, so that a relay that restarts is not met by everybody at once.
    retryTimer = setTimeout(connect, backOffMs * (0.5 + Math.random() / 2));
    backOffMs = Math.min(2 * backOffMs, BACK_OFF_MAX_MS);
  }

  function connect(): void {
    retryTimer = 0;
    heardAt = getTime();
    const handlers = {
      onOpen: () => send(hello),
      onText: onText,
      onClose: onClose,
    };
    const attempt = settings.key
      ? connectSealed(settings, handlers)
      : connectWebSocket(settings.relay, settings.relayPort, handlers);
    client = attempt;
    pingTimer = setInterval(keepAlive, PING_EVERY_MS);
    setTimeout(() => {
      if (client === attempt && !isUp) attempt.close(SILENT);
    }, ANSWER_WITHIN_MS);
  }

  function start(): void {
    if (wanted) return;
    wanted = true;
    connect();
  }

  function stop(): void {
    wanted = false;
    if (retryTimer) clearTimeout(retryTimer);
    retryTimer = 0;
    if (client) client.close('');
  }

  return { send, start, stop };
}
