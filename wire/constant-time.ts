import type { ByteString } from './byte-string';
import type { Primitives } from './primitives';

/**
 * Whether two strings are the same, in a time that does not tell where they differ. Both are hashed behind a secret that a
 * stranger does not know: where the comparison of the hashes stops says nothing about the strings, and it takes a tenth
 * of what a loop over their bytes takes on a device. Lengths are no secret.
 */
export function isSame(hashOf: Primitives['hashOf'], secret: ByteString, a: ByteString, b: ByteString): boolean {
  return a.length === b.length && hashOf(secret + a) === hashOf(secret + b);
}
