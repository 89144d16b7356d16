import { I2S0_BASE, OUT_EOF_DES_ADDR } from '../../hardware/chip/esp32-i2s';
import { BLOCKS, descriptorIndex, type DmaMemory } from './dma-memory';

/**
 * What the transmitter still has to play. Every data descriptor leads either to the next block or to a silent
 * descriptor of its own that leads to itself:
 *
 *   D0 → D1 → D2 → S2 ⟲          enqueueing block 3 pokes D2.next and S2.next = D3, whose next is S3 ⟲
 *
 * So whichever of the two the DMA has already read, it arrives at D3; and a stall plays silence, never old sound.
 */
export type TxChain = { readonly memory: DmaMemory; tail: number };

/** The chain of a block that was just started: the DMA idles in the last silent descriptor. */
export function createTxChain(memory: DmaMemory): TxChain {
  const silent = descriptorIndex(2 * BLOCKS - 1);
  memory.words[silent + 2] = memory.address + 4 * silent;
  return { memory, tail: BLOCKS - 1 };
}

/** Blocks enqueued and not yet played to their end, the one playing included. */
export function txPending(chain: TxChain): number {
  const eof = peek32(I2S0_BASE + OUT_EOF_DES_ADDR);
  const played = eof ? (eof - chain.memory.address) / 12 : BLOCKS - 1;
  return (chain.tail + 2 * BLOCKS - played) % BLOCKS;
}

/** The buffer to fill before `txEnqueue`. Free as long as fewer than BLOCKS - 1 blocks are pending. */
export function txNextBlock(chain: TxChain): Int32Array {
  return chain.memory.txBlocks[(chain.tail + 1) % BLOCKS];
}

/** Links the filled block behind the last one. */
export function txEnqueue(chain: TxChain): void {
  const memory = chain.memory;
  const words = memory.words;
  const tail = chain.tail;
  const block = (tail + 1) % BLOCKS;
  const silent = memory.address + 4 * descriptorIndex(BLOCKS + block);
  words[descriptorIndex(block) + 2] = silent;
  words[descriptorIndex(BLOCKS + block) + 2] = silent;
  const data = memory.address + 4 * descriptorIndex(block);
  words[descriptorIndex(tail) + 2] = data;
  words[descriptorIndex(BLOCKS + tail) + 2] = data;
  chain.tail = block;
}
