import fc from 'fast-check';
import { changesWithStep, isLedLit, paintLight, type LightFrame } from '../../../firmware/app/light-frames';
import type { LightName } from '../../../firmware/app/lights';

type Pixel = { readonly red: number; readonly green: number; readonly blue: number };

const frame = (name: LightName, more: Partial<LightFrame> = {}): LightFrame => ({
  name,
  step: 0,
  level: 0,
  othersSpeak: false,
  count: 0,
  ...more,
});

/** The ring's 12 pixels, as 36 bytes of green, red, blue. Nothing of the bytes before must be left. */
function ring(of: LightFrame): Pixel[] {
  const grb = new Uint8Array(36).fill(0x77);
  paintLight(grb, of);
  return Array.from({ length: 12 }, (_, i) => ({ green: grb[3 * i]!, red: grb[3 * i + 1]!, blue: grb[3 * i + 2]! }));
}

const isDark = ({ red, green, blue }: Pixel): boolean => red + green + blue === 0;
const litCount = (of: LightFrame): number => ring(of).filter((pixel) => !isDark(pixel)).length;
const LIGHTS: Record<LightName, true> = {
  'microphone open': true,
  reset: true,
  countdown: true,
  fault: true,
  ringing: true,
  offered: true,
  consulting: true,
  refused: true,
  reconnecting: true,
  hand: true,
  stage: true,
  audience: true,
  reminder: true,
  joining: true,
  offline: true,
  'set-up': true,
  idle: true,
};
const NAMES = Object.keys(LIGHTS) as LightName[];
const scratch = new Uint8Array(36);

test('the open microphone is a full ring of red that follows the voice and never dims away', () => {
  const reds = [0, 1, 2, 3, 4].map((level) => {
    const pixels = ring(frame('microphone open', { level }));
    for (const pixel of pixels) expect(pixel).toEqual({ red: pixels[0]!.red, green: 0, blue: 0 });
    return pixels[0]!.red;
  });
  expect(reds[0]).toBeGreaterThan(60);
  expect(reds[4]).toBe(255);
  expect([...reds].sort((a, b) => a - b)).toEqual(reds);
  expect(new Set(reds).size).toBe(5);
});

test('nothing else is red all round, so that nothing else looks like an open microphone, but for the blinks of a fault', () => {
  const most = new Map<LightName, number>();
  for (const name of NAMES) {
    for (let step = 0; step < 300; step++) {
      const reddish = ring(frame(name, { step, othersSpeak: step % 7 > 3, count: 12 })).filter(
        ({ red, green, blue }) => red > 2.5 * Math.max(green, blue),
      ).length;
      most.set(name, Math.max(most.get(name) ?? 0, reddish));
    }
  }
  expect(Object.fromEntries([...most].filter(([, count]) => count > 0))).toEqual({
    'microphone open': 12,
    reset: 11,
    fault: 12,
  });
});

test('the arcs of the countdowns grow from one pixel to eleven, white in 8 s, red in 12 s', () => {
  for (const [name, seconds] of [
    ['countdown', 8],
    ['reset', 12],
  ] as const) {
    const counts = Array.from({ length: 10 * seconds + 50 }, (_, step) => litCount(frame(name, { step })));
    expect(counts[0]).toBe(1);
    expect(counts[10 * seconds]).toBe(11);
    expect(counts.at(-1)).toBe(11);
    expect([...counts].sort((a, b) => a - b)).toEqual(counts);
  }
});

test.each([
  [1, 1],
  [7, 7],
  [12, 12],
  [900, 12],
])('a hand at place %i is %i pixels of amber', (count, lit) => {
  const pixels = ring(frame('hand', { count }));
  expect(litCount(frame('hand', { count }))).toBe(lit);
  expect(pixels[0]!.red).toBeGreaterThan(pixels[0]!.green);
  expect(pixels[0]!.green).toBeGreaterThan(pixels[0]!.blue);
});

test('an invitation sweeps in violet, an offer pulses in amber, and what is thought over breathes', () => {
  const sweep = Array.from({ length: 24 }, (_, i) => ring(frame('ringing', { step: 2 * i })));
  for (const [i, pixels] of sweep.entries()) {
    const blues = pixels.map(({ blue }) => blue);
    expect(blues.indexOf(Math.max(...blues))).toBe(i % 12);
    for (const { red, green, blue } of pixels) expect(green === 0 && blue >= red).toBe(true);
  }
  const pulse = Array.from({ length: 8 }, (_, step) => ring(frame('offered', { step }))[3]!.red);
  expect(pulse.map((red) => red > 50)).toEqual([true, true, false, false, true, true, false, false]);
  const breath = Array.from({ length: 40 }, (_, step) => ring(frame('consulting', { step }))[3]!.blue);
  expect(breath.indexOf(Math.max(...breath))).toBe(20);
  expect(Math.min(...breath)).toBeGreaterThan(0);
});

test('a reminder winks for a fifth of a second every two seconds', () => {
  const lit = Array.from({ length: 20 }, (_, step) => litCount(frame('reminder', { step })));
  expect(lit).toEqual([12, 12, ...new Array<number>(18).fill(0)]);
});

