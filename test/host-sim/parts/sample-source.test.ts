import fc from 'fast-check';
import { createMixture, createNoise, createSine, SILENCE } from '../../../host-sim/parts/sample-source';
import { fitTone } from '../../support/tone';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

describe('generated sounds', () => {
  test('a sine has the frequency and amplitude asked for, and phase 0 at second 0', () => {
    const heard = new Float64Array(1_600);
    createSine({ hz: 440, amplitude: 0.5 }).fill(heard, 0, 16_000);
    expect(heard[0]).toBe(0);
    const fit = fitTone(heard, 16_000, 440);
    expect(fit.amplitude).toBeCloseTo(0.5, 6);
    expect(fit.snrDb).toBeGreaterThan(100);
  });

  test('a sine sounds only between its instants', () => {
    const heard = new Float64Array(4);
    createSine({ hz: 100, amplitude: 1, fromNs: NS_PER_MS, toNs: 3 * NS_PER_MS }).fill(heard, 0, 1_000);
    expect([...heard].map((value) => value !== 0)).toEqual([false, true, true, false]);
    expect(heard[1]).toBeCloseTo(Math.sin(0.2 * Math.PI), 9);
  });

  test('noise of a seed is the same at the same instants, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 1, max: 63 }),
        (seed, first, cut) => {
          const noise = createNoise({ seed, amplitude: 1 });
          const whole = new Float64Array(64);
          noise.fill(whole, first * 62_500, 16_000);
          const pieces = new Float64Array(64);
          noise.fill(pieces.subarray(cut), (first + cut) * 62_500, 16_000);
          noise.fill(pieces.subarray(0, cut), first * 62_500, 16_000);
          expect(pieces).toEqual(whole);
        },
      ),
    );
  });

  test('noise is white, without offset, within its amplitude, and another for another seed', () => {
    const heard = new Float64Array(20_000);
    createNoise({ seed: 1, amplitude: 0.5 }).fill(heard, 0, 16_000);
    const sum = (of: (i: number) => number): number => heard.slice(1).reduce((total, _, i) => total + of(i), 0);
    const power = sum((i) => heard[i]! ** 2);
    expect(power / 20_000).toBeCloseTo(0.25 / 3, 2);
    expect(Math.abs(sum((i) => heard[i]!)) / 20_000).toBeLessThan(0.01);
    expect(Math.abs(sum((i) => heard[i]! * heard[i + 1]!)) / power).toBeLessThan(0.03);
    const other = new Float64Array(20_000);
    createNoise({ seed: 2, amplitude: 0.5 }).fill(other, 0, 16_000);
    expect(Math.abs(sum((i) => heard[i]! * other[i]!)) / power).toBeLessThan(0.03);
  });

  test('a mixture is the sum of its sounds', () => {
    const sine = createSine({ hz: 440, amplitude: 0.5 });
    const heard = new Float64Array(50);
    const alone = new Float64Array(50);
    createMixture([sine, SILENCE, sine]).fill(heard, NS_PER_MS, 16_000);
    sine.fill(alone, NS_PER_MS, 16_000);
    for (let i = 0; i < 50; i++) expect(heard[i]).toBeCloseTo(2 * alone[i]!, 12);
  });
});
