import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { hmacKey } from '../../wire/hmac';
import { mediaKeys, sessionKeys, signInProof } from '../../wire/sign-in';
import { anyBytes, bufferOf } from '../support/byte-strings';

const { sha256 } = nodePrimitives;
const anySaid = fc.record({
  device: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
  deviceNonce: anyBytes(16, 16),
  relayNonce: anyBytes(16, 16),
});

test('a proof is a HMAC over who proves, the device and both nonces', () => {
  fc.assert(
    fc.property(anyBytes(32, 32), anySaid, fc.constantFrom('relay', 'device'), (key, said, who) => {
      const code = createHmac('sha256', bufferOf(key))
        .update(`stagebox.v1 ${who}`)
        .update(Buffer.from([0]))
        .update(said.device)
        .update(Buffer.from([0]))
        .update(bufferOf(said.deviceNonce))
        .update(bufferOf(said.relayNonce));
      expect(signInProof(sha256, hmacKey(sha256, key), who, said)).toBe(code.digest('binary'));
    }),
  );
});

test.each([
  ['signalling', sessionKeys, 32],
  ['media', mediaKeys, 30],
] as const)('keys for %s are those of HKDF over both nonces', (use, derive, bytes) => {
  fc.assert(
    fc.property(anyBytes(32, 32), anySaid, (key, said) => {
      const salt = bufferOf(said.deviceNonce + said.relayNonce);
      const made = Buffer.from(hkdfSync('sha256', bufferOf(key), salt, `stagebox.v1 ${use}`, 2 * bytes));
      expect(derive(sha256, key, said)).toEqual({
        toRelay: made.toString('latin1', 0, bytes),
        toMember: made.toString('latin1', bytes),
      });
    }),
  );
});

test('whatever of the transcript differs, proofs and keys differ', () => {
  const key = hmacKey(sha256, 'k'.repeat(32));
  const said = { device: 'kitchen', deviceNonce: 'a'.repeat(16), relayNonce: 'b'.repeat(16) };
  const others = [
    { ...said, device: 'kitchen2' },
    { ...said, deviceNonce: 'b'.repeat(16) },
    { ...said, relayNonce: 'a'.repeat(16) },
    { ...said, deviceNonce: said.relayNonce, relayNonce: said.deviceNonce },
  ];
  const proofs = [said, ...others].flatMap((one) => [
    signInProof(sha256, key, 'relay', one),
    signInProof(sha256, key, 'device', one),
  ]);
  expect(new Set(proofs).size).toBe(10);
  expect(sessionKeys(sha256, 'k', said)).not.toEqual(sessionKeys(sha256, 'k', others[3]));
});
