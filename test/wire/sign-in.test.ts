import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { hkdf } from '../../wire/hkdf';
import { hmacWith } from '../../wire/hmac';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';
import { anyBytes, bufferOf } from '../support/byte-strings';

const anyDevice = fc.stringMatching(/^[a-z0-9-]{1,40}$/);

test('a proof is a HMAC over who proves, the device and both nonces', () => {
  fc.assert(
    fc.property(
      anyBytes(32, 32),
      anyDevice,
      anyBytes(32, 32),
      fc.constantFrom('relay', 'device'),
      (key, device, nonces, who) => {
        const text = Buffer.concat([Buffer.from(`stagebox.v1 ${who}\0${device}\0`), bufferOf(nonces)]);
        const code = createHmac('sha256', bufferOf(key)).update(text).digest('binary');
        expect(signInProof(hmacWith(nodePrimitives, key), who, device, nonces)).toBe(code);
      },
    ),
  );
});

test('keys are those of HKDF over both nonces, other ones for every use', () => {
  fc.assert(
    fc.property(anyBytes(32, 32), anyBytes(32, 32), (key, nonces) => {
      for (const [use, bytes] of [
        [SESSION_KEYS, SESSION_KEYS_BYTES],
        ['another use', 60],
      ] as const) {
        const made = Buffer.from(hkdfSync('sha256', bufferOf(key), bufferOf(nonces), use, bytes));
        expect(hkdf(nodePrimitives, key, nonces, use, bytes)).toBe(made.toString('latin1'));
      }
    }),
  );
});

test('whatever of the transcript differs, the proof differs', () => {
  const hmac = hmacWith(nodePrimitives, 'k'.repeat(32));
  const [a, b] = ['a'.repeat(16), 'b'.repeat(16)];
  const said = [
    ['kitchen', a + b],
    ['kitchen2', a + b],
    ['kitchen', b + b],
    ['kitchen', a + a],
    ['kitchen', b + a],
  ] as const;
  const proofs = said.flatMap(([device, nonces]) => [
    signInProof(hmac, 'relay', device, nonces),
    signInProof(hmac, 'device', device, nonces),
  ]);
  expect(new Set(proofs).size).toBe(10);
});
