import fc from 'fast-check';
import { runReference } from '../../support/alu-reference';
import { createLx6Bench, BENCH_RAM } from '../../support/lx6-bench';
import { encode, type Fields } from '../../support/lx6-encode';
import { ARITHMETIC, FIRST_REGISTER, framed, instruction, OUT_OFFSET, REGISTERS } from '../../support/random-lx6-code';

const ALL = [...ARITHMETIC, 'muluh', 'mulsh', 'quou', 'quos', 'remu', 'rems'];
const edges = [0, 1, -1, 2, 7, 31, 32, 0x7fff, 0x8000, 0xffff, -0x8000, 2 ** 31 - 1, -(2 ** 31)];
const word = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
const registers = fc.array(word, { minLength: REGISTERS, maxLength: REGISTERS });

type Step = { readonly name: string; readonly fields: Fields };

function runHere(code: readonly Step[], values: readonly number[]): number[] {
  const bytes = framed(code.flatMap(({ name, fields }) => encode(name, fields)));
  const bench = createLx6Bench([...new Uint32Array(Uint8Array.from(bytes).buffer)]);
  new Int32Array(bench.ram).set(values);
  bench.call(0, BENCH_RAM);
  return [...new Int32Array(bench.ram, OUT_OFFSET, REGISTERS)];
}

function expected(code: readonly Step[], values: readonly number[]): number[] {
  const before = new Int32Array(16);
  before.set(values, FIRST_REGISTER);
  return [...runReference(code, before).subarray(FIRST_REGISTER, FIRST_REGISTER + REGISTERS)];
}

const isDivision = (name: string): boolean => /^(quo|rem)/.test(name);

test.each(ALL)('%s does what the manual says', (name) => {
  const step = fc
    .tuple(fc.constantFrom('ssr', 'ssl', 'ssai'), instruction(name))
    .chain(([shift, one]) => instruction(shift).map((before) => [before, one]));
  fc.assert(
    fc.property(fc.array(step, { minLength: 8, maxLength: 8 }), registers, (steps, drawn) => {
      const values = isDivision(name) ? drawn.map((value) => value || 3) : drawn;
      // A division may leave a zero as the next divisor, so each divides once.
      const codes = isDivision(name) ? steps : [steps.flat()];
      for (const code of codes) expect(runHere(code, values)).toEqual(expected(code, values));
    }),
    { numRuns: 15 },
  );
});

test('random sequences of all of them do what the manual says', () => {
  const code = fc.array(
    fc.constantFrom(...ALL.filter((name) => !isDivision(name))).chain((name) => instruction(name)),
    { minLength: 1, maxLength: 120, size: 'max' },
  );
  fc.assert(
    fc.property(code, registers, (steps, values) => {
      expect(runHere(steps, values)).toEqual(expected(steps, values));
    }),
    { numRuns: 150 },
  );
});
