import { DESCRIPTOR_OWNER_EOF, DESCRIPTOR_WORDS } from '../../hardware/chip/esp32-i2s';

/** Blocks in either direction; 6 × 20 ms outlast any stall of the interpreter but a flash write. */
export const BLOCKS = 6;

/** A receive buffer's last word until the DMA has overwritten it; a 24-bit microphone leaves the low byte zero. */
export const SENTINEL = 0x80000001;

/**
 * All DMA descriptors and buffers, in one typed array that must never move:
 *
 *   BLOCKS data descriptors | BLOCKS silent descriptors | BLOCKS receive descriptors | silence | BLOCKS transmit
 *   buffers | BLOCKS receive buffers | one spare word, so that the receive views may end two bytes late
 */
export type DmaMemory = {
  readonly words: Uint32Array;
  /** Address of the first word when the stream was started. */
  readonly address: number;
  /** Where the two directions start, and samples in a block. */
  readonly txFirst: number;
  readonly rxFirst: number;
  readonly blockSamples: number;
  /** One 32-bit word a sample, left-justified. */
  readonly txBlocks: Int32Array[];
  /** Views two bytes late: the low half of element k is the high half of the block's word k, a 16-bit sample. */
  readonly rxSamples: Int32Array[];
  /** Index in `words` of each receive block's last word. */
  readonly rxLastWord: number[];
};

/** A silent descriptor lasts 2 ms: so soon is a spurt heard, and so short is the shortest gap. */
const SILENCE_FRACTION = 10;

/** Word index of data descriptor `block`; `BLOCKS + block` is its silent one, `2 * BLOCKS + block` the receiver's. */
export function descriptorIndex(descriptor: number): number {
  return descriptor * DESCRIPTOR_WORDS;
}

function describe(
  memory: Uint32Array,
  base: number,
  descriptor: number,
  bytes: number,
  bufferWord: number,
  next: number,
): void {
  const at = descriptorIndex(descriptor);
  memory[at] = DESCRIPTOR_OWNER_EOF | (bytes << 12) | bytes;
  memory[at + 1] = base + 4 * bufferWord;
  memory[at + 2] = base + 4 * descriptorIndex(next);
}

function firstBufferWord(blockSamples: number): number {
  return descriptorIndex(3 * BLOCKS) + blockSamples / SILENCE_FRACTION;
}

/** Words of memory for blocks of so many samples. */
export function dmaMemoryWords(blockSamples: number): number {
  return firstBufferWord(blockSamples) + 2 * BLOCKS * blockSamples + 1;
}

/** Lays everything out in `words`, which lie at `address` and may be more than are needed, and links it. */
export function layOutDmaMemory(words: Uint32Array, address: number, blockSamples: number): DmaMemory {
  const silenceWords = blockSamples / SILENCE_FRACTION;
  const firstBuffer = firstBufferWord(blockSamples);
  words.fill(0);
  const txBlocks: Int32Array[] = [];
  const rxSamples: Int32Array[] = [];
  const rxLastWord: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const tx = firstBuffer + block * blockSamples;
    const rx = firstBuffer + (BLOCKS + block) * blockSamples;
    describe(words, address, block, 4 * blockSamples, tx, BLOCKS + block);
    describe(words, address, BLOCKS + block, 4 * silenceWords, descriptorIndex(3 * BLOCKS), BLOCKS + block);
    describe(words, address, 2 * BLOCKS + block, 4 * blockSamples, rx, 2 * BLOCKS + ((block + 1) % BLOCKS));
    txBlocks.push(new Int32Array(words.buffer, 4 * tx, blockSamples));
    rxSamples.push(new Int32Array(words.buffer, 4 * rx + 2, blockSamples));
    rxLastWord.push(rx + blockSamples - 1);
    words[rx + blockSamples - 1] = SENTINEL;
  }
  return {
    words,
    address,
    txFirst: address + 4 * descriptorIndex(2 * BLOCKS - 1),
    rxFirst: address + 4 * descriptorIndex(2 * BLOCKS),
    blockSamples,
    txBlocks,
    rxSamples,
    rxLastWord,
  };
}
