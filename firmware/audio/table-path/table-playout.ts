import { sequenceAfter, sequenceDistance } from '../../../wire/sequence';
import { FRAME_MS } from '../product-constants';
import { txEnqueue, txNextBlock, txPending, type TxChain } from './tx-chain';
import type { Codec } from './table-codec';
import type { TableTones } from './table-tones';

// From packets of uneven arrival to one frame every 20 ms. A jitter buffer of 16 packets, keyed by sequence number:
// starts a talk spurt after the target delay; a hole becomes a repeated, fading frame; running dry waits for the late
// packet, so the delay grows by itself; it shrinks by leaving out quiet frames once jitter has calmed down.

const SLOTS = 16;
/** A jump in sequence numbers that can still be a loss. */
const LEAP_PACKETS = 50;
/** Marks the sequence number of a slot whose packet did not come in time. */
const GIVEN_UP = 0x10000;
const TARGET_MIN_MS = 20;
/** Two frames, and a little for packets that come late by the jitter of a good network. */
const TARGET_START_MS = 45;
const TARGET_MAX_MS = 200;
/** Frames that may be repeated in a row before silence. */
const CONCEAL_MAX = 2;
/** Frames over which the least depth is watched before the delay may shrink. */
const WATCH_FRAMES = 50;
/** Calm watches before the target itself comes down. */
const CALM_WATCHES = 10;
/**
 * Blocks that may lie ahead of the amplifier, the one playing included. Frames that are here go ahead at once, and
 * a poll later a stand-in for one that was overtaken. For one that is only late there is time until no more
 * than the block playing is left: the DMA reads its successor up to 8 ms before its end.
 */
const AHEAD = 3;
const URGENT = 2;

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

export type Playout = {
  readonly counters: PlayoutCounters;
  /** Whether frames of the relay are being played. */
  readonly isPlaying: () => boolean;
  /** Takes one packet's payload, which must not change afterwards. */
  readonly push: (sequence: number, marker: boolean, payload: Uint8Array, nowMs: number) => void;
  /** Keeps the amplifier fed; call it at least every 20 ms. */
  readonly poll: (nowMs: number) => void;
  /** Calls `listener` whenever a talk spurt begins to play. */
  readonly onPlaying: (listener: () => void) => void;
  /** Forgets everything: another room, another stream. */
  readonly clear: () => void;
};

