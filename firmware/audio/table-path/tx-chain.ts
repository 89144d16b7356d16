import { I2S0_BASE, OUT_EOF_DES_ADDR } from '../../../hardware/chip/esp32-i2s';
import { descriptorIndex, type TableMemory } from './table-memory';
import { BLOCKS } from './table-memory-size';

/**
 * The blocks that the transmitter still has to play. Every data descriptor leads either to the next block or to a
 * silent descriptor of its own that leads to itself:
 *
 *   D0 → D1 → D2 → S2 ⟲          enqueueing block 3 pokes D2.next and S2.next = D3, whose next is S3 ⟲
 *
 * Whichever of the two the DMA has already read, it arrives at D3. A stall plays silence and never old sound.
 */
export type TxChain = { readonly _dma: TableMemory; _tail: number };

/** The chain of a block that was just started: the DMA idles in the last silent descriptor. */
export function createTxChain(memory: TableMemory): TxChain {
  const silent = descriptorIndex(2 * BLOCKS - 1);
  memory.words[silent + 2] = memory.base + 4 * silent;
  return { _dma: memory, _tail: BLOCKS - 1 };
}

/** Blocks enqueued and not yet played to their end, the one playing included. @often */
export function txPending(chain: TxChain): number {
  const eof = peek32(I2S0_BASE + OUT_EOF_DES_ADDR);
  const played = eof ? (eof - chain._dma.base) / 12 : BLOCKS - 1;
  return (chain._tail + 2 * BLOCKS - played) % BLOCKS;
}

/** The buffer to fill before `txEnqueue`. It is free while fewer than BLOCKS - 1 blocks are pending. @often */
export function txNextBlock(chain: TxChain): Int32Array {
  return chain._dma.txBlocks[(chain._tail + 1) % BLOCKS]!;
}

/**
 * Words of a descriptor, the index of `next` among them, and the distance from a block's descriptor to its silent one.
 */
const WORDS = 3;
const NEXT = 2;
const TO_SILENT = WORDS * BLOCKS;

/** Links the filled block behind the last one. It runs for every frame, so it calls nothing. @often */
export function txEnqueue(chain: TxChain): void {
  const words = chain._dma.words;
  const last = WORDS * chain._tail + NEXT;
  const block = (chain._tail + 1) % BLOCKS;
  const at = WORDS * block + NEXT;
  const data = chain._dma.base + 4 * (at - NEXT);
  words[at] = words[at + TO_SILENT] = data + 4 * TO_SILENT;
  words[last] = words[last + TO_SILENT] = data;
  chain._tail = block;
}
