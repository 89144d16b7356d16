import fc from 'fast-check';
import { FrameCounter, frameHz, framePeriod } from '../../../host-sim/peripherals/i2s-clock';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';

describe('the clock tree', () => {
  // docs/reference/i2s.md, "The clock": CLKM_CONF for 256 times the rate, BCK = MCLK / 4, 32-bit slots.
  test.each([
    [8_000, 0x0012014e],
    [16_000, 0x00140127],
    [24_000, 0x0016011a],
    [48_000, 0x001c010d],
  ])('makes %i Hz exactly of %i', (hz, clkm) => {
    expect(frameHz(framePeriod(clkm, 4, 32, 0))).toBe(hz);
  });

  test.each([
    [16_000, 0x0fc427, -25],
    [24_000, 0x0fc21a, 381],
  ])('shows the error of the older driver’s divider: %i Hz with %i is off by %i ppm', (hz, clkm, ppm) => {
    expect(1e6 * (frameHz(framePeriod(clkm, 4, 32, 0)) / hz - 1)).toBeCloseTo(ppm, 0);
  });

  test('follows the crystal', () => {
    expect(frameHz(framePeriod(0x00140127, 4, 32, 50))).toBeCloseTo(16_000.8, 6);
    expect(frameHz(framePeriod(0x00140127, 4, 32, -50))).toBeCloseTo(15_999.2, 6);
  });

  test('takes a whole divider with CLKM_DIV_A 0 or 1', () => {
    expect(framePeriod(0x00000010, 4, 32, 0)).toEqual(framePeriod(0x00004010, 4, 32, 0));
  });

  test.each([
    [0x00140101, /CLKM_DIV_NUM must be at least 2/],
    [0x00000127, /CLKM_DIV_A must not be 0/],
    [0x00008227, /CLKM_DIV_B must be less than CLKM_DIV_A/],
    [0x00200010, /APLL/],
  ])('refuses %i, naming the field', (clkm, why) => {
    expect(() => framePeriod(clkm, 4, 32, 0)).toThrow(why);
  });
});

describe('the frame counter', () => {
  const period = framePeriod(0x00140127, 4, 32, 0); // 62 500 ns

  test('counts whole frames from the instant of the start', () => {
    const counter = new FrameCounter(1_000, period);
    expect([1_000, 63_499, 63_500, 126_000].map((nowNs) => counter.endedBy(nowNs))).toEqual([0, 0, 1, 2]);
    expect(counter.beginNs(2)).toBe(126_000);
  });

  test('counts the same in one step and in many, and never drifts, whatever the divider', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 20_000_000 }), { minLength: 1, maxLength: 50 });
    const dividers = fc.record({
      whole: fc.integer({ min: 2, max: 255 }),
      a: fc.integer({ min: 2, max: 63 }),
      bck: fc.integer({ min: 2, max: 63 }),
      hours: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(steps, dividers, (spans, { whole, a, bck, hours }) => {
        const odd = framePeriod((a << 14) | ((a - 1) << 8) | whole, bck, 32, 0);
        const counter = new FrameCounter(17, odd);
        let nowNs = 17;
        let ended = 0;
        for (const span of [...spans, hours * 3.6e12]) {
          nowNs += span;
          ended = counter.endedBy(nowNs);
        }
        const exact = ((BigInt(nowNs) - 17n) * BigInt(odd.denominator)) / BigInt(odd.numerator);
        expect(BigInt(ended)).toBe(exact);
      }),
    );
  });

  test('keeps a crystal’s parts per million over a day', () => {
    const counter = new FrameCounter(0, framePeriod(0x00140127, 4, 32, 37));
    let ended = 0;
    for (let s = 1; s <= 86_400; s++) ended = counter.endedBy(s * NS_PER_SECOND);
    expect(ended).toBe(Math.floor(86_400 * 16_000 * 1.000037));
  });
});
