import { fromHex, toHex } from '../../wire/byte-string';
import { isSame } from '../../wire/constant-time';
import { hkdf } from '../../wire/hkdf';
import { hmacWith } from '../../wire/hmac';
import { TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { writeSignal, type ToMember } from '../../wire/signal';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';
import { parseToMember } from '../../wire/to-member';
import { cryptoPrimitives, randomBytes } from '../drivers/crypto-primitives';
import { connectWebSocket, type WebSocketClient, type WebSocketHandlers } from '../drivers/websocket';
import type { Settings } from '../settings/settings';
import { REFUSED, refusalMessage } from './relay-messages';

// A connection that is open once board and relay have shown each other that they know the device key. From then on
// every message is sealed. wire/README.md draws it.

/** As `connectWebSocket`, to a relay at `address` that knows the key in the settings. Anything wrong ends the connection. */
export function connectSealed(settings: Settings, address: string, handlers: WebSocketHandlers): WebSocketClient {
  const primitives = cryptoPrimitives();
  const key = fromHex(settings.key);
  const hmac = hmacWith(primitives, key);
  const device = settings.device;
  let nonce = randomBytes();
  let sealNext: ReturnType<typeof createSealer> | undefined;
  let openNext: ReturnType<typeof createOpener> | undefined;

  /** A challenge is answered once. Half of the work is done later, because in one piece it would delay the sound. */
  function answer(challenge: ToMember & { type: 'challenge' }): void {
    const nonces = nonce + fromHex(challenge.nonce);
    nonce = '';
    if (!isSame(primitives.hashOf, key, signInProof(hmac, 'relay', device, nonces), fromHex(challenge.proof))) {
      return client.close('not the relay of this board, or its key was replaced', REFUSED);
    }
    client.send(writeSignal({ type: 'proof', proof: toHex(signInProof(hmac, 'device', device, nonces)) }));
    setTimeout(() => {
      const keys = hkdf(primitives, key, nonces, SESSION_KEYS, SESSION_KEYS_BYTES);
      sealNext = createSealer(primitives, keys.substr(0, 32), TO_RELAY);
      openNext = createOpener(primitives, keys.substr(32), TO_MEMBER);
      handlers.onOpen();
    }, 0);
  }

  function onText(text: string): void {
    const opened = openNext ? openNext(text) : '';
    if (typeof opened !== 'string') return handlers.onText(opened.plain);
    const message = parseToMember(text);
    if (message.type === 'challenge' && nonce) answer(message);
    else if (message.type === 'error') client.close(refusalMessage(message.code), REFUSED);
    else client.close(`the relay does not sign in (${opened})`, REFUSED);
  }

  const client = connectWebSocket(address, settings.relay, settings.relayPort, {
    onOpen: () => client.send(writeSignal({ type: 'sign-in', device: device, nonce: toHex(nonce) })),
    onText: onText,
    onClose: handlers.onClose,
  });
  return {
    send: (text) => {
      if (sealNext) client.send(sealNext(text, randomBytes()));
    },
    close: client.close,
  };
}
