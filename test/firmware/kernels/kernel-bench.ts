import { join } from 'node:path';
import * as microphone from '../../../firmware/kernels/microphone-state';
import * as speaker from '../../../firmware/kernels/speaker-state';
import type { ReadText } from '../../../xtensa/source/typescript-program';
import { createHostMemory, readKernels, runOnHost, type HostKernel } from '../../../xtensa';

// One file of kernels on the host, with memory for a block, a payload and states.

const WORDS = 1400;
const BLOCK_BYTES = 4 * WORDS;
const PAYLOAD_BYTES = 2048;
const STATE_BYTES = 64;

/** Kernels of `firmware/kernels/<file>.ts` with a memory of their own. */
export class KernelBench {
  readonly call: Record<string, HostKernel>;
  readonly block: number;
  readonly payload: number;
  readonly state: number;
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly states: Int32Array;

  constructor(file: string, readText?: ReadText) {
    const memory = createHostMemory(BLOCK_BYTES + PAYLOAD_BYTES + STATE_BYTES);
    const { buffer } = memory.bytes;
    this.call = runOnHost(readKernels(join(__dirname, `../../../firmware/kernels/${file}.ts`), readText), memory);
    this.block = memory.base;
    this.payload = memory.base + BLOCK_BYTES;
    this.state = this.payload + PAYLOAD_BYTES;
    this.words = new Int32Array(buffer, 0, WORDS);
    this.bytes = new Uint8Array(buffer, BLOCK_BYTES, PAYLOAD_BYTES);
    this.states = new Int32Array(buffer, BLOCK_BYTES + PAYLOAD_BYTES, STATE_BYTES / 4);
  }

  /** A word of the state. */
  get(offset: number): number {
    return this.states[offset >> 2]!;
  }

  set(offset: number, value: number): this {
    this.states[offset >> 2] = value;
    return this;
  }

  /** A microphone whose samples are passed on as they are, but for what the limiter does above −6 dB. */
  neutralMicrophone(): this {
    this.states.fill(0);
    return this.set(microphone.GAIN, microphone.UNITY_GAIN);
  }

  /** A speaker at unity, or on its way from one volume to another. */
  speakerAt(volume = speaker.UNITY_VOLUME, target = volume): this {
    this.states.fill(0);
    return this.set(speaker.VOLUME, volume).set(speaker.TARGET_VOLUME, target);
  }

  /** Puts 16-bit samples into the block as the I2S does. */
  putSamples(samples: ArrayLike<number>): this {
    for (let i = 0; i < samples.length; i++) this.words[i] = samples[i]! << 16;
    return this;
  }

  /** The block's words as 16-bit samples. */
  samples(count: number): number[] {
    return [...this.words.subarray(0, count)].map((word) => word >> 16);
  }
}
