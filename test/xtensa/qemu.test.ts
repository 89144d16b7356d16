import { QEMU_CORES, hasQemu, runOnQemu } from './qemu';
import { QEMU_BASE, QEMU_I2S0, call, fill, show } from './qemu-program';

const onQemu = hasQemu() ? describe : describe.skip;

onQemu.each(QEMU_CORES)('the core %s', (core) => {
  test('fills, calls and shows', () => {
    // entry a1, 48; mov.n a2, a3; retw: the second value (docs/reference/i2s.md, "The first hour on a real board").
    const code = Uint8Array.from([0x36, 0x61, 0x00, 0x2d, 0x03, 0x90, 0x00, 0x00]);
    const answers = runOnQemu(core, [fill(QEMU_BASE, code), call(QEMU_BASE, [1, -2, 3, 4]), show(QEMU_BASE + 2, 3)]);
    expect(answers.readInt32LE(0)).toBe(-2);
    expect([...answers.subarray(4)]).toEqual([0x00, 0x2d, 0x03]);
  });

  test('has memory at the address of the registers of I2S0', () => {
    const word = Uint8Array.of(1, 2, 3, 4);
    expect([...runOnQemu(core, [fill(QEMU_I2S0 + 0x38, word), show(QEMU_I2S0 + 0x38, 4)])]).toEqual([1, 2, 3, 4]);
  });

  test('traps on an invalid instruction', () => {
    const code = Uint8Array.from([0x36, 0x61, 0x00, 0, 0, 0]);
    expect(() => runOnQemu(core, [fill(QEMU_BASE, code), call(QEMU_BASE, [])])).toThrow('qemu-xtensa');
  });
});
