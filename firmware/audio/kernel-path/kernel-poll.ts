import { stopI2s } from '../../drivers/i2s';
import { POLL_MS } from '../product-constants';
import type { KernelMemory } from './kernel-memory';

/**
 * Asks `poll` every 10 ms, and hands on to `act` what it answers if that is not what `act` returned last. `onMoved` is called,
 * once and after everything was stopped, when the interpreter has moved the memory that DMA and kernels use. Nothing but what
 * every turn needs stands in this scope: the interpreter finds a name the sooner the fewer stand before it. Returns what
 * ends it, and the sound hardware with it: the kernels must not look at a block without a clock.
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
