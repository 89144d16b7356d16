import { createRxRing } from '../drivers/rx-ring';
import { createTxChain } from '../drivers/tx-chain';
import { startI2s, stopI2s, type I2sDirection } from '../drivers/i2s';
import type { DmaMemory } from '../drivers/dma-memory';
import { createCapture, type Capture } from './capture';
import type { Codec } from './codec';
import { createPlayout, type Playout } from './playout';

/** Twice a frame: what a poll finds is at most 10 ms old. */
const POLL_MS = 10;

/** The running sound of the board: both directions, moved by one poll. */
export type Stream = {
  readonly capture: Capture;
  readonly playout: Playout;
  readonly overruns: () => number;
};

/**
 * Starts the I2S block and keeps sound moving; returns a text when the block cannot run. `onMoved` is called, once and
 * after everything was stopped, when the interpreter has moved the memory that the DMA uses.
 */
export function startStream(
  memory: DmaMemory,
  codec: Codec,
  direction: I2sDirection,
  onMoved: () => void,
): Stream | string {
  const why = startI2s(memory, codec.rateHz, direction);
  if (why) return why;
  const ring = createRxRing(memory);
  const capture = createCapture(ring, codec);
  const playout = createPlayout(createTxChain(memory), codec);
  const pollCapture = capture.poll;
  const pollPlayout = playout.poll;
  const words = memory.words;
  const address = memory.address;
  E.on('kill', stopI2s);
  const timer = setInterval(() => {
    if (E.getAddressOf(words, true) !== address) {
      stopI2s();
      clearInterval(timer);
      onMoved();
      return;
    }
    pollCapture();
    pollPlayout(getTime() * 1000);
  }, POLL_MS);
  return { capture, playout, overruns: () => ring.overruns };
}
