import { FRAME_MS } from '../../../wire/limits';
import { sequenceAfter, sequenceDistance } from '../../../wire/sequence';
import type { DelayTarget } from './delay-target';

// A jitter buffer of 16 packets, keyed by sequence number: packets go in as they come, frames come out in order. A talk
// spurt starts when it has waited for the target delay. If the buffer runs dry, it waits for the late packet, so that
// the delay grows.

const SLOTS = 16;
/** A jump in sequence numbers that can still be a loss. */
const LEAP_PACKETS = 50;
/** Marks the sequence number of a slot whose packet did not come in time. */
const GIVEN_UP = 0x10000;

/** Counters are for the whole life of the stream; `bufferMs` is the depth seen last. */
export type PlayoutCounters = {
  received: number;
  lost: number;
  late: number;
  concealed: number;
  underruns: number;
  skipped: number;
  bufferMs: number;
};

export type JitterBuffer = {
  /** Whether a talk spurt plays. The playout sets it. */
  isPlaying: boolean;
  /** Puts in the payload of one packet. It must not change afterwards. */
  readonly push: (sequence: number, marker: boolean, payload: Uint8Array, nowMs: number) => void;
  /** Whether a talk spurt has waited for long enough. */
  readonly isReady: (nowMs: number) => boolean;
  /** Whether the next frame is here. */
  readonly hasNext: () => boolean;
  /** Whether a frame that later ones have overtaken has been waited for through one poll. */
  readonly isOverdue: () => boolean;
  /**
   * The next frame; undefined when it has not come, and then it is given up. `pending` counts the blocks ahead of the
   * amplifier.
   */
  readonly pull: (pending: number) => Uint8Array | undefined;
  /** Whether no frame was left at the last `pull`. */
  readonly isDry: () => boolean;
  /** Forgets everything, before another room or stream. */
  readonly clear: () => void;
};

export function createJitterBuffer(counters: PlayoutCounters, target: DelayTarget, frameBytes: number): JitterBuffer {
  const slots: (Uint8Array | undefined)[] = [];
  const sequences = new Int32Array(SLOTS);
  let primedAtMs = 0;
  /** Sequence numbers of the packet that plays next, -1 before the first one, and of the newest one. */
  let next = -1;
  let newest = 0;
  /** The next frame's place in its packet. */
  let frame = 0;
  let framesInPacket = 1;
  let missedPolls = 0;
  let dry = false;

  function advance(): void {
    if (++frame < framesInPacket) return;
    frame = 0;
    slots[next & (SLOTS - 1)] = undefined;
    next = sequenceAfter(next, 1);
  }

  function hasNext(): boolean {
    const slot = next & (SLOTS - 1);
    return slots[slot] !== undefined && sequences[slot] === next;
  }

  function pull(pending: number): Uint8Array | undefined {
    missedPolls = 0;
    while (hasNext()) {
      const packet = slots[next & (SLOTS - 1)]!;
      framesInPacket = packet.length === frameBytes ? 1 : 2;
      const payload = framesInPacket === 1 ? packet : packet.subarray(frame * frameBytes, (frame + 1) * frameBytes);
      // Frames from this one to the newest, holes included.
      const depth = (sequenceDistance(next, newest) + 1) * framesInPacket - frame;
      counters.bufferMs = (depth + pending) * FRAME_MS;
      const isSkipped = depth > 1 && target.isToSpare(depth + pending, framesInPacket, payload);
      advance();
      if (!isSkipped) {
        dry = false;
        return payload;
      }
      counters.skipped++;
    }
    dry = sequenceDistance(next, newest) <= 0;
    if (!dry) {
      if (frame === 0) counters.lost++;
      sequences[next & (SLOTS - 1)] = next | GIVEN_UP;
      advance();
    }
    return undefined;
  }

  function push(sequence: number, marker: boolean, payload: Uint8Array, nowMs: number): void {
    counters.received++;
    const ahead = sequenceDistance(next, sequence);
    if (next < 0 || ahead >= SLOTS || ahead < -SLOTS || (!buffer.isPlaying && (marker || dry))) {
      if (!buffer.isPlaying && dry && !marker) {
        counters.underruns++;
        target.grow();
      }
      // This is no new spurt, so the packets in between were sent. A leap of more than a second is another count and no
      // loss.
      if (next >= 0 && !marker && ahead > 0 && ahead <= LEAP_PACKETS) counters.lost += ahead;
      next = sequence;
      newest = sequence;
      frame = 0;
      dry = false;
      primedAtMs = nowMs;
    } else if (ahead < 0) {
      // The packet was given up, or it is a second copy of one that was played.
      if (sequences[sequence & (SLOTS - 1)] !== (sequence | GIVEN_UP)) return;
      counters.late++;
      target.grow();
      return;
    } else if (dry && !marker) {
      // The frame was only late. It is played after its stand-in, which makes the delay longer.
      counters.underruns++;
      dry = false;
      target.grow();
    }
    const slot = sequence & (SLOTS - 1);
    slots[slot] = payload;
    sequences[slot] = sequence;
    if (sequenceDistance(newest, sequence) > 0) newest = sequence;
  }

  const buffer: JitterBuffer = {
    isPlaying: false,
    push,
    isReady: (nowMs) => next >= 0 && !dry && sequenceDistance(next, newest) >= 0 && nowMs - primedAtMs >= target.ms,
    hasNext,
    isOverdue: () => sequenceDistance(next, newest) > 0 && ++missedPolls > 1,
    pull,
    isDry: () => dry,
    clear: () => {
      slots.fill(undefined);
      next = -1;
      dry = false;
      buffer.isPlaying = false;
      target.clear();
    },
  };
  return buffer;
}