export function createPlayout(chain: TxChain, codec: Codec, tones: TableTones): Playout {
  const counters: PlayoutCounters = {
    received: 0,
    lost: 0,
    late: 0,
    concealed: 0,
    underruns: 0,
    skipped: 0,
    bufferMs: 0,
  };
  const frameBytes = codec.frameBytes;
  const slots: (Uint8Array | undefined)[] = [];
  const sequences = new Int32Array(SLOTS);
  let playing = false;
  let primedAtMs = 0;
  let next = -1;
  let newest = 0;
  let frame = 0;
  let previous: Uint8Array | undefined;
  let framesInPacket = 1;
  let repeated = 0;
  let targetMs = TARGET_START_MS;
  let leastQueued = SLOTS;
  let watched = 0;
  let calm = 0;
  let missedPolls = 0;
  let dry = false;
  let onPlaying: (() => void) | undefined;

  /** Frames from the next one to the newest, holes included. */
  function depthFrames(): number {
    return (sequenceDistance(next, newest) + 1) * framesInPacket - frame;
  }

  function advance(): void {
    if (++frame < framesInPacket) return;
    frame = 0;
    slots[next & (SLOTS - 1)] = undefined;
    next = sequenceAfter(next, 1);
  }

  function grow(): void {
    calm = 0;
    targetMs = Math.min(targetMs + FRAME_MS, TARGET_MAX_MS);
  }

  /**
   * Whether the frame about to be played should be left out. `queued` counts what lies in the buffer and ahead of the
   * amplifier: when a packet has come that is the target, the packet itself and the block playing. A single frame more is left
   * alone: 20 ms are not worth a seam in speech, and the next talk spurt begins anew.
   */
  function isToSpare(queued: number, payload: Uint8Array): boolean {
    if (queued * FRAME_MS > TARGET_MAX_MS + FRAME_MS) return true;
    if (queued < leastQueued) leastQueued = queued;
    if (++watched < WATCH_FRAMES) return false;
    const isExcess = leastQueued * FRAME_MS > targetMs + FRAME_MS * (framesInPacket + 2);
    if (isExcess && !codec.isQuiet(payload)) return false;
    watched = 0;
    leastQueued = SLOTS;
    if (isExcess) return true;
    if (++calm >= CALM_WATCHES) {
      targetMs = Math.max(targetMs - FRAME_MS, TARGET_MIN_MS);
      calm = 0;
    }
    return false;
  }

  function repeat(block: Int32Array): boolean {
    if (!previous || repeated >= CONCEAL_MAX) return false;
    codec.conceal(previous, block, ++repeated);
    counters.concealed++;
    return true;
  }

  function hasNext(): boolean {
    const slot = next & (SLOTS - 1);
    return slots[slot] !== undefined && sequences[slot] === next;
  }

  /** Whether a frame that later ones have overtaken has been waited for through one poll. */
  function isOverdue(): boolean {
    return sequenceDistance(next, newest) > 0 && ++missedPolls > 1;
  }

  /** Plays the next frame, which is here, or leaves it out and plays what comes then. */
  function fillNext(block: Int32Array, pending: number): boolean {
    const packet = slots[next & (SLOTS - 1)] as Uint8Array;
    framesInPacket = packet.length === frameBytes ? 1 : 2;
    const payload = framesInPacket === 1 ? packet : packet.subarray(frame * frameBytes, (frame + 1) * frameBytes);
    const depth = depthFrames();
    counters.bufferMs = (depth + pending) * FRAME_MS;
    if (depth > 1 && isToSpare(depth + pending, payload)) {
      counters.skipped++;
      advance();
      return fill(block, pending);
    }
    codec.decode(payload, block);
    previous = payload;
    repeated = 0;
    dry = false;
    advance();
    return true;
  }

  /** Fills the block with the next frame or a stand-in; false when there is nothing to play. */
  function fill(block: Int32Array, pending: number): boolean {
    if (hasNext()) return fillNext(block, pending);
    if (sequenceDistance(next, newest) > 0) {
      if (frame === 0) counters.lost++;
      sequences[next & (SLOTS - 1)] = next | GIVEN_UP;
      advance();
      return repeat(block) || fill(block, pending);
    }
    dry = true;
    return repeat(block);
  }

  function push(sequence: number, marker: boolean, payload: Uint8Array, nowMs: number): void {
    counters.received++;
    const ahead = sequenceDistance(next, sequence);
    if (next < 0 || ahead >= SLOTS || ahead < -SLOTS || (!playing && (marker || dry))) {
      if (!playing && dry && !marker) {
        counters.underruns++;
        grow();
      }
      // Not a new spurt, so what lies between was sent. A leap beyond a second is another count, not a loss.
      if (next >= 0 && !marker && ahead > 0 && ahead <= LEAP_PACKETS) counters.lost += ahead;
      next = sequence;
      newest = sequence;
      frame = 0;
      dry = false;
      primedAtMs = nowMs;
    } else if (ahead < 0) {
      // Given up, or else a second copy of what was played.
      if (sequences[sequence & (SLOTS - 1)] !== (sequence | GIVEN_UP)) return;
      counters.late++;
      grow();
      return;
    } else if (dry && !marker) {
      // The frame was only late: it is played after its stand-in, and the delay has grown by that much.
      counters.underruns++;
      dry = false;
      grow();
    }
    const slot = sequence & (SLOTS - 1);
    slots[slot] = payload;
    sequences[slot] = sequence;
    if (sequenceDistance(newest, sequence) > 0) newest = sequence;
  }

  /** Plays an earcon while the room is silent. */
  function carryTones(): void {
    while (tones.notes && txPending(chain) < AHEAD) {
      tones.fill(txNextBlock(chain));
      txEnqueue(chain);
    }
  }

  function poll(nowMs: number): void {
    if (!playing) {
      if (next < 0 || dry || sequenceDistance(next, newest) < 0 || nowMs - primedAtMs < targetMs) return carryTones();
      playing = true;
      if (onPlaying) onPlaying();
      repeated = 0;
      watched = 0;
      leastQueued = SLOTS;
    }
    for (let pending = txPending(chain); pending < AHEAD; pending++) {
      if (pending >= URGENT && !hasNext() && !isOverdue()) return;
      missedPolls = 0;
      if (!fill(txNextBlock(chain), pending)) {
        playing = false;
        return;
      }
      if (tones.notes) tones.fill(txNextBlock(chain));
      txEnqueue(chain);
    }
  }

  function clear(): void {
    slots.fill(undefined);
    next = -1;
    playing = false;
    dry = false;
    previous = undefined;
    targetMs = TARGET_START_MS;
  }

  return { counters, isPlaying: () => playing, push, poll, onPlaying: (listener) => (onPlaying = listener), clear };
}
