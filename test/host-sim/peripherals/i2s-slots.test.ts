import fc from 'fast-check';
import { framePeriod } from '../../../host-sim/peripherals/i2s-clock';
import type { I2sSettings, SlotUse } from '../../../host-sim/peripherals/i2s-settings';
import { collectWords, shiftSlots, spreadWords } from '../../../host-sim/peripherals/i2s-slots';

const settings = (slots: SlotUse, isRightFirst = false): I2sSettings => ({
  isMaster: true,
  slotBits: 32,
  period: framePeriod(0x10, 4, 32, 0),
  wordsPerFrame: slots.includes('and') ? 2 : 1,
  slots,
  isRightFirst,
  isPhilips: true,
  singleData: -7,
});

function spread(slots: SlotUse, isRightFirst?: boolean): [left: number[], right: number[]] {
  const left = new Int32Array(2);
  const right = new Int32Array(2);
  spreadWords(settings(slots, isRightFirst), Int32Array.of(1, 2, 3, 4), 2, left, right);
  return [[...left], [...right]];
}

function collect(slots: SlotUse, isRightFirst?: boolean): number[] {
  const words = new Int32Array(4);
  collectWords(settings(slots, isRightFirst), Int32Array.of(1, 3), Int32Array.of(2, 4), 2, words);
  return [...words];
}

describe('words and slots', () => {
  test('lie in memory as the settings say', () => {
    expect(spread('first and second')).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(spread('second and first')).toEqual([
      [2, 4],
      [1, 3],
    ]);
    expect(spread('both')).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(spread('first')).toEqual([
      [1, 2],
      [-7, -7],
    ]);
    expect(spread('second')).toEqual([
      [-7, -7],
      [1, 2],
    ]);
    expect(collect('first and second')).toEqual([1, 2, 3, 4]);
    expect(collect('second and first')).toEqual([2, 1, 4, 3]);
    expect(collect('first').slice(0, 2)).toEqual([1, 3]);
    expect(collect('second').slice(0, 2)).toEqual([2, 4]);
  });

  test('change sides when the frame begins with WS high', () => {
    expect(spread('first and second', true)).toEqual([
      [2, 4],
      [1, 3],
    ]);
    expect(collect('first', true).slice(0, 2)).toEqual([2, 4]);
  });
});

describe('slots seen one bit off', () => {
  test('a receiver that looks a bit early sees the last bit of the slot before on top', () => {
    const left = Int32Array.of(0x40000001, 2);
    const right = Int32Array.of(8, 0);
    shiftSlots(left, right, 2, 1, 1);
    expect([...left].map((word) => word >>> 0)).toEqual([0xa0000000, 1]);
    expect([...right].map((word) => word >>> 0)).toEqual([0x80000004, 0]);
  });

  test('looking a bit late undoes looking a bit early, but for the ends of the run', () => {
    const word = fc.integer({ min: -0x80000000, max: 0x7fffffff });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 9 }), (frames) => {
        const left = Int32Array.from(frames, ([l]) => l);
        const right = Int32Array.from(frames, ([, r]) => r);
        shiftSlots(left, right, frames.length, 1, 0);
        shiftSlots(left, right, frames.length, -1, 0);
        expect([...left]).toEqual(frames.map(([l]) => l));
        expect([...right].slice(0, -1)).toEqual(frames.map(([, r]) => r).slice(0, -1));
        expect(right[frames.length - 1]! | 1).toBe(frames[frames.length - 1]![1] | 1);
      }),
    );
  });
});
