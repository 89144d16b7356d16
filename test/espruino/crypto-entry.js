import { cryptoPrimitives, hexOf, randomBytes } from '../../firmware/drivers/crypto-primitives';
import { fromHex, toHex } from '../../wire/byte-string';
import { hkdf } from '../../wire/hkdf';
import { hmacWith } from '../../wire/hmac';
import { open, seal, sealKey } from '../../wire/seal';
import { TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { signInProof } from '../../wire/sign-in';

// The cryptography of the bundle, built as the bundle is, with names by which a test can call it. All bytes are hex digits.

const primitives = cryptoPrimitives();

/** Hex digits of any even number. */
function bytesOf(hex) {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(parseInt(hex.substr(i, 2), 16));
  return bytes;
}

const told = (opened) => (typeof opened === 'string' ? opened : [toHex(opened.plain)]);

Object.assign(global, {
  fromHex: fromHex,
  toHex: toHex,
  hexOf: hexOf,
  random: () => toHex(randomBytes()),
  hmac: (key, message) => toHex(hmacWith(primitives, bytesOf(key))(bytesOf(message))),
  hkdf: (material, salt, info, bytes) =>
    toHex(hkdf(primitives, bytesOf(material), bytesOf(salt), bytesOf(info), bytes)),
  sealed: (key, along, iv, plain) =>
    toHex(seal(primitives, sealKey(primitives, bytesOf(key)), bytesOf(along), bytesOf(iv), bytesOf(plain))),
  opened: (key, along, sealed) =>
    told(open(primitives, sealKey(primitives, bytesOf(key)), bytesOf(along), bytesOf(sealed))),
  proof: (key, who, device, nonces) =>
    toHex(signInProof(hmacWith(primitives, bytesOf(key)), who, device, bytesOf(nonces))),
  sealer: (key) => createSealer(primitives, bytesOf(key), TO_RELAY),
  opener: (key) => {
    const openNext = createOpener(primitives, bytesOf(key), TO_MEMBER);
    return (frame) => told(openNext(frame));
  },
});
