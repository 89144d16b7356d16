import { join } from 'node:path';
import { KNOWN_ANSWERS } from '../../../../firmware/audio/kernel-path/known-answers';
import { resetSoundStates } from '../../../../firmware/audio/kernel-path/kernel-states';
import {
  answersOfKernels,
  selfTestComplaint,
  type TestedKernels,
} from '../../../../firmware/audio/kernel-path/self-test';
import {
  kernelMemoryWords,
  layOutKernelMemory,
  type KernelMemory,
} from '../../../../firmware/audio/kernel-path/kernel-memory';
import { DVI4_16K, DVI4_8K, PCMU, type PayloadFormat } from '../../../../wire/payload';
import { createHostMemory, readKernels, runOnHost } from '../../../../xtensa';

const BASE = 0x3ffc0000;
const program = readKernels(join(__dirname, '../../../../firmware/kernels/index.ts'));

/** CRC of IEEE 802.3 as a signed number, as the interpreter's E.CRC32 has it. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

function set(format: PayloadFormat = DVI4_16K): { memory: KernelMemory; kernels: TestedKernels } {
  const count = kernelMemoryWords(format.rateHz / 50, 0);
  const host = createHostMemory(4 * count, BASE);
  const memory = layOutKernelMemory(new Uint32Array(host.bytes.buffer, 0, count), BASE, format, 0);
  resetSoundStates(memory);
  return { memory, kernels: runOnHost(program, host) as unknown as TestedKernels };
}

test('the known answers are those of the sources as they are', () => {
  const { memory, kernels } = set();
  expect(answersOfKernels(memory, kernels, crc32)).toEqual(KNOWN_ANSWERS);
});

test.each([DVI4_16K, DVI4_8K, PCMU])('a board that speaks $name at $rateHz Hz finds the kernels right', (format) => {
  const { memory, kernels } = set(format);
  expect(selfTestComplaint(memory, kernels, crc32)).toBe('');
});

test.each(['startDvi4', 'encodeDvi4', 'openDvi4', 'decodeDvi4', 'encodePcmu', 'decodePcmu', 'concealFill'])(
  'a %s that does nothing is found out',
  (name) => {
    const { memory, kernels } = set();
    expect(selfTestComplaint(memory, { ...kernels, [name]: () => 0 }, crc32)).toContain('failed at step');
  },
);