test('on the stage the ring is green, and a pixel brightens when somebody else speaks', () => {
  const quiet = ring(frame('stage'));
  for (const pixel of quiet) expect(pixel).toMatchObject({ red: 0, blue: 0, green: quiet[0]!.green });
  const spoken = ring(frame('stage', { othersSpeak: true }));
  expect(spoken.filter((pixel, i) => pixel.green > quiet[i]!.green)).toHaveLength(1);
});

test('in the audience the ring is blue, and brighter when somebody speaks', () => {
  const [quiet] = ring(frame('audience'));
  const [spoken] = ring(frame('audience', { othersSpeak: true }));
  expect(quiet!.blue).toBeGreaterThan(quiet!.red + quiet!.green);
  expect(spoken!.blue).toBeGreaterThan(quiet!.blue);
});

test('joining fills the ring, pixel by pixel', () => {
  const counts = Array.from({ length: 13 }, (_, i) => litCount(frame('joining', { step: 2 * i })));
  expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1]);
});

test('reconnecting chases one blue pixel and its tail round the ring', () => {
  for (let step = 0; step < 24; step++) {
    const pixels = ring(frame('reconnecting', { step }));
    expect(pixels.filter((pixel) => !isDark(pixel))).toHaveLength(2);
    const brightest = Math.max(...pixels.map(({ blue }) => blue));
    const head = step >> 1;
    expect(pixels[head]!.blue).toBe(brightest);
    expect(isDark(pixels[(head + 11) % 12]!)).toBe(false);
  }
});

test.each([1, 2, 3, 4])('fault %i blinks so many times, then pauses for a second', (fault) => {
  const lit = Array.from(
    { length: 4 * fault + 10 },
    (_, step) => !isDark(ring(frame('fault', { step, count: fault }))[0]!),
  );
  const blinks = lit.filter((isLit, i) => isLit && !lit[i - 1]).length;
  expect(blinks).toBe(fault);
  expect(lit.slice(-10)).toEqual(new Array(10).fill(false));
  expect(lit[0]).toBe(true);
  // Then it begins again.
  expect(litCount(frame('fault', { step: 4 * fault + 10, count: fault }))).toBe(12);
});

test('offline blinks white, set-up breathes white, idle leaves one faint point', () => {
  const white = Array.from({ length: 24 }, (_, step) => ring(frame('offline', { step }))[0]!.red);
  expect(white.filter((red) => red > 0)).toHaveLength(12);
  const breath = Array.from({ length: 20 }, (_, step) => ring(frame('set-up', { step }))[0]!.red);
  expect(breath.indexOf(Math.max(...breath))).toBe(10);
  expect(new Set(breath).size).toBeGreaterThan(5);
  expect(litCount(frame('idle'))).toBe(1);
  expect(Math.max(...Object.values(ring(frame('idle'))[0]!))).toBeLessThan(5);
});

test('a picture that is not painted anew would have been the same', () => {
  for (const name of NAMES) {
    for (const othersSpeak of [false, true]) {
      for (let step = 1; step < 60; step++) {
        const now = frame(name, { step, othersSpeak, count: 2 });
        if (!changesWithStep(now)) expect(ring(now)).toEqual(ring({ ...now, step: step - 1 }));
      }
    }
  }
});

test('the brighter pixel of the stage goes round, and stands still while nobody speaks', () => {
  const brightest = (step: number): number => {
    const greens = ring(frame('stage', { step, othersSpeak: true })).map(({ green }) => green);
    return greens.indexOf(Math.max(...greens));
  };
  expect([0, 2, 3, 33, 36].map(brightest)).toEqual([0, 0, 1, 11, 0]);
  expect(changesWithStep(frame('stage', { step: 3, othersSpeak: true }))).toBe(true);
  expect(changesWithStep(frame('stage', { step: 3 }))).toBe(false);
});

test('every light at every step paints all 36 bytes', () => {
  const anyFrame = fc.record({
    name: fc.constantFrom(...NAMES),
    step: fc.nat(1e6),
    level: fc.nat(4),
    othersSpeak: fc.boolean(),
    count: fc.nat(14),
  });
  fc.assert(
    fc.property(anyFrame, (of) => {
      const [one, other] = [new Uint8Array(36).fill(1), new Uint8Array(36).fill(2)];
      paintLight(one, of);
      paintLight(other, of);
      expect(one).toEqual(other);
    }),
  );
});

test('a single LED is solid for the open microphone, dark when idle, and changes for all else', () => {
  for (const name of NAMES) {
    const lit = Array.from({ length: 48 }, (_, step) => isLedLit(scratch, frame(name, { step, count: 2 })));
    const expected = name === 'microphone open' ? [true] : name === 'idle' ? [false] : [true, false];
    expect([name, [...new Set(lit)].sort().reverse()]).toEqual([name, expected]);
  }
});

test('a single LED is lit for most of the time on the stage, with a hand up a little less, in the audience half of it', () => {
  const share = (name: LightName): number =>
    Array.from({ length: 20 }, (_, step) => isLedLit(scratch, frame(name, { step }))).filter(Boolean).length;
  expect([share('stage'), share('hand'), share('audience')]).toEqual([18, 16, 10]);
});
