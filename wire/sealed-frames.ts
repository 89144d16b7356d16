import { fromBase64, type ByteString } from './byte-string';
import { SIGNAL_MAX_BYTES } from './limits';
import type { Primitives } from './primitives';
import { SEAL_BYTES, open, seal, sealKey, type Opened, type SealRejection } from './seal';
import type { SessionKeys } from './sign-in';

// The messages of one connection after the sign-in: each a text frame, sealed over its direction and its number. Neither is
// sent: a frame that is repeated, left out, moved or sent back does not open.

/** Largest message that fits into a frame: three bytes in four characters, and its padding is at least one byte. */
export const SEALED_MESSAGE_MAX_BYTES = (SIGNAL_MAX_BYTES / 4) * 3 - SEAL_BYTES - 1;

/** Why a frame is not opened or made; after any of these the connection has to end. */
export type FrameRejection = SealRejection | 'too-long' | 'not-base64' | 'spent';
export type SealedFrame = { readonly frame: string };

/** One end of the sealed connection. Both its calls count; after a refusal it refuses for ever. */
export type SealedFrames = {
  /** `iv`: 16 bytes that nobody can guess. */
  readonly seal: (message: ByteString, iv: ByteString) => SealedFrame | FrameRejection;
  /** Total: any text gives a message or a reason. */
  readonly open: (frame: string) => Opened | FrameRejection;
};

/** The most messages in one direction. */
const MESSAGES_MAX = 0xffffffff;

/** Direction (0 to the relay, 1 to the member) and number of a message: what its seal is also over. */
function along(direction: number, number: number): ByteString {
  return String.fromCharCode(
    direction,
    0,
    0,
    0,
    0,
    number >>> 24,
    (number >>> 16) & 0xff,
    (number >>> 8) & 0xff,
    number & 0xff,
  );
}

export function createSealedFrames(primitives: Primitives, keys: SessionKeys, isRelay: boolean): SealedFrames {
  const toRelay = sealKey(primitives, keys.toRelay);
  const toMember = sealKey(primitives, keys.toMember);
  let sealedCount = 0;
  let openedCount = 0;
  let over: FrameRejection | undefined;

  function refuse(why: FrameRejection): FrameRejection {
    over = over ?? why;
    return over;
  }

  function sealNext(message: ByteString, iv: ByteString): SealedFrame | FrameRejection {
    if (over) return over;
    if (message.length > SEALED_MESSAGE_MAX_BYTES) return refuse('too-long');
    if (sealedCount === MESSAGES_MAX) return refuse('spent');
    const number = sealedCount++;
    const key = isRelay ? toMember : toRelay;
    const sealed = seal(primitives, key, along(isRelay ? 1 : 0, number), iv, message);
    return sealed === undefined ? refuse('no-memory') : { frame: btoa(sealed) };
  }

  function openNext(frame: string): Opened | FrameRejection {
    if (over) return over;
    if (frame.length > SIGNAL_MAX_BYTES) return refuse('too-long');
    const sealed = fromBase64(frame);
    if (sealed === undefined) return refuse('not-base64');
    if (openedCount === MESSAGES_MAX) return refuse('spent');
    const number = openedCount++;
    const key = isRelay ? toRelay : toMember;
    const opened = open(primitives, key, along(isRelay ? 0 : 1, number), sealed);
    return typeof opened === 'string' ? refuse(opened) : opened;
  }

  return { seal: sealNext, open: openNext };
}
