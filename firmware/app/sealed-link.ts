import { fromHex, type ByteString } from '../../wire/byte-string';
import { isSame } from '../../wire/constant-time';
import { hkdfExpand } from '../../wire/hkdf';
import { hmacFrom, innerPad, type Hmac } from '../../wire/hmac';
import type { Primitives } from '../../wire/primitives';
import { TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { writeSignal } from '../../wire/signal';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';
import { parseToMember } from '../../wire/to-member';
import { cryptoPrimitives, hexOf, randomBytes } from '../drivers/crypto-primitives';
import { connectWebSocket, type WebSocketClient, type WebSocketHandlers } from '../drivers/websocket';
import type { Settings } from '../settings/settings';
import { inTurns, type Turns } from './in-turns';
import { REFUSED, refusalMessage } from './relay-messages';

// A connection that is open once board and relay have shown each other that they know the device key. From then on
// every message is sealed. wire/README.md draws it.

type SealedLink = Turns & {
  readonly _primitives: Primitives;
  readonly _settings: Settings;
  readonly _onOpen: () => void;
  readonly _onText: (text: string) => void;
  _client: WebSocketClient;
  _key: ByteString;
  _hmac: Hmac;
  /** Of this board; '' when no challenge may come. */
  _nonce: ByteString;
  _sealNext: ReturnType<typeof createSealer> | undefined;
  _openNext: ReturnType<typeof createOpener> | undefined;
};

/** What the relay answers to `sign-in`. Who does not know the device key can make no right proof of any nonce. */
type Answer = { readonly type?: unknown; readonly nonce?: string; readonly proof?: string };

/** Reads the answer and checks nothing: to check every field takes the interpreter ten times as long. */
function readAnswer(text: string): Answer {
  try {
    return (JSON.parse(text) as Answer | null) || {};
  } catch (e) {
    return {};
  }
}

function signIn(link: SealedLink): void {
  const primitives = link._primitives;
  const digits = link._settings.key;
  let text = '';
  inTurns(link, [
    () => (link._key = fromHex(digits.substr(0, 32))),
    () => (link._key += fromHex(digits.substr(32))),
    () => (text = innerPad(primitives, link._key)),
    () => (link._hmac = hmacFrom(primitives, link._key, text)),
    () => (link._nonce = randomBytes()),
    () => (text = writeSignal({ type: 'sign-in', device: link._settings.device, nonce: hexOf(link._nonce) })),
    () => link._client.send(text),
  ]);
}

/** A challenge is answered once. */
function onChallenge(link: SealedLink, challenge: Answer): void {
  const primitives = link._primitives;
  const device = link._settings.device;
  let nonces = link._nonce;
  let text = '';
  let made = '';
  let expand: Hmac;
  link._nonce = '';
  inTurns(link, [
    () => (nonces += fromHex('' + challenge.nonce)),
    () => (text = hexOf(signInProof(link._hmac, 'relay', device, nonces))),
    () => {
      if (!isSame(primitives.hashOf, link._key, text, '' + challenge.proof))
        link._client.close('not the relay of this board, or its key was replaced', REFUSED);
    },
    () => (text = hexOf(signInProof(link._hmac, 'device', device, nonces))),
    () => (text = writeSignal({ type: 'proof', proof: text })),
    () => link._client.send(text),
    () => (text = innerPad(primitives, nonces)),
    () => (made = hmacFrom(primitives, nonces, text)(link._key)),
    () => (text = innerPad(primitives, made)),
    () => (expand = hmacFrom(primitives, made, text)),
    () => (made = hkdfExpand(expand, SESSION_KEYS, SESSION_KEYS_BYTES)),
    () => (link._sealNext = createSealer(primitives, made.substr(0, 32), TO_RELAY)),
    () => (link._openNext = createOpener(primitives, made.substr(32), TO_MEMBER)),
    link._onOpen,
  ]);
}

function onText(link: SealedLink, text: string): void {
  const opened = link._openNext ? link._openNext(text) : '';
  if (typeof opened !== 'string') return link._onText(opened.plain);
  const answer = readAnswer(text);
  if (answer.type === 'challenge' && link._nonce) return onChallenge(link, answer);
  const message = parseToMember(text);
  const why = message.type === 'error' ? refusalMessage(message.code) : `the relay does not sign in (${opened})`;
  link._client.close(why, REFUSED);
}

function send(link: SealedLink, text: string): void {
  if (!link._sealNext) return;
  const frame = link._sealNext(text, randomBytes());
  // To mask it takes as long as to seal it.
  setTimeout(() => link._client.send(frame), 0);
}

/** As `connectWebSocket`, to a relay at `address` that knows the key in the settings. Anything wrong ends the connection. */
export function connectSealed(settings: Settings, address: string, handlers: WebSocketHandlers): WebSocketClient {
  const link = {
    isOver: false,
    _primitives: cryptoPrimitives(),
    _settings: settings,
    _onOpen: handlers.onOpen,
    _onText: handlers.onText,
    _nonce: '',
  } as SealedLink;
  link._client = connectWebSocket(address, settings.relay, settings.relayPort, {
    onOpen: () => signIn(link),
    onText: (text) => onText(link, text),
    onClose: (why, closeCode) => {
      link.isOver = true;
      handlers.onClose(why, closeCode);
    },
  });
  return { send: (text) => send(link, text), close: link._client.close };
}
