import { createSoundBench } from '../../support/sound-bench';

// ESP32 GPIO and IO_MUX, from the reference manual.
const GPIO_OUT_W1TS = 0x3ff44008;
const GPIO_OUT_W1TC = 0x3ff4400c;
const GPIO_ENABLE = 0x3ff44020;
const GPIO_ENABLE_W1TS = 0x3ff44024;
const GPIO_ENABLE_W1TC = 0x3ff44028;
const GPIO_IN = 0x3ff4403c;
const GPIO_IN1 = 0x3ff44040;
const outSel = (pad: number): number => 0x3ff44530 + 4 * pad;
const IO_MUX_GPIO4 = 0x3ff49048;
const IO_MUX_GPIO5 = 0x3ff4906c;
const IO_MUX_GPIO18 = 0x3ff49070;
const IO_MUX_GPIO33 = 0x3ff49020;

describe('pads by registers', () => {
  test('a pad follows its output bit once it is on the matrix and enabled', () => {
    const { poke, chip } = createSoundBench();
    const levels: number[] = [];
    const look = (): number => levels.push(chip.gpio.level(4));
    poke(GPIO_OUT_W1TS, 1 << 4);
    look();
    poke(GPIO_ENABLE_W1TS, 1 << 4);
    look();
    poke(IO_MUX_GPIO4, 0x2800);
    look();
    poke(GPIO_OUT_W1TC, 1 << 4);
    look();
    poke(GPIO_OUT_W1TS, 1 << 4);
    poke(GPIO_ENABLE_W1TC, 1 << 4);
    look();
    expect(levels).toEqual([0, 0, 1, 0, 0]);
  });

  test('set and clear registers change only the bits written as one, and read as zero', () => {
    const { peek, poke } = createSoundBench();
    poke(GPIO_ENABLE, 0x0f);
    poke(GPIO_ENABLE_W1TS, 0x30);
    poke(GPIO_ENABLE_W1TC, 0x43);
    expect(peek(GPIO_ENABLE)).toBe(0x3c);
    expect(peek(GPIO_ENABLE_W1TS)).toBe(0);
    expect(peek(GPIO_ENABLE_W1TC)).toBe(0);
  });

  test('the chip sees a level only with the pad’s input enabled', () => {
    const { peek, poke, chip } = createSoundBench();
    chip.gpio.drive(5, 1, 0);
    chip.gpio.drive(33, 1, 0);
    expect(peek(GPIO_IN)).toBe(0);
    poke(IO_MUX_GPIO5, 0x2a00);
    poke(IO_MUX_GPIO33, 0x2a00);
    expect(peek(GPIO_IN)).toBe(1 << 5);
    expect(peek(GPIO_IN1)).toBe(1 << 1);
  });

  test('the pull bits work, but not on a pad of the RTC block (erratum GPIO-3.6)', () => {
    const { poke, chip } = createSoundBench();
    poke(IO_MUX_GPIO18, 0x2a00 | (1 << 8));
    poke(IO_MUX_GPIO4, 0x2a00 | (1 << 8));
    expect(chip.gpio.level(18)).toBe(1);
    expect(chip.gpio.level(4)).toBe(0);
  });

  test('inverted signals are refused', () => {
    const { poke } = createSoundBench();
    expect(() => poke(outSel(26), 23 | (1 << 9))).toThrow(/GPIO_FUNC26_OUT_SEL_CFG.*inverted/);
    expect(() => poke(0x3ff4439c, 0x80 | 0x40 | 32)).toThrow(/GPIO_FUNC155_IN_SEL_CFG\(I2S0I_DATA_IN15\).*inverted/);
  });
});

describe('pads by the interpreter’s functions', () => {
  test('pinMode and digitalWrite drive the pad', () => {
    const { gpio } = createSoundBench().chip;
    gpio.pinMode(2, 'output');
    gpio.digitalWrite(2, 1);
    expect(gpio.level(2)).toBe(1);
    gpio.pinMode(2, 'input');
    expect(gpio.level(2)).toBe(0);
    gpio.digitalWrite(2, 1);
    expect(gpio.level(2)).toBe(0);
  });

  test('pinMode pulls, on every pad', () => {
    const { gpio } = createSoundBench().chip;
    const levelAfter = (pad: number, mode: 'input' | 'input_pullup' | 'input_pulldown'): number => {
      gpio.pinMode(pad, mode);
      return gpio.digitalRead(pad);
    };
    for (const pad of [27, 18]) {
      expect(levelAfter(pad, 'input_pullup')).toBe(1);
      expect(levelAfter(pad, 'input_pulldown')).toBe(0);
      expect(levelAfter(pad, 'input_pullup')).toBe(1);
      expect(levelAfter(pad, 'input')).toBe(0);
    }
  });

  test('an open drain pulls down and lets go', () => {
    const { gpio } = createSoundBench().chip;
    gpio.pinMode(18, 'opendrain_pullup');
    gpio.digitalWrite(18, 0);
    expect(gpio.digitalRead(18)).toBe(0);
    gpio.digitalWrite(18, 1);
    expect(gpio.digitalRead(18)).toBe(1);
    gpio.drive(18, 0, 0);
    expect(gpio.digitalRead(18)).toBe(0);
  });

  test.each(['pinMode', 'digitalWrite'] as const)('%s takes the pad away from a peripheral', (how) => {
    const { peek, poke, chip } = createSoundBench();
    poke(outSel(26), 23);
    poke(GPIO_ENABLE_W1TS, 1 << 26);
    poke(0x3ff49028, 0x2800);
    expect(chip.matrix.outputSignal(26)).toBe(23);
    if (how === 'pinMode') chip.gpio.pinMode(26, 'output');
    else chip.gpio.digitalWrite(26, 0);
    expect(chip.matrix.outputSignal(26)).toBe(256);
    expect(peek(outSel(26))).toBe(256);
  });

  test('reading a pad disturbs nothing', () => {
    const { poke, chip } = createSoundBench();
    poke(outSel(26), 23);
    poke(GPIO_ENABLE_W1TS, 1 << 26);
    poke(0x3ff49028, 0x2800);
    expect(chip.gpio.digitalRead(26)).toBe(0);
    expect(chip.matrix.outputSignal(26)).toBe(23);
  });

  test('a watcher hears of every change with its instant, until it is called off', () => {
    const { chip, clock } = createSoundBench();
    const heard: [number, number][] = [];
    chip.gpio.pinMode(27, 'input_pullup');
    const watch = chip.gpio.watch(27, (level, timeNs) => heard.push([level, timeNs]));
    chip.gpio.drive(27, 0, 100);
    chip.gpio.drive(27, 0, 200);
    chip.gpio.drive(27, undefined, 300);
    clock.runUntil(400);
    chip.gpio.pinMode(27, 'input_pulldown');
    watch.cancel();
    chip.gpio.drive(27, 1, 500);
    expect(heard).toEqual([
      [0, 100],
      [1, 300],
      [0, 400],
    ]);
  });

  test.each([28, 40, -1])('GPIO %i has no pad: refused by name', (pad) => {
    const { gpio } = createSoundBench().chip;
    expect(() => gpio.pinMode(pad, 'input')).toThrow(`no pad for GPIO ${pad}`);
  });

  test('GPIO 34 and up cannot drive', () => {
    const { gpio } = createSoundBench().chip;
    gpio.pinMode(34, 'output');
    gpio.digitalWrite(34, 1);
    expect(gpio.level(34)).toBe(0);
  });
});
