import { mouthToEar } from '../../../cli/sound/mouth-to-ear';
import type { Sound } from '../../../cli/sound/wav';
import { speech } from '../../support/speech';

const [voice, other] = [speech('austen-1', 0), speech('austen-2', 0)];

function delayed(sound: Sound, delayMs: (second: number) => number, seconds: number): Sound {
  const samples = Float32Array.from({ length: seconds * sound.rateHz }, (_, i) => {
    const second = i / sound.rateHz;
    return sound.samples[Math.round(i - (delayMs(second) * sound.rateHz) / 1000) % sound.samples.length] ?? 0;
  });
  return { samples, rateHz: sound.rateHz };
}

test('finds the delay of a voice, and none of a voice that is not there', () => {
  const seconds = Math.min(8, voice.samples.length / voice.rateHz);
  const heard = delayed(voice, () => 93, seconds);
  const found = mouthToEar(voice, heard);
  for (const ms of Object.values(found ?? { none: 0 })) expect(Math.abs(ms - 93)).toBeLessThanOrEqual(0.5);
  expect(mouthToEar(other, heard)).toBeNull();
  expect(mouthToEar(voice, { ...heard, samples: new Float32Array(heard.samples.length) })).toBeNull();
});

test('finds a delay that grows, also of a voice that loops', () => {
  const heard = delayed(voice, (second) => 80 + 2 * second, 40);
  const found = mouthToEar(voice, heard, true);
  expect(found?.firstMs).toBeLessThan(90);
  expect(found?.lastMs).toBeGreaterThan(150);
  expect(found?.mostMs).toBeGreaterThanOrEqual(found?.lastMs as number);
});
