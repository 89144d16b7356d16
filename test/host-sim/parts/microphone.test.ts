import { Microphone } from '../../../host-sim/parts/microphone';
import { createSine } from '../../../host-sim/parts/sample-source';
import type { SampleSource } from '../../../host-sim/parts/sample-source';
import type { LineRun } from '../../../host-sim/peripherals/i2s-line';

const pads = { bck: 26, ws: 25, data: 32 };
const constant = (value: number): SampleSource => ({ fill: (into) => void into.fill(value) });

function listen(source: SampleSource, changes: Partial<LineRun> = {}, startupBckCycles?: number): LineRun {
  const run: LineRun = {
    startNs: 0,
    frameHz: 16_000,
    frames: 100,
    slotBits: 32,
    framesBefore: 1_000_000,
    isPhilips: true,
    left: new Int32Array(100).fill(-99),
    right: new Int32Array(100).fill(-99),
    ...changes,
  };
  const options = startupBckCycles === undefined ? { pads, source } : { pads, source, startupBckCycles };
  new Microphone(options).talk(run);
  return run;
}

describe('the microphone', () => {
  test('says 24 bits in the top of the left slot; the right one stays low', () => {
    const run = listen(constant(0.5));
    expect(run.left[0]! >>> 0).toBe(0x40000000);
    expect(listen(constant(-0.25)).left[7]! >>> 0).toBe(0xe0000000);
    expect(new Set(run.right)).toEqual(new Set([0]));
  });

  test('leaves the low 8 bits of its slot zero', () => {
    const run = listen(createSine({ hz: 997, amplitude: 0.9 }));
    expect([...run.left].every((word) => (word & 0xff) === 0)).toBe(true);
    expect(new Set([...run.left].map((word) => word & 0xff00)).size).toBeGreaterThan(20);
  });

  test('clips what is too loud instead of wrapping', () => {
    expect(listen(constant(3)).left[0]).toBe(0x7fffff00);
    expect(listen(constant(-3)).left[0]).toBe(-0x80000000);
  });

  test('hears the instants of the frames', () => {
    const asked: [number, number][] = [];
    listen({ fill: (_, startNs, rateHz) => asked.push([startNs, rateHz]) }, { startNs: 123_456.5, frameHz: 8_000 });
    expect(asked).toEqual([[123_456.5, 8_000]]);
  });

  test('needs 64 bit clocks a frame and a word select between 7.8 and 50 kHz', () => {
    const heard = (changes: Partial<LineRun>): boolean => listen(constant(0.5), changes).left[0] !== 0;
    expect(heard({})).toBe(true);
    expect(heard({ slotBits: 16 })).toBe(false);
    expect(heard({ slotBits: 24 })).toBe(false);
    expect(heard({ frameHz: 7_000 })).toBe(false);
    expect(heard({ frameHz: 8_000 })).toBe(true);
    expect(heard({ frameHz: 48_000 })).toBe(true);
    expect(heard({ frameHz: 64_000 })).toBe(false);
  });

  test('says zero for its first bit clocks, then speaks', () => {
    const run = listen(constant(0.5), { framesBefore: 0 }, 64 * 30);
    expect([...run.left].findIndex((word) => word !== 0)).toBe(30);
    expect([...listen(constant(0.5), { framesBefore: 20 }, 64 * 30).left].findIndex((word) => word !== 0)).toBe(10);
    expect([...listen(constant(0.5), { framesBefore: 0 }).left].findIndex((word) => word !== 0)).toBe(64);
  });
});
