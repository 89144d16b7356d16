import { stopI2s } from '../../drivers/i2s';
import * as standing from '../../drivers/standing-calls';
import { POLL_MS } from '../product-constants';
import type { KernelMemory } from './kernel-memory';

/**
 * Calls `poll` every 10 ms, and passes its answer to `act` unless it is the one that `act` returned last. Only what every
 * turn needs stands first in this scope, because the interpreter looks names up one after the other. Returns what ends
 * the polling and the sound hardware, and takes the memory's address: the kernels must not access a block that has no
 * clock, so nobody may call them then.
 */
export function startPolling(
  context: number,
  poll: NativeFunction,
  act: (answer: number) => number,
  memory: KernelMemory,
): () => void {
  let answer = 0;
  let quiet = 0;

  standing.setInterval(() => {
    answer = poll(context);
    if (answer !== quiet) quiet = act(answer);
  }, POLL_MS);
  return () => {
    memory.base = 0;
    standing.clearInterval(POLL_MS);
    stopI2s();
  };
}
