import { join } from 'node:path';
import { GAIN, UNITY_GAIN } from '../../../firmware/kernels/microphone-state';
import { TARGET_VOLUME, UNITY_VOLUME, VOLUME } from '../../../firmware/kernels/speaker-state';
import { encodeDvi4 } from '../../../wire/dvi4';
import { decodePcmuSample, encodePcmuSample } from '../../../wire/pcmu';
import { compileKernels, readKernels } from '../../../xtensa';
import { ARENA, hostMachine, lx6Machine, qemuMachine, type Machine, type Step } from '../../support/kernel-machines';
import { bruteForceDecode } from '../../wire/ima-reference';
import { QEMU_CORES, hasQemu } from '../../xtensa/qemu';

// What the ITU and the RFCs say, on every machine: all codes of G.711 and all samples up to the limiter, every nibble
// of IMA ADPCM from every step, and walks through the steps.

const program = readKernels(join(__dirname, 'all-kernels.ts'));
const blob = compileKernels(program);
const machines: Machine[] = [hostMachine(program), lx6Machine(blob, 'SRAM1'), lx6Machine(blob, 'RTC FAST')];
if (hasQemu()) machines.push(...QEMU_CORES.map((core) => qemuMachine(core, blob)));

const STATE = ARENA + 0x8000;
const SPEAKER = stateOf([
  [VOLUME, UNITY_VOLUME],
  [TARGET_VOLUME, UNITY_VOLUME],
]);
const MICROPHONE = stateOf([[GAIN, UNITY_GAIN]]);
/** The limiter changes louder samples. */
const LOUDEST = 16384;

function stateOf(words: readonly (readonly [offset: number, value: number])[]): Uint8Array {
  const state = new Int32Array(16);
  for (const [offset, value] of words) state[offset / 4] = value;
  return new Uint8Array(state.buffer);
}

/** Words of the I2S. */
function wordsOf(samples: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(samples, (sample) => sample << 16).buffer);
}

function samplesIn(answer: Buffer, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => answer.readInt32LE(from + 4 * i) >> 16);
}

describe.each(machines.map(({ name, run }) => [name, run] as const))('%s', (_name, run) => {
  test('codes every sample, limited above −6 dB, and decodes every code as G.711 has it', () => {
    const from = (block: number): number => 1024 * block - 32768;
    const steps = Array.from({ length: 64 }, (_, block): Step => ({
      writes: [
        [ARENA, wordsOf(Array.from({ length: 1024 }, (_, i) => from(block) + i))],
        [STATE, MICROPHONE],
      ],
      entry: 'encodePcmu',
      values: [ARENA, ARENA + 0x4000, 1024, STATE],
      // The limited samples are where the samples were.
      reads: [
        [ARENA, 4096],
        [ARENA + 0x4000, 1024],
      ],
    }));
    const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
    const decoding: Step = {
      writes: [
        [ARENA, codes],
        [STATE, SPEAKER],
      ],
      entry: 'decodePcmu',
      values: [ARENA, ARENA + 0x4000, 256, STATE],
      reads: [[ARENA + 0x4000, 1024]],
    };
    const answer = run([...steps, decoding]);
    for (let block = 0, at = 4; block < 64; block++, at += 4 + 5120) {
      for (let i = 0; i < 1024; i++) {
        const sample = from(block) + i;
        const limited = answer.readInt32LE(at + 4 * i);
        const isKept = Math.abs(sample) > LOUDEST || limited === sample;
        if (!isKept || answer[at + 4096 + i] !== encodePcmuSample(limited))
          throw new Error(`${sample} becomes ${limited}, and then ${answer[at + 4096 + i]}`);
      }
    }
    // + 0: there is no −0 in a word.
    expect(samplesIn(answer, answer.length - 1024, 256)).toEqual([...codes].map((code) => decodePcmuSample(code) + 0));
  });

  test('moves by every nibble from every step, and walks through them, as IMA ADPCM does', () => {
    const packets = Array.from({ length: 89 * 16 }, (_, i) => Uint8Array.of(0x12, 0x34, i >> 4, 0, (i & 15) * 17));
    for (const nibble of [0x77, 0xff, 0x00, 0x88, 0x7f, 0x4c, 0x80])
      packets.push(Uint8Array.of(0, 0, nibble & 0x40 ? 0 : 88, 0, ...new Array<number>(60).fill(nibble)));
    const steps = packets.flatMap((packet): Step[] => [
      {
        writes: [
          [ARENA, packet],
          [STATE, SPEAKER],
        ],
        entry: 'openDvi4',
        values: [ARENA, STATE],
        reads: [],
      },
      {
        writes: [],
        entry: 'decodeDvi4',
        values: [ARENA + 4, ARENA + 0x4000, 2 * (packet.length - 4), STATE],
        reads: [[ARENA + 0x4000, 8 * (packet.length - 4)]],
      },
    ]);
    const answer = run(steps);
    let at = 0;
    for (const packet of packets) {
      const count = 2 * (packet.length - 4);
      const samples = samplesIn(answer, at + 8, count);
      if (String(samples) !== String(bruteForceDecode(packet, count)))
        throw new Error(`the packet ${String(packet)} is decoded to ${String(samples)}`);
      at += 8 + 4 * count;
    }
    expect(at).toBe(answer.length);
  });

  test('codes a chirp as the encoder of wire/', () => {
    const chirp = Array.from({ length: 640 }, (_, i) => Math.round(15000 * Math.sin(i * i * 0.002)));
    const packet = new Uint8Array(4 + 320);
    encodeDvi4(Int16Array.from(chirp), packet, { predicted: 0, index: 0 });
    const answer = run([
      {
        writes: [
          [ARENA, wordsOf(chirp)],
          [STATE, MICROPHONE],
        ],
        entry: 'encodeDvi4',
        values: [ARENA, ARENA + 0x4000, 640, STATE],
        reads: [[ARENA + 0x4000, 320]],
      },
    ]);
    expect(Buffer.compare(answer.subarray(4), packet.subarray(4))).toBe(0);
  });
});
