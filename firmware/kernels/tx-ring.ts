import { I2S0_BASE, OUT_EOF_DES_ADDR } from '../../hardware/chip/esp32-i2s';
import { DESCRIPTOR_BYTES, FRAME_SAMPLES, QUARTERS, TAIL, TX_BLOCKS, TX_BUFFERS, TX_DESCRIPTORS } from './context';
import { LENGTHS, OWNERS } from './context';
import { load32, store32 } from './machine';

// The transmitter's chain: every block leads to the next block, or through a silent descriptor of 2 ms that leads to
// itself, to silence. Whichever of the two the DMA has read when a block is linked, it arrives at that block. A stall
// plays silence and never old sound.
//
//   Q0 Q1 Q2 Q3 → Q0 Q1 Q2 Q3 → S ⟲        linking sets Q3.next and S.next of the tail

const OWNER_EOF = 0xc0000000 | 0;
const NEXT = 8;
const LAST_QUARTER = (QUARTERS - 1) * DESCRIPTOR_BYTES;
const BLOCK_DESCRIPTORS_BYTES = QUARTERS * DESCRIPTOR_BYTES;
const SILENT = TX_BLOCKS * BLOCK_DESCRIPTORS_BYTES;

function slotOf(index: number): number {
  return index & (TX_BLOCKS - 1);
}

/** Address of a word of `table` for the block. */
export function ofBlock(context: number, table: number, index: number): number {
  return context + table + (slotOf(index) << 2);
}

/** Address of the block's first sample. */
export function wordsOf(context: number, index: number): number {
  return load32(context + TX_BUFFERS) + slotOf(index) * ((load32(context + FRAME_SAMPLES) + 1) << 2);
}

/**
 * Quarters that are linked and not yet played to their end, the one that plays included; 0 when the amplifier plays
 * silence.
 */
export function pendingQuarters(context: number): number {
  const eof = load32(I2S0_BASE + OUT_EOF_DES_ADDR);
  if (eof === 0) return 0;
  const descriptor = (eof - load32(context + TX_DESCRIPTORS)) >> 4;
  const tail = load32(context + TAIL);
  // A silent descriptor counts as the last quarter before it.
  const quarter =
    descriptor < QUARTERS * TX_BLOCKS ? descriptor : ((descriptor - QUARTERS * TX_BLOCKS) << 2) + QUARTERS - 1;
  return (QUARTERS * tail + QUARTERS - 1 - quarter) & (QUARTERS * TX_BLOCKS - 1);
}

/** Sets the length of the block: `quarterSamples` in each of three descriptors, and `lastSamples` in the fourth. */
export function setLength(context: number, index: number, quarterSamples: number, lastSamples: number): void {
  const block = load32(context + TX_DESCRIPTORS) + slotOf(index) * BLOCK_DESCRIPTORS_BYTES;
  const bytes = quarterSamples << 2;
  const last = block + LAST_QUARTER;
  for (let at = block; at < last; at += DESCRIPTOR_BYTES) store32(at, OWNER_EOF | (bytes << 12) | bytes);
  store32(last, OWNER_EOF | (lastSamples << 14) | (lastSamples << 2));
  store32(ofBlock(context, LENGTHS, index), 3 * quarterSamples + lastSamples);
}

/** Links the block behind the tail. Its length must be set. */
export function link(context: number): void {
  const descriptors = load32(context + TX_DESCRIPTORS);
  const tail = load32(context + TAIL);
  const block = descriptors + slotOf(tail + 1) * BLOCK_DESCRIPTORS_BYTES;
  const silent = descriptors + SILENT + (slotOf(tail + 1) << 4);
  store32(block + LAST_QUARTER + NEXT, silent);
  store32(silent + NEXT, silent);
  store32(context + TAIL, tail + 1);
  store32(descriptors + slotOf(tail) * BLOCK_DESCRIPTORS_BYTES + LAST_QUARTER + NEXT, block);
  store32(descriptors + SILENT + (slotOf(tail) << 4) + NEXT, block);
}

/** Whether the block holds its own frame and not a stand-in. */
export function isFrame(context: number, index: number): number {
  return load32(ofBlock(context, OWNERS, index)) === index ? 1 : 0;
}
