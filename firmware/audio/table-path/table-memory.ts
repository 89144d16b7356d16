import { DESCRIPTOR_OWNER_EOF, DESCRIPTOR_WORDS } from '../../../hardware/chip/esp32-i2s';
import { BLOCKS, BLOCK_SAMPLES, FIRST_BUFFER_WORD, SILENCE_SAMPLES, SILENCE_WORD } from './table-memory-size';

/**
 * The last word of a receive buffer until the DMA overwrites it. No sample equals it: a 24-bit microphone leaves the
 * low byte 0.
 */
export const SENTINEL = 0x80000001;

/**
 * All DMA descriptors and buffers, in one typed array that must never move:
 *
 *   BLOCKS data descriptors | BLOCKS silent descriptors | BLOCKS receive descriptors | silence | BLOCKS transmit
 *   buffers | BLOCKS receive buffers | one spare word, so that the receive views may end two bytes late
 */
export type TableMemory = {
  readonly words: Uint32Array;
  /** Address of the first word when the stream was started. */
  readonly base: number;
  /** Addresses of the descriptors at which the two directions start, and the samples of a block. */
  readonly txFirst: number;
  readonly rxFirst: number;
  readonly blockSamples: number;
  /** One 32-bit word a sample, left-justified. */
  readonly txBlocks: Int32Array[];
  /**
   * Views that begin two bytes late: the low half of element k is the high half of the block's word k, a 16-bit sample.
   */
  readonly rxSamples: Int32Array[];
  /** Index in `words` of each receive block's last word. */
  readonly rxLastWord: number[];
};

/** Word index of data descriptor `block`; `BLOCKS + block` is its silent one, `2 * BLOCKS + block` the receiver's. */
export function descriptorIndex(descriptor: number): number {
  return descriptor * DESCRIPTOR_WORDS;
}

/** Lays everything out in `words`, which lie at `base` and may be more than needed, and links the descriptors. */
export function layOutTableMemory(words: Uint32Array, base: number): TableMemory {
  function describe(descriptor: number, samples: number, buffer: number, next: number): void {
    const at = descriptorIndex(descriptor);
    words[at] = DESCRIPTOR_OWNER_EOF | (samples << 14) | (samples << 2);
    words[at + 1] = base + 4 * buffer;
    words[at + 2] = base + 4 * descriptorIndex(next);
  }

  words.fill(0);
  const txBlocks: Int32Array[] = [];
  const rxSamples: Int32Array[] = [];
  const rxLastWord: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const tx = FIRST_BUFFER_WORD + block * BLOCK_SAMPLES;
    const rx = tx + BLOCKS * BLOCK_SAMPLES;
    const last = rx + BLOCK_SAMPLES - 1;
    describe(block, BLOCK_SAMPLES, tx, BLOCKS + block);
    describe(BLOCKS + block, SILENCE_SAMPLES, SILENCE_WORD, BLOCKS + block);
    describe(2 * BLOCKS + block, BLOCK_SAMPLES, rx, 2 * BLOCKS + ((block + 1) % BLOCKS));
    txBlocks.push(new Int32Array(words.buffer, 4 * tx, BLOCK_SAMPLES));
    rxSamples.push(new Int32Array(words.buffer, 4 * rx + 2, BLOCK_SAMPLES));
    rxLastWord.push(last);
    words[last] = SENTINEL;
  }
  return {
    words,
    base,
    txFirst: base + 4 * DESCRIPTOR_WORDS * (2 * BLOCKS - 1),
    rxFirst: base + 4 * DESCRIPTOR_WORDS * 2 * BLOCKS,
    blockSamples: BLOCK_SAMPLES,
    txBlocks,
    rxSamples,
    rxLastWord,
  };
}
