import { createDelayTarget } from './delay-target';
import type { Codec } from './table-codec';
import { createJitterBuffer, type JitterBuffer, type PlayoutCounters } from './table-jitter-buffer';
import type { TableTones } from './table-tones';
import { txEnqueue, txNextBlock, txPending, type TxChain } from './tx-chain';

// Moves frames from the jitter buffer to the amplifier. A missing frame is replaced by the one before it, fading.

/** Frames that may be repeated in a row before silence. */
const CONCEAL_MAX = 2;
/**
 * Blocks that may lie ahead of the amplifier, the one that plays included. A frame that is here is linked at once. A
 * frame that later ones have overtaken is replaced one poll later. A frame that is only late can wait while more than
 * URGENT blocks are ahead: the DMA reads the next descriptor up to 8 ms before the end of a block.
 */
const AHEAD = 3;
const URGENT = 2;

export type Playout = {
  readonly counters: PlayoutCounters;
  /** The time that whoever polls has counted. The board's clock would not do, because it can be set at any time. */
  nowMs: number;
  /** Whether frames of the relay are being played. */
  readonly isPlaying: () => boolean;
  /** See JitterBuffer. */
  readonly push: JitterBuffer['push'];
  /** Moves frames to the amplifier. Call it at least every 20 ms. */
  readonly poll: (nowMs: number) => void;
  /** Forgets everything, before another room or stream. */
  readonly clear: () => void;
};

type PlayingListener = (isPlaying: boolean) => void;

function newCounters(): PlayoutCounters {
  return { received: 0, lost: 0, late: 0, concealed: 0, underruns: 0, skipped: 0, bufferMs: 0 };
}

/** Plays an earcon while the room is silent. @often */
function carryTones(chain: TxChain, tones: TableTones): void {
  while (tones.notes && txPending(chain) < AHEAD) {
    tones.fill(txNextBlock(chain));
    txEnqueue(chain);
  }
}

/** `onPlaying` is called whenever frames of the relay begin or cease to play. */
export function createPlayout(chain: TxChain, codec: Codec, tones: TableTones, onPlaying: PlayingListener): Playout {
  const counters = newCounters();
  const target = createDelayTarget(codec);
  const buffer = createJitterBuffer(counters, target, codec.frameBytes);
  let previous: Uint8Array | undefined;
  let repeated = 0;

  function repeat(block: Int32Array): boolean {
    if (!previous || repeated >= CONCEAL_MAX) return false;
    codec.conceal(previous, block, ++repeated);
    counters.concealed++;
    return true;
  }

  /** Fills the block with the next frame or a stand-in; false when there is nothing to play. */
  function fill(block: Int32Array, pending: number): boolean {
    for (;;) {
      const payload = buffer.pull(pending);
      if (payload) {
        codec.decode(payload, block);
        previous = payload;
        repeated = 0;
        return true;
      }
      if (repeat(block)) return true;
      if (buffer.isDry()) return false;
    }
  }

  function begin(): void {
    buffer.isPlaying = true;
    onPlaying(true);
    repeated = 0;
    target.watch();
  }

  function poll(nowMs: number): void {
    if (!buffer.isPlaying) {
      if (!buffer.isReady(nowMs)) return tones.notes ? carryTones(chain, tones) : undefined;
      begin();
    }
    for (let pending = txPending(chain); pending < AHEAD; pending++) {
      if (pending >= URGENT && !buffer.hasNext() && !buffer.isOverdue()) return;
      if (!fill(txNextBlock(chain), pending)) {
        buffer.isPlaying = false;
        return onPlaying(false);
      }
      if (tones.notes) tones.fill(txNextBlock(chain));
      txEnqueue(chain);
    }
  }

  return {
    counters,
    nowMs: 0,
    isPlaying: () => buffer.isPlaying,
    push: buffer.push,
    poll,
    clear: () => {
      buffer.clear();
      onPlaying(false);
      previous = undefined;
    },
  };
}
