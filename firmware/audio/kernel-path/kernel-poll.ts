import { stopI2s } from '../../drivers/i2s';
import { POLL_MS } from '../product-constants';

/**
 * Calls `poll` every 10 ms, and passes its answer to `act` unless it is the one that `act` returned last. Only what every
 * turn needs stands in this scope, because the interpreter looks names up one after the other. Returns what ends the
 * polling and the sound hardware: the kernels must not access a block that has no clock.
 */
export function startPolling(context: number, poll: NativeFunction, act: (answer: number) => number): () => void {
  let answer = 0;
  let quiet = 0;

  function stop(): void {
    clearInterval(timer);
    stopI2s();
  }

  const timer = setInterval(() => {
    answer = poll(context);
    if (answer !== quiet) quiet = act(answer);
  }, POLL_MS);
  return stop;
}
