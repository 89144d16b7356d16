import fc from 'fast-check';
import type { ByteString } from '../../wire/byte-string';

/** Bytes as they are printed in a vector, as a string of bytes. */
export const ofHex = (digits: string): ByteString => Buffer.from(digits, 'hex').toString('latin1');
export const toDigits = (bytes: ByteString): string => Buffer.from(bytes, 'latin1').toString('hex');
export const bufferOf = (bytes: ByteString): Buffer => Buffer.from(bytes, 'latin1');

/** Any bytes of a length. */
export function anyBytes(minLength: number, maxLength: number): fc.Arbitrary<ByteString> {
  return fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));
}
