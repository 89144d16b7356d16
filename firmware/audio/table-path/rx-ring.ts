import { I2S0_BASE, IN_EOF_DES_ADDR } from '../../../hardware/chip/esp32-i2s';
import { SENTINEL, descriptorIndex, type TableMemory } from './table-memory';
import { BLOCKS } from './table-memory-size';

/** The reader of the receive ring: the block that it reads next. */
export type RxRing = { readonly dma: TableMemory; next: number; overruns: number };

export function createRxRing(memory: TableMemory): RxRing {
  return { dma: memory, next: 0, overruns: 0 };
}

/** After an overrun the age of the blocks is unknown: drops them all, and goes on behind the block completed last. */
function resynchronise(ring: RxRing): void {
  const memory = ring.dma;
  for (let block = 0; block < BLOCKS; block++) memory.words[memory.rxLastWord[block]!] = SENTINEL;
  const last = (peek32(I2S0_BASE + IN_EOF_DES_ADDR) - memory.base) / 4;
  ring.next = ((last - descriptorIndex(2 * BLOCKS)) / descriptorIndex(1) + 1) % BLOCKS;
  ring.overruns++;
}

/** Index of a block to read, or -1. An overrun is seen by the missing sentinel of the block that was read last. @often */
export function rxReady(ring: RxRing): number {
  const memory = ring.dma;
  const next = ring.next;
  if (memory.words[memory.rxLastWord[next]!] === SENTINEL) return -1;
  if (memory.words[memory.rxLastWord[(next + BLOCKS - 1) % BLOCKS]!] === SENTINEL) return next;
  resynchronise(ring);
  return -1;
}

/** Returns the block read last to the DMA. @often */
export function rxRelease(ring: RxRing): void {
  const memory = ring.dma;
  memory.words[memory.rxLastWord[ring.next]!] = SENTINEL;
  ring.next = (ring.next + 1) % BLOCKS;
}
