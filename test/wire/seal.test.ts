import { createDecipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { isSame } from '../../wire/constant-time';
import { open, seal, sealKey } from '../../wire/seal';
import { anyBytes, bufferOf, ofHex, toDigits } from '../support/byte-strings';
import { SEAL_VECTOR } from '../support/crypto-vectors';

const vector = SEAL_VECTOR;
const KEY = sealKey(nodePrimitives, ofHex(vector.key));
const SEALED = ofHex(vector.iv + vector.blocks + vector.tag);

test('RFC 7518 B.1 seals', () => {
  const sealed = seal(nodePrimitives, KEY, ofHex(vector.along), ofHex(vector.iv), ofHex(vector.plain));
  expect(toDigits(sealed)).toBe(toDigits(SEALED));
});

test('RFC 7518 B.1 opens', () => {
  expect(open(nodePrimitives, KEY, ofHex(vector.along), SEALED)).toEqual({ plain: ofHex(vector.plain) });
});

test('whatever is sealed is what Node opens, and opens here', () => {
  fc.assert(
    fc.property(anyBytes(32, 32), anyBytes(0, 60), anyBytes(16, 16), anyBytes(0, 100), (keyBytes, along, iv, plain) => {
      const key = sealKey(nodePrimitives, keyBytes);
      const sealed = seal(nodePrimitives, key, along, iv, plain);
      expect(open(nodePrimitives, key, along, sealed)).toEqual({ plain });

      const body = bufferOf(sealed).subarray(0, -16);
      const cipher = createDecipheriv('aes-128-cbc', bufferOf(keyBytes).subarray(16), bufferOf(iv));
      const opened = Buffer.concat([cipher.update(body.subarray(16)), cipher.final()]);
      expect(opened.toString('latin1')).toBe(plain);
      const bits = Buffer.alloc(8);
      bits.writeBigUInt64BE(BigInt(8 * along.length));
      const code = createHmac('sha256', bufferOf(keyBytes).subarray(0, 16));
      code.update(bufferOf(along)).update(body).update(bits);
      expect(bufferOf(sealed).subarray(-16)).toEqual(code.digest().subarray(0, 16));
    }),
  );
});

test('any bytes give a reason', () => {
  fc.assert(
    fc.property(anyBytes(0, 100), (sealed) => {
      const wanted = sealed.length < 48 || sealed.length % 16 ? 'malformed' : 'forged';
      expect(open(nodePrimitives, KEY, '', sealed)).toBe(wanted);
    }),
  );
});

test('one changed bit anywhere does not open, and nothing is decrypted for it', () => {
  let decrypted = 0;
  const primitives = {
    ...nodePrimitives,
    decryptCbc: (key: string, iv: string, blocks: string) => {
      decrypted++;
      return nodePrimitives.decryptCbc(key, iv, blocks);
    },
  };
  const flip = (bytes: string, bit: number): string => {
    const changed = bufferOf(bytes);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    return changed.toString('latin1');
  };
  const along = ofHex(vector.along);
  for (let bit = 0; bit < 8 * SEALED.length; bit++) {
    expect(open(primitives, KEY, along, flip(SEALED, bit))).toBe('forged');
  }
  for (let bit = 0; bit < 8 * along.length; bit++) {
    expect(open(primitives, KEY, flip(along, bit), SEALED)).toBe('forged');
  }
  expect(decrypted).toBe(0);
});

test.each([
  ['is 0', '00'.repeat(16)],
  ['is over a block', '11'.repeat(16)],
])('padding that %s is refused, though its tag is right', (_, lastBlock) => {
  // With a cipher that changes nothing, the test can write the padding.
  const plainCipher = { ...nodePrimitives, decryptCbc: (_key: string, _iv: string, blocks: string) => blocks };
  const body = '\x00'.repeat(16) + ofHex(lastBlock);
  const code = createHmac('sha256', ofHex(vector.key).substring(0, 16));
  code.update(bufferOf(body)).update(Buffer.alloc(8));
  const sealed = body + code.digest('binary').substring(0, 16);
  expect(open(plainCipher, KEY, '', sealed)).toBe('bad-padding');
});

test('memory that does not suffice is a reason, not an exception', () => {
  const none = { ...nodePrimitives, encryptCbc: () => '', decryptCbc: () => '' };
  const iv = ofHex(vector.iv);
  expect(open(nodePrimitives, KEY, '', seal(none, KEY, '', iv, 'x'))).toBe('malformed');
  expect(open(none, KEY, ofHex(vector.along), SEALED)).toBe('bad-padding');
});

test('strings are the same only if all their bytes are, and only hashes of them are compared', () => {
  const hashed: string[] = [];
  const hashOf = (bytes: string): string => {
    hashed.push(bytes);
    return nodePrimitives.hashOf(bytes);
  };
  fc.assert(
    fc.property(anyBytes(0, 20), anyBytes(0, 20), (a, b) => {
      expect(isSame(hashOf, 'secret', a, b)).toBe(a === b);
      expect(isSame(hashOf, 'secret', a, a)).toBe(true);
    }),
  );
  expect(hashed.every((bytes) => bytes.startsWith('secret'))).toBe(true);
});
