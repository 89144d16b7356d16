import { FRAME_MS } from '../../../wire/limits';
import type { Codec } from './table-codec';

// How much sound lies ready ahead of the amplifier. The delay grows whenever a frame has come too late. When jitter has
// calmed down, it shrinks again, by leaving out quiet frames.

const TARGET_MIN_MS = 20;
/** Two frames, and a little for the jitter of a good network. */
const TARGET_START_MS = 45;
const TARGET_MAX_MS = 200;
/** Frames over which the least depth is watched before the delay may shrink. */
const WATCH_FRAMES = 50;
/** Calm watches before the target itself comes down. */
const CALM_WATCHES = 10;
/** More frames than there can be. */
const MANY = 16;

export type DelayTarget = {
  /** How long a talk spurt waits before it plays. */
  ms: number;
  /** A frame came too late. */
  readonly grow: () => void;
  /**
   * Whether to leave out `payload`, the frame about to be played. `queued` counts the frames in the buffer and ahead of
   * the amplifier. When a packet has just come, that is the target, the packet itself and the block playing. A single
   * frame more is no reason: 20 ms are not worth a seam in speech, and the next talk spurt begins anew.
   */
  readonly isToSpare: (queued: number, framesInPacket: number, payload: Uint8Array) => boolean;
  /** A talk spurt begins to play. */
  readonly watch: () => void;
  /** Another stream. */
  readonly clear: () => void;
};

export function createDelayTarget(codec: Codec): DelayTarget {
  let least = MANY;
  let watched = 0;
  let calm = 0;

  function watch(): void {
    watched = 0;
    least = MANY;
  }

  const target: DelayTarget = {
    ms: TARGET_START_MS,
    grow: () => {
      calm = 0;
      target.ms = Math.min(target.ms + FRAME_MS, TARGET_MAX_MS);
    },
    isToSpare: (queued: number, framesInPacket: number, payload: Uint8Array) => {
      if (queued * FRAME_MS > TARGET_MAX_MS + FRAME_MS) return true;
      if (queued < least) least = queued;
      if (++watched < WATCH_FRAMES) return false;
      const isExcess = least * FRAME_MS > target.ms + FRAME_MS * (framesInPacket + 2);
      if (isExcess && !codec.isQuiet(payload)) return false;
      watch();
      if (!isExcess && ++calm >= CALM_WATCHES) {
        target.ms = Math.max(target.ms - FRAME_MS, TARGET_MIN_MS);
        calm = 0;
      }
      return isExcess;
    },
    watch,
    clear: () => {
      target.ms = TARGET_START_MS;
    },
  };
  return target;
}
