import fc from 'fast-check';
import { changesWithStep, isLedLit, paintLight, type LightFrame } from '../../../firmware/app/light-frames';
import { lightRules, type LightName } from '../../../firmware/app/lights';

type Pixel = { readonly red: number; readonly green: number; readonly blue: number };

const frame = (name: LightName, more: Partial<LightFrame> = {}): LightFrame => ({
  name,
  step: 0,
  level: 0,
  othersSpeak: false,
  fault: 0,
  ...more,
});

/** The ring's 12 pixels, as 36 bytes of green, red, blue. What was there before must not shine through. */
function ring(of: LightFrame): Pixel[] {
  const grb = new Uint8Array(36).fill(0x77);
  paintLight(grb, of);
  return Array.from({ length: 12 }, (_, i) => ({ green: grb[3 * i], red: grb[3 * i + 1], blue: grb[3 * i + 2] }));
}

const isDark = ({ red, green, blue }: Pixel): boolean => red + green + blue === 0;
const litCount = (of: LightFrame): number => ring(of).filter((pixel) => !isDark(pixel)).length;
const NAMES = lightRules().map(({ name }) => name);

test('the open microphone is a full ring of red that follows the voice and never dims away', () => {
  const reds = [0, 1, 2, 3, 4].map((level) => {
    const pixels = ring(frame('microphone open', { level }));
    for (const pixel of pixels) expect(pixel).toEqual({ red: pixels[0].red, green: 0, blue: 0 });
    return pixels[0].red;
  });
  expect(reds[0]).toBeGreaterThan(60);
  expect(reds[4]).toBe(255);
  expect([...reds].sort((a, b) => a - b)).toEqual(reds);
  expect(new Set(reds).size).toBe(5);
});

test('no other light is red all round, so that nothing else looks like an open microphone, but for the blinks of a fault', () => {
  for (const name of NAMES.filter((n) => n !== 'microphone open' && n !== 'fault')) {
    for (let step = 0; step < 60; step++) {
      for (const othersSpeak of [false, true]) {
        for (const { red, green, blue } of ring(frame(name, { step, othersSpeak }))) {
          expect(red).toBeLessThanOrEqual(Math.max(green, blue));
        }
      }
    }
  }
});

test('on the stage the ring is green, and a pixel brightens when somebody else speaks', () => {
  const quiet = ring(frame('stage'));
  for (const pixel of quiet) expect(pixel).toMatchObject({ red: 0, blue: 0, green: quiet[0].green });
  const spoken = ring(frame('stage', { othersSpeak: true }));
  expect(spoken.filter((pixel, i) => pixel.green > quiet[i].green)).toHaveLength(1);
});

test('in the audience the ring is blue, and brighter when somebody speaks', () => {
  const [quiet] = ring(frame('audience'));
  const [spoken] = ring(frame('audience', { othersSpeak: true }));
  expect(quiet.blue).toBeGreaterThan(quiet.red + quiet.green);
  expect(spoken.blue).toBeGreaterThan(quiet.blue);
});

test('joining fills the ring, pixel by pixel', () => {
  const counts = Array.from({ length: 13 }, (_, step) => litCount(frame('joining', { step })));
  expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1]);
});

test('reconnecting chases one blue pixel and its tail round the ring', () => {
  for (let step = 0; step < 24; step++) {
    const pixels = ring(frame('reconnecting', { step }));
    expect(pixels.filter((pixel) => !isDark(pixel))).toHaveLength(2);
    const brightest = Math.max(...pixels.map(({ blue }) => blue));
    expect(pixels[step % 12].blue).toBe(brightest);
    expect(isDark(pixels[(step + 11) % 12])).toBe(false);
  }
});

test.each([1, 2, 3, 4])('fault %i blinks so many times, then pauses for a second', (fault) => {
  const lit = Array.from({ length: 4 * fault + 10 }, (_, step) => !isDark(ring(frame('fault', { step, fault }))[0]));
  const blinks = lit.filter((isLit, i) => isLit && !lit[i - 1]).length;
  expect(blinks).toBe(fault);
  expect(lit.slice(-10)).toEqual(new Array(10).fill(false));
  expect(lit[0]).toBe(true);
  // And then all over again.
  expect(isLedLit(frame('fault', { step: 4 * fault + 10, fault }))).toBe(true);
});

test('offline blinks white, connecting breathes white, idle leaves one faint point', () => {
  const white = Array.from({ length: 20 }, (_, step) => ring(frame('offline', { step }))[0].red);
  expect(white.filter((red) => red > 0)).toHaveLength(10);
  const breath = Array.from({ length: 20 }, (_, step) => ring(frame('connecting', { step }))[0].red);
  expect(breath.indexOf(Math.max(...breath))).toBe(10);
  expect(new Set(breath).size).toBeGreaterThan(6);
  expect(litCount(frame('idle'))).toBe(1);
  expect(Math.max(...Object.values(ring(frame('idle'))[0]))).toBeLessThan(5);
});

test('a picture that is not painted anew would have been the same', () => {
  for (const name of NAMES) {
    for (const othersSpeak of [false, true]) {
      for (let step = 1; step < 60; step++) {
        const now = frame(name, { step, othersSpeak, fault: 2 });
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

test('every light at every step paints all 36 bytes and nothing else', () => {
  const anyFrame = fc.record({
    name: fc.constantFrom(...NAMES),
    step: fc.nat(1e6),
    level: fc.nat(4),
    othersSpeak: fc.boolean(),
    fault: fc.nat(4),
  });
  fc.assert(
    fc.property(anyFrame, (of) => {
      const [one, other] = [new Uint8Array(40).fill(1), new Uint8Array(40).fill(2)];
      paintLight(one, of);
      paintLight(other, of);
      expect(one.subarray(0, 36)).toEqual(other.subarray(0, 36));
      expect([...one.subarray(36), ...other.subarray(36)]).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    }),
  );
});

test('a single LED is solid for the open microphone, dark when idle, and changes for all else', () => {
  for (const name of NAMES) {
    const lit = Array.from({ length: 40 }, (_, step) => isLedLit(frame(name, { step, fault: 2 })));
    const expected = name === 'microphone open' ? [true] : name === 'idle' ? [false] : [true, false];
    expect([name, [...new Set(lit)].sort().reverse()]).toEqual([name, expected]);
  }
});
