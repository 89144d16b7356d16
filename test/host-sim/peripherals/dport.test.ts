import { GatedAccess } from '../../../host-sim/core/errors';
import { createSoundBench, I2S, PERIP_CLK_EN, PERIP_RST_EN } from '../../support/sound-bench';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

const I2S0 = 0x10;

describe('clock gate and reset line of the I2S block', () => {
  test('a program finds the block without a clock and held in reset', () => {
    const { peek } = createSoundBench();
    expect(peek(PERIP_CLK_EN)).toBe(0xf9c1e06f);
    expect(peek(PERIP_RST_EN) & I2S0).toBe(I2S0);
  });

  test.each([
    ['its clock is off', 0, 0, 'I2S0 has no clock'],
    ['it is held in reset', I2S0, I2S0, 'I2S0 is held in reset'],
  ])('while %s, every access stops the run and names the register', (_, clock, reset, why) => {
    const { peek, poke } = createSoundBench();
    poke(PERIP_CLK_EN, clock);
    poke(PERIP_RST_EN, reset);
    expect(() => peek(I2S.DATE)).toThrow(GatedAccess);
    expect(() => peek(I2S.DATE)).toThrow(`read of I2S_DATE: ${why}`);
    expect(() => poke(I2S.CONF, 0)).toThrow(`write of I2S_CONF: ${why}`);
  });

  test('with a clock and out of reset it tells its version, at both of its addresses', () => {
    const { peek, poke } = createSoundBench();
    poke(PERIP_CLK_EN, I2S0);
    poke(PERIP_RST_EN, 0);
    expect(peek(0x3ff4f0fc)).toBe(0x01604201);
    expect(peek(0x6000f0fc)).toBe(0x01604201);
  });

  test('a reset pulse gives every register its reset value back, and stops what ran', () => {
    const { peek, poke, chip, clock } = createSoundBench();
    poke(PERIP_CLK_EN, I2S0);
    poke(PERIP_RST_EN, 0);
    const fresh = chip.i2s.registers();
    poke(I2S.FIFO_CONF, 0x00087820);
    poke(I2S.CONF_CHAN, 1);
    poke(I2S.SAMPLE_RATE_CONF, 0x00420184);
    poke(I2S.CONF, 0x00020610);
    clock.runUntil(5 * NS_PER_MS);
    expect(peek(I2S.INT_RAW)).not.toBe(0);
    expect(clock.nextAtNs).toBeDefined();
    poke(PERIP_RST_EN, I2S0);
    poke(PERIP_RST_EN, 0);
    expect(chip.i2s.registers()).toEqual(fresh);
    clock.runUntil(9 * NS_PER_MS);
    expect(clock.nextAtNs).toBeUndefined();
  });

  test('another block’s bits change nothing', () => {
    const { peek, poke } = createSoundBench();
    poke(PERIP_CLK_EN, I2S0);
    poke(PERIP_RST_EN, 0x00200000);
    poke(I2S.CONF_CHAN, 9);
    poke(PERIP_RST_EN, 0);
    poke(PERIP_RST_EN, 0x00200200);
    expect(peek(I2S.CONF_CHAN)).toBe(9);
  });

  test('a register of the DPORT without a model stops the run', () => {
    expect(() => createSoundBench().peek(0x3ff00184)).toThrow('DPORT + 0x184');
  });
});
