import { createAcousticCoupling, type AcousticCoupling } from '../../../host-sim/parts/acoustic-coupling';
import { Recording } from '../../../host-sim/parts/recording';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';
import { fitTone } from '../../support/tone';

const SECOND = 16_000;

/** What the microphone hears from second 0 on of samples that the loudspeaker plays from second 0 on. */
function heard(coupling: AcousticCoupling, samples: Int16Array, playedHz = 16_000, rateHz = 16_000): Float64Array {
  const played = new Recording(playedHz);
  played.append(samples, 0, playedHz, playedHz);
  const into = new Float64Array((samples.length * rateHz) / playedHz);
  createAcousticCoupling(played, coupling).fill(into, 0, rateHz);
  return into;
}

const impulse = (length: number): Int16Array => Int16Array.of(16_384, ...new Array<number>(length - 1).fill(0));
const tone = (rateHz: number, hz: number): Int16Array =>
  Int16Array.from({ length: rateHz / 2 }, (_, i) => 16_384 * Math.sin((2 * Math.PI * hz * i) / rateHz));

/** The samples that are not silent, by their index. */
const peaks = (sound: Float64Array): [number, number][] =>
  [...sound].flatMap((value, i) => (Math.abs(value) > 1e-6 ? [[i, Math.round(value * 1e6) / 1e6]] : []) as never);

test('an impulse arrives after the delay, with the gain', () => {
  expect(peaks(heard({ gainDb: 0, delayMs: 0 }, impulse(400)))).toEqual([[0, 0.5]]);
  expect(peaks(heard({ gainDb: -20, delayMs: 10 }, impulse(400)))).toEqual([[160, 0.05]]);
  expect(peaks(heard({ gainDb: 6, delayMs: 2.01 }, impulse(400)))).toEqual([[32, 0.997631]]);
});

test('taps follow it sample by sample', () => {
  const impulseResponse = { samples: Float32Array.of(1, 0, -0.5, 0.25), rateHz: 16_000 };
  expect(peaks(heard({ gainDb: 0, delayMs: 1, impulseResponse }, impulse(100)))).toEqual([
    [16, 0.5],
    [18, -0.25],
    [19, 0.125],
  ]);
});

test.each([16_000, 32_000, 48_000])('a response in a file of %i Hz keeps its instants and levels', (rateHz) => {
  const samples = new Float32Array(rateHz / 100);
  samples[0] = 1;
  samples[rateHz / 200] = 0.5; // 5 ms later
  const impulseResponse = { samples, rateHz };
  const sound = heard({ gainDb: 0, delayMs: 0, impulseResponse }, tone(16_000, 1_000));
  // At 1 kHz, 5 ms are five whole periods: both ways add up, in phase.
  const fit = fitTone([...sound.subarray(1_000, 7_000)], 16_000, 1_000);
  expect(fit.amplitude).toBeCloseTo(0.75, 2);
  // At 900 Hz they are four and a half: the second takes from the first.
  const other = heard({ gainDb: 0, delayMs: 0, impulseResponse }, tone(16_000, 900));
  expect(fitTone([...other.subarray(1_000, 7_000)], 16_000, 900).amplitude).toBeCloseTo(0.25, 2);
});

test('a microphone at another rate than the loudspeaker hears the same tone', () => {
  const sound = heard({ gainDb: -6.0206, delayMs: 0 }, tone(8_000, 1_000), 8_000, 16_000);
  const fit = fitTone([...sound.subarray(1_000, 7_000)], 16_000, 1_000);
  expect(fit.amplitude).toBeCloseTo(0.25, 3);
  expect(fit.snrDb).toBeGreaterThan(60);
});

test('is the same in pieces, also across a gap in what was played', () => {
  const played = new Recording();
  played.append(tone(16_000, 700), 0, 16_000, 16_000);
  played.append(tone(16_000, 300), 0.6 * NS_PER_SECOND, 16_000, 16_000);
  const impulseResponse = { samples: Float32Array.from({ length: 900 }, (_, i) => 0.99 ** i), rateHz: 16_000 };
  const coupling = createAcousticCoupling(played, { gainDb: -3, delayMs: 7, impulseResponse });
  const whole = new Float64Array(SECOND);
  coupling.fill(whole, 0, 16_000);
  const pieces: number[] = [];
  for (let length = 1; pieces.length < SECOND; length = (length % 97) + 1) {
    const piece = new Float64Array(length);
    coupling.fill(piece, (pieces.length * NS_PER_SECOND) / 16_000, 16_000);
    pieces.push(...piece);
  }
  expect(pieces.slice(0, SECOND)).toEqual([...whole]);
  // At 0.54 s nothing plays, and what was played before is still heard.
  expect(whole[8_640]).not.toBe(0);
});
