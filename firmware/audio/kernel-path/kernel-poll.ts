import { stopI2s } from '../../drivers/i2s';
import { POLL_MS } from '../product-constants';
import type { KernelMemory } from './kernel-memory';

/**
 * Calls `poll` every 10 ms, and passes its answer to `act` unless it is the one that `act` returned last. `onMoved` is
 * called once, after everything was stopped, when the interpreter has moved the memory that DMA and kernels use. Only
 * what every turn needs stands in this scope, because the interpreter looks names up one after the other. Returns what
 * ends the polling and the sound hardware: the kernels must not access a block that has no clock.
 */
export function startPolling(
  memory: KernelMemory,
  poll: NativeFunction,
  act: (answer: number) => number,
  onMoved: () => void,
): () => void {
  const addressOf = E.getAddressOf;
  const words = memory.words;
  const address = memory.base;
  const context = memory.context;
  let answer = 0;
  let quiet = 0;

  function stop(): void {
    clearInterval(timer);
    stopI2s();
  }

  function moved(): void {
    stop();
    onMoved();
  }

  const timer = setInterval(() => {
    if (addressOf(words, true) !== address) return moved();
    answer = poll(context);
    if (answer !== quiet) quiet = act(answer);
  }, POLL_MS);
  return stop;
}
