import { createSoundBench } from '../../support/sound-bench';

// ESP32: GPIO_FUNCn_OUT_SEL_CFG 0x3FF44530 + 4n, GPIO_FUNCs_IN_SEL_CFG 0x3FF44130 + 4s, enables at 0x3FF44024/30.
const DOUT = 22;
const IO_MUX_GPIO22 = 0x3ff49080;
const IO_MUX_GPIO32 = 0x3ff4901c;
const DATA_IN_SEL = 0x3ff4439c;

describe('the GPIO matrix', () => {
  const steps: [string, number, number][] = [
    ['the pad on the matrix', IO_MUX_GPIO22, 0x2800],
    ['its output enabled', 0x3ff44024, 1 << DOUT],
    ['the signal selected', 0x3ff44588, 163],
  ];

  test('lets a signal drive a pad', () => {
    const { poke, chip } = createSoundBench();
    for (const [, address, value] of steps) poke(address, value);
    expect(chip.matrix.outputSignal(DOUT)).toBe(163);
  });

  test.each(steps)('does not do so without %s', (missing) => {
    const { poke, chip } = createSoundBench();
    for (const [name, address, value] of steps) if (name !== missing) poke(address, value);
    expect(chip.matrix.outputSignal(DOUT)).not.toBe(163);
  });

  test('gives pads 32 and up their own enable register', () => {
    const { poke, chip } = createSoundBench();
    poke(0x3ff49020, 0x2800);
    poke(0x3ff44530 + 4 * 33, 28);
    poke(0x3ff44024, 1 << 1);
    expect(chip.matrix.outputSignal(33)).toBeUndefined();
    poke(0x3ff44030, 1 << 1);
    expect(chip.matrix.outputSignal(33)).toBe(28);
  });

  test('feeds an input signal from a pad only through SIG_IN_SEL and with FUN_IE', () => {
    const { poke, chip } = createSoundBench();
    poke(DATA_IN_SEL, 32);
    poke(IO_MUX_GPIO32, 0x2a00);
    expect(chip.matrix.inputSource(155)).toBeUndefined();
    poke(DATA_IN_SEL, 0x80 | 32);
    expect(chip.matrix.inputSource(155)).toEqual({ kind: 'pad', pad: 32 });
    poke(IO_MUX_GPIO32, 0x2800);
    expect(chip.matrix.inputSource(155)).toBeUndefined();
  });

  test('knows the two constants', () => {
    const { poke, chip } = createSoundBench();
    poke(DATA_IN_SEL, 0x80 | 0x30);
    expect(chip.matrix.inputSource(155)).toEqual({ kind: 'constant', level: 0 });
    poke(DATA_IN_SEL, 0x80 | 0x38);
    expect(chip.matrix.inputSource(155)).toEqual({ kind: 'constant', level: 1 });
  });
});
