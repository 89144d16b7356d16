import { byteString, fromBase64, wordBytes, type ByteString } from './byte-string';
import { SIGNAL_MAX_BYTES } from './limits';
import type { Primitives } from './primitives';
import { SEAL_BYTES, open, seal, sealKey, type Opened, type SealRejection } from './seal';

// The messages of one connection after the sign-in: each a text frame, sealed over its direction and its number. Neither is
// sent: a frame that is repeated, left out, moved or sent back does not open.

/** Largest message that fits into a frame: three bytes in four characters, and its padding is at least one byte. */
export const SEALED_MESSAGE_MAX_BYTES = (SIGNAL_MAX_BYTES / 4) * 3 - SEAL_BYTES - 1;

/** What a seal is also over: a byte for the direction, and the number of the message in 8 bytes, of which these 3 stay 0. */
export const TO_RELAY = '\x00\x00\x00\x00';
export const TO_MEMBER = '\x01\x00\x00\x00';

/** Number of a message in 5 bytes, which at a thousand messages a second last for 34 years. */
function numberBytes(number: number): ByteString {
  return byteString(number / 0x100000000) + wordBytes(number);
}

/** Makes the frames of one direction. A message has at most `SEALED_MESSAGE_MAX_BYTES`; `iv` are 16 bytes that nobody can guess. */
export function createSealer(
  primitives: Primitives,
  key: ByteString,
  direction: ByteString,
): (message: ByteString, iv: ByteString) => string {
  const prepared = sealKey(primitives, key);
  let count = 0;
  return (message, iv) => btoa(seal(primitives, prepared, direction + numberBytes(count++), iv, message));
}

/**
 * Opens the frames of one direction. Total: a frame over the limit is `malformed` unread, and so is what is no base 64. After
 * one that does not open none will, and the connection has to end.
 */
export function createOpener(
  primitives: Primitives,
  key: ByteString,
  direction: ByteString,
): (frame: string) => Opened | SealRejection {
  const prepared = sealKey(primitives, key);
  let count = 0;
  let why: SealRejection | undefined;
  return (frame) => {
    const sealed = frame.length > SIGNAL_MAX_BYTES ? '' : fromBase64(frame);
    const opened = why || open(primitives, prepared, direction + numberBytes(count++), sealed);
    if (typeof opened === 'string') why = opened;
    return opened;
  };
}
