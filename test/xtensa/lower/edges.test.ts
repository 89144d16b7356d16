import fc from 'fast-check';
import { inSequence } from '../../../xtensa/lower/edges';

const SPARE = 100;
/** Copies between registers 0 to 9. Each register is written at most once. */
const anyPairs = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), { selector: ([to]) => to, maxLength: 10 });

test('copies made one by one have the result of copies made at once', () => {
  fc.assert(
    fc.property(anyPairs, (pairs) => {
      const registers = new Map(Array.from({ length: 10 }, (_, register) => [register, `value ${register}`]));
      const expected = new Map(registers);
      for (const [to, from] of pairs) expected.set(to, `value ${from}`);
      let spare = SPARE;
      for (const [to, from] of inSequence(pairs, () => spare++)) registers.set(to, registers.get(from) ?? 'nothing');
      expect([...registers].filter(([register]) => register < SPARE)).toEqual([...expected]);
    }),
  );
});

test('a spare register is used only for a cycle of copies', () => {
  const none = (): number => {
    throw new Error('no spare register is needed');
  };
  expect(
    inSequence(
      [
        [1, 2],
        [2, 3],
        [5, 5],
      ],
      none,
    ),
  ).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(
    inSequence(
      [
        [1, 2],
        [2, 1],
      ],
      () => SPARE,
    ),
  ).toHaveLength(3);
});
