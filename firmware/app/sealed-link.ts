import { fromHex } from '../../wire/byte-string';
import { isSame } from '../../wire/constant-time';
import { hkdfExpand } from '../../wire/hkdf';
import { hmacWith, type Hmac } from '../../wire/hmac';
import { TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { writeSignal } from '../../wire/signal';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';
import { parseToMember } from '../../wire/to-member';
import { cryptoPrimitives, hexOf, randomBytes } from '../drivers/crypto-primitives';
import { connectWebSocket, type WebSocketClient, type WebSocketHandlers } from '../drivers/websocket';
import type { Settings } from '../settings/settings';
import { REFUSED, refusalMessage } from './relay-messages';

// A connection that is open once board and relay have shown each other that they know the device key. From then on
// every message is sealed. wire/README.md draws it.
//
// While the interpreter computes, no sound is moved. So the work is done in turns of at most a million host instructions
// (docs/reference/cost.md), and between two of them sound has its turn.

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

/** As `connectWebSocket`, to a relay at `address` that knows the key in the settings. Anything wrong ends the connection. */
export function connectSealed(settings: Settings, address: string, handlers: WebSocketHandlers): WebSocketClient {
  const primitives = cryptoPrimitives();
  const device = settings.device;
  let key = '';
  let hmac: Hmac;
  let nonce = '';
  let isOver = false;
  let sealNext: ReturnType<typeof createSealer> | undefined;
  let openNext: ReturnType<typeof createOpener> | undefined;

  /** Does one after the other, each in a turn of its own, until the connection is over. */
  function inTurns(steps: (() => void)[]): void {
    setTimeout(() => {
      const step = steps.shift();
      if (!step || isOver) return;
      step();
      inTurns(steps);
    }, 0);
  }

  /** A challenge is answered once. */
  function onChallenge(challenge: Answer): void {
    let nonces = nonce;
    let extract: Hmac;
    let keys = '';
    nonce = '';
    inTurns([
      () => (nonces += fromHex('' + challenge.nonce)),
      () => {
        const proof = hexOf(signInProof(hmac, 'relay', device, nonces));
        if (!isSame(primitives.hashOf, key, proof, '' + challenge.proof))
          client.close('not the relay of this board, or its key was replaced', REFUSED);
      },
      () => client.send(writeSignal({ type: 'proof', proof: hexOf(signInProof(hmac, 'device', device, nonces)) })),
      () => (extract = hmacWith(primitives, nonces)),
      () => (extract = hmacWith(primitives, extract(key))),
      () => (keys = hkdfExpand(extract, SESSION_KEYS, SESSION_KEYS_BYTES)),
      () => (sealNext = createSealer(primitives, keys.substr(0, 32), TO_RELAY)),
      () => (openNext = createOpener(primitives, keys.substr(32), TO_MEMBER)),
      handlers.onOpen,
    ]);
  }

  function onText(text: string): void {
    const opened = openNext ? openNext(text) : '';
    if (typeof opened !== 'string') return handlers.onText(opened.plain);
    const answer = readAnswer(text);
    if (answer.type === 'challenge' && nonce) return onChallenge(answer);
    const message = parseToMember(text);
    client.close(
      message.type === 'error' ? refusalMessage(message.code) : `the relay does not sign in (${opened})`,
      REFUSED,
    );
  }

  const client = connectWebSocket(address, settings.relay, settings.relayPort, {
    onOpen: () =>
      inTurns([
        () => (key = fromHex(settings.key)),
        () => (hmac = hmacWith(primitives, key)),
        () => {
          nonce = randomBytes();
          client.send(writeSignal({ type: 'sign-in', device: device, nonce: hexOf(nonce) }));
        },
      ]),
    onText: onText,
    onClose: (why, closeCode) => {
      isOver = true;
      handlers.onClose(why, closeCode);
    },
  });
  return {
    send: (text) => {
      if (!sealNext) return;
      const frame = sealNext(text, randomBytes());
      setTimeout(() => client.send(frame), 0);
    },
    close: client.close,
  };
}
