import fc from 'fast-check';
import { createLx6, createMemoryMap, ramOf } from '../../../host-sim';
import { ARITHMETIC, framed, OUT_OFFSET, randomCode, REGISTERS } from '../../support/random-lx6-code';
import { call, fill, QEMU_BASE, show } from '../../xtensa/qemu-program';
import { hasQemu, QEMU_CORES, runOnQemu } from '../../xtensa/qemu';

// An independent reading: QEMU's models of three cores with register windows.

const CODE = QEMU_BASE;
const DATA = QEMU_BASE + 0x20000;
const OUT_BYTES = 4 * REGISTERS;

function runHere(code: readonly number[], values: Int32Array): Buffer {
  const flat = { address: QEMU_BASE, buffer: new ArrayBuffer(0x40000) };
  const stack = { address: 0x3ffd9e00, buffer: new ArrayBuffer(25_000) };
  const lx6 = createLx6({ space: createMemoryMap({ ram: ramOf([]), flat: [flat] }), stack });
  new Uint8Array(flat.buffer).set(code);
  new Int32Array(flat.buffer, DATA - QEMU_BASE).set(values);
  lx6.call(CODE, [DATA]);
  return Buffer.from(flat.buffer.slice(DATA - QEMU_BASE + OUT_OFFSET, DATA - QEMU_BASE + OUT_OFFSET + OUT_BYTES));
}

const word = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 0x8000, 0xffff, 31, 32),
);
const values = fc.array(word, { minLength: 16, maxLength: 16 }).map((words) => Int32Array.from(words));

// QEMU treats right shifts by 32, which `ssl` and `ssa8b` can set, as shifts by 0, so it never gets both.
const without = (...names: readonly string[]): string[] => ARITHMETIC.filter((name) => !names.includes(name));
const code = fc.oneof(randomCode(without('srl', 'sra')), randomCode(without('ssl', 'ssa8b')));

(hasQemu() ? describe : describe.skip)('random code, against QEMU (Debian’s package qemu-user)', () => {
  test.each(QEMU_CORES)('leaves the same in all registers on %s', (core) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(code, values), { minLength: 60, maxLength: 60 }), (programs) => {
        const functions = programs.map(([body, from]) => ({ code: framed(body), from }));
        const commands = functions.flatMap(({ code: bytes, from }) => [
          fill(CODE, Uint8Array.from(bytes)),
          fill(DATA, new Uint8Array(from.buffer)),
          call(CODE, [DATA, 0, 0, 0]),
          show(DATA + OUT_OFFSET, OUT_BYTES),
        ]);
        const theirs = runOnQemu(core, commands);
        functions.forEach(({ code: bytes, from }, i) => {
          const at = i * (4 + OUT_BYTES) + 4;
          const expected = theirs.subarray(at, at + OUT_BYTES);
          expect(runHere(bytes, from).toString('hex')).toBe(expected.toString('hex'));
        });
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
