import { I2S0_BASE, IN_EOF_DES_ADDR } from '../../../hardware/chip/esp32-i2s';
import { SENTINEL, descriptorIndex, type TableMemory } from './table-memory';
import { BLOCKS } from './table-memory-size';

/** Where the reader of the receive ring stands. */
export type RxRing = { readonly dma: TableMemory; next: number; overruns: number };

export function createRxRing(memory: TableMemory): RxRing {
  return { dma: memory, next: 0, overruns: 0 };
}

/** After a wrap everything in the ring is of uncertain age: drop it and go on behind the block completed last. */
function resynchronise(ring: RxRing): void {
  const memory = ring.dma;
  for (let block = 0; block < BLOCKS; block++) memory.words[memory.rxLastWord[block]!] = SENTINEL;
  const last = (peek32(I2S0_BASE + IN_EOF_DES_ADDR) - memory.base) / 4;
  ring.next = ((last - descriptorIndex(2 * BLOCKS)) / descriptorIndex(1) + 1) % BLOCKS;
  ring.overruns++;
}

/** Index of a block to read, or -1. A wrap of the ring is seen by the sentinel of the block that was read last. */
export function rxReady(ring: RxRing): number {
  const memory = ring.dma;
  const next = ring.next;
  if (memory.words[memory.rxLastWord[next]!] === SENTINEL) return -1;
  if (memory.words[memory.rxLastWord[(next + BLOCKS - 1) % BLOCKS]!] === SENTINEL) return next;
  resynchronise(ring);
  return -1;
}

/** Gives the block read last back to the DMA. */
export function rxRelease(ring: RxRing): void {
  const memory = ring.dma;
  memory.words[memory.rxLastWord[ring.next]!] = SENTINEL;
  ring.next = (ring.next + 1) % BLOCKS;
}
