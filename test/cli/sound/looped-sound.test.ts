import { createLoopedSound } from '../../../cli/sound/looped-sound';
import { createRecordedSound } from '../../../host-sim';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';

const samples = Float32Array.from({ length: 1600 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 10 * i) / 1600));
const sound = { samples, rateHz: 16000 };
const START_NS = NS_PER_SECOND;

function filled(count: number, atNs: number): number[] {
  const into = new Float64Array(count);
  createLoopedSound(sound, START_NS).fill(into, atNs, 16000);
  return [...into];
}

test('a looped sound goes on where it ends with its beginning, for as long as one likes', () => {
  const once = new Float64Array(1600);
  createRecordedSound(sound).fill(once, 0, 16000);
  for (const round of [0, 1, 1000]) {
    const heard = filled(1600, START_NS + round * 1e8);
    heard.forEach((value, i) => expect(value).toBeCloseTo(once[i]!, 6));
  }
  const across = filled(200, START_NS + 1e8 - 100 * 62500);
  across.slice(100).forEach((value, i) => expect(value).toBeCloseTo(once[i]!, 6));
});

test('a looped sound is silent before it begins', () => {
  const heard = filled(400, START_NS - 200 * 62500);
  expect(heard.slice(0, 100).every((value) => Math.abs(value) < 0.01)).toBe(true);
  expect(Math.max(...heard.slice(200))).toBeGreaterThan(0.4);
});
