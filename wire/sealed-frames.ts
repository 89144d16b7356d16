import { byteString, fromBase64, wordBytes, type ByteString } from './byte-string';
import { SIGNAL_MAX_BYTES } from './limits';
import type { Primitives } from './primitives';
import { SEAL_BYTES, open, seal, sealKey, type Opened, type SealRejection } from './seal';

// The messages of one connection after the sign-in. Each is a text frame, sealed together with its direction and its number.
// Neither of them is sent, so a frame that is repeated, left out, moved or sent back does not open.

/** Largest message that fits into a frame: four characters hold three bytes, and the padding has at least one byte. */
export const SEALED_MESSAGE_MAX_BYTES = (SIGNAL_MAX_BYTES / 4) * 3 - SEAL_BYTES - 1;

/** The start of the associated data: a byte for the direction, and the highest 3 of the 8 bytes of the message's number. */
export const TO_RELAY = '\x00\x00\x00\x00';
export const TO_MEMBER = '\x01\x00\x00\x00';

/** The number of a message in 5 bytes. At a thousand messages a second they last for 34 years. */
function numberBytes(number: number): ByteString {
  return byteString(number / 0x100000000) + wordBytes(number);
}

/** Makes the frames of one direction. A message has at most `SEALED_MESSAGE_MAX_BYTES`. `iv` has 16 random bytes. */
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
 * Opens the frames of one direction. Total. A frame over the limit is `malformed` without being read, and so is a frame that
 * is not base 64. After a frame that does not open, no frame opens: the connection has to end.
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
