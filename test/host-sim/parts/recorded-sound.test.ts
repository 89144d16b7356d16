import { createRecordedSound } from '../../../host-sim/parts/recorded-sound';
import { fitTone } from '../../support/tone';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';

const hz = 700;
const rateHz = 22_050;
const samples = Float32Array.from({ length: rateHz }, (_, i) => 0.25 * Math.sin((2 * Math.PI * hz * i) / rateHz));

describe('recorded sound', () => {
  test('plays from second 0 of the clock, at whatever rate it is heard', () => {
    const heard = new Float64Array(4_000);
    createRecordedSound({ samples, rateHz }).fill(heard, 0.2 * NS_PER_SECOND, 16_000);
    const fit = fitTone(heard, 16_000, hz);
    expect(fit.snrDb).toBeGreaterThan(60);
    expect(fit.amplitude).toBeCloseTo(0.25, 3);
    // At 0.2 s the tone has made 140 whole turns.
    expect(Math.min(fit.crossingSamples, 16_000 / hz - fit.crossingSamples)).toBeLessThan(0.01);
  });

  test('is followed by silence', () => {
    const heard = new Float64Array(100).fill(9);
    createRecordedSound({ samples, rateHz }).fill(heard, 1.1 * NS_PER_SECOND, 16_000);
    expect(Math.max(...heard.map(Math.abs))).toBe(0);
  });

  test('begins later when told so', () => {
    const now = new Float64Array(200);
    const later = new Float64Array(200);
    createRecordedSound({ samples, rateHz }).fill(now, 0.3 * NS_PER_SECOND, 16_000);
    createRecordedSound({ samples, rateHz }, 5 * NS_PER_SECOND).fill(later, 5.3 * NS_PER_SECOND, 16_000);
    for (let i = 0; i < 200; i++) expect(later[i]).toBeCloseTo(now[i]!, 9);
  });

  test('takes 16-bit samples at their full scale', () => {
    const integers = Int16Array.from(samples, (value) => Math.round(value * 32768));
    const heard = new Float64Array(4_000);
    createRecordedSound({ samples: integers, rateHz }).fill(heard, 0.2 * NS_PER_SECOND, 16_000);
    expect(fitTone(heard, 16_000, hz).amplitude).toBeCloseTo(0.25, 3);
  });

  test('gives the same values in one piece and in many', () => {
    const sound = createRecordedSound({ samples, rateHz });
    const whole = new Float64Array(160);
    sound.fill(whole, 0.1 * NS_PER_SECOND, 16_000);
    const pieces = new Float64Array(160);
    for (let at = 0; at < 160; at += 32)
      sound.fill(pieces.subarray(at, at + 32), 0.1 * NS_PER_SECOND + (at * NS_PER_SECOND) / 16_000, 16_000);
    for (let i = 0; i < 160; i++) expect(pieces[i]).toBeCloseTo(whole[i]!, 9);
  });
});
