import type { PayloadFormat } from '../../../wire/payload';
import { startI2s } from '../../drivers/i2s';
import * as c from '../../kernels/context';
import { GAIN, UNITY_GAIN } from '../../kernels/microphone-state';
import type { Settings } from '../../settings/settings';
import type { Sound, SoundCounters } from '../sound';
import { setWord, wordAt } from './context-words';
import { createKernelLoudspeaker } from './kernel-loudspeaker';
import type { KernelMemory } from './kernel-memory';
import { createKernelMicrophone, createKernelPackets } from './kernel-microphone';
import { startPolling } from './kernel-poll';
import type { StreamKernels } from './load-kernels';
import { createPacketSender } from './packet-sender';

// The sound path on kernels. Two native calls do all that a frame needs: `poll` every 10 ms, and `push` for every
// packet. The interpreter hands datagrams over, and writes into the kernels' context what the owner wants.

/** A quarter of a frame. */
const QUARTER_MS = 5;

function countersOf(state: Int32Array): SoundCounters {
  return {
    sent: wordAt(state, c.SENT),
    received: wordAt(state, c.RECEIVED),
    lost: wordAt(state, c.LOST),
    late: wordAt(state, c.LATE),
    concealed: wordAt(state, c.CONCEALED),
    underruns: wordAt(state, c.UNDERRUNS),
    overruns: wordAt(state, c.OVERRUNS),
    skipped: wordAt(state, c.SKIPPED),
    droppedSamples: wordAt(state, c.DROPPED_SAMPLES),
    addedSamples: wordAt(state, c.ADDED_SAMPLES),
    bufferMs: wordAt(state, c.DEPTH) * QUARTER_MS,
  };
}

/**
 * Starts the I2S block and keeps sound moving; returns a text when the block cannot run. `onMoved` is called once,
 * after everything was stopped, when the interpreter has moved memory that DMA or kernels use.
 */
export function startKernelSound(
  memory: KernelMemory,
  format: PayloadFormat,
  kernels: StreamKernels,
  settings: Settings,
  onMoved: () => void,
): Sound | string {
  const rateHz = format.rateHz === 16000 ? 16000 : 8000;
  const why = startI2s(memory, rateHz, 'full');
  if (why) return why;
  const stream = createKernelPackets(memory, format);
  const sender = createPacketSender(memory, kernels.poll, stream, moved);
  // The halves stay in no variable of this function, because `moved` keeps all of those.
  const sound = Object.assign(
    sender,
    {
      name: `${format.name}/${rateHz} kernels`,
      payloadType: format.payloadType,
      counters: () => countersOf(memory.state),
    } as const,
    createKernelMicrophone(stream, sender),
    createKernelLoudspeaker(memory, kernels.push, settings, moved),
  );
  setWord(memory.state, c.MICROPHONE + GAIN, Math.round(settings.microphoneGain * UNITY_GAIN));
  const stop = startPolling(memory.context, kernels.poll, sender.act, memory);
  E.on('kill', stop);

  function moved(): void {
    // Stopped sound has no memory, and what comes then is dropped.
    if (!memory.base) return;
    stop();
    onMoved();
  }

  return Object.assign(sound, { stop: stop } as const);
}
