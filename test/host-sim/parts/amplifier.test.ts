import { Amplifier } from '../../../host-sim/parts/amplifier';
import type { AmplifierOptions } from '../../../host-sim/parts/amplifier';
import type { LineRun } from '../../../host-sim/peripherals/i2s-line';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';

const pads = { bck: 26, ws: 25, data: 22 };

function play(
  left: number[],
  right: number[],
  changes: Partial<LineRun> = {},
  options: Partial<AmplifierOptions> = {},
) {
  const amplifier = new Amplifier({ pads, ...options });
  const run: LineRun = {
    startNs: 0,
    frameHz: 16_000,
    frames: left.length,
    slotBits: 32,
    framesBefore: 0,
    isPhilips: true,
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    ...changes,
  };
  amplifier.listen(run);
  return amplifier;
}

const heard = (amplifier: Amplifier, samples: number): number[] => {
  const { recording } = amplifier;
  return [...recording.toSamples(0, (samples * NS_PER_SECOND) / recording.rateHz)];
};

describe('the amplifier', () => {
  test('plays the top 16 bits of the left slot', () => {
    expect(heard(play([0x12345678, -65536, 0x7fffffff], [1 << 30, 1 << 30, 1 << 30]), 3)).toEqual([0x1234, -1, 32767]);
  });

  test('plays the mean of both slots when wired so', () => {
    const amplifier = play([1000 << 16, -32768 << 16], [3000 << 16, -32768 << 16], {}, { channel: 'mean' });
    expect(heard(amplifier, 2)).toEqual([2000, -32768]);
  });

  test('hears everything one bit off when the data are not delayed as Philips has it', () => {
    // 0x4000 doubled overflows into the sign, which sounds loud and wrong.
    expect(heard(play([100 << 16, 0x4000 << 16], [0, 0], { isPhilips: false }), 2)).toEqual([200, -32768]);
  });

  test.each([8_000, 16_000, 32_000, 44_100, 48_000, 88_200, 96_000])('plays at %i Hz, give or take 1 %%', (rateHz) => {
    for (const factor of [1, 0.995, 1.005]) {
      const amplifier = play([1 << 20], [0], { frameHz: rateHz * factor });
      expect(amplifier.mutedBecause).toBeUndefined();
      expect(amplifier.recording.rateHz).toBe(rateHz);
    }
  });

  test.each([11_025, 12_000, 22_050, 24_000, 16_400])('is mute at %i Hz, and says why', (frameHz) => {
    const amplifier = play([1 << 20], [0], { frameHz });
    expect(amplifier.mutedBecause).toContain(`${frameHz} Hz`);
    expect(amplifier.recording.stretches).toEqual([]);
  });

  test('takes 32, 48 or 64 bit clocks a frame, nothing else', () => {
    const isMute = (slotBits: number): boolean => play([1 << 20], [0], { slotBits }).mutedBecause !== undefined;
    expect([8, 16, 24, 32, 64].map(isMute)).toEqual([true, false, false, false, true]);
  });
});
