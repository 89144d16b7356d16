import { createRandom } from '../../../host-sim/core/random';

const draw = (count: number, seed: number, name?: string): number[] => {
  const random = createRandom(seed, name);
  return Array.from({ length: count }, () => random.next());
};

test('gives the same numbers for the same seed and name', () => {
  expect(draw(20, 7, 'anna')).toEqual(draw(20, 7, 'anna'));
});

test('gives other numbers for another seed or another name', () => {
  expect(draw(5, 7, 'anna')).not.toEqual(draw(5, 8, 'anna'));
  expect(draw(5, 7, 'anna')).not.toEqual(draw(5, 7, 'bert'));
  expect(draw(5, 0)).not.toEqual(draw(5, 1));
});

test('is uniform between 0 and 1', () => {
  const numbers = draw(20_000, 3);
  const tenths = new Array<number>(10).fill(0);
  for (const number of numbers) tenths[Math.floor(number * 10)]!++;
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
});

test('gives whole 32-bit numbers', () => {
  const random = createRandom(1);
  const drawn = Array.from({ length: 100 }, () => random.nextUint32());
  expect(drawn.every((number) => number === number >>> 0)).toBe(true);
  expect(drawn.some((number) => number > 0x7fffffff)).toBe(true);
});
