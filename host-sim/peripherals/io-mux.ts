import type { Peripheral } from '../core/bus';
import { RegisterFile } from '../core/register-file';

// ESP32 Technical Reference Manual, chapter "IO_MUX and GPIO Matrix". Names are the manual's.
const IO_MUX_BASE = 0x3ff49000;
const FUN_PD = 1 << 7;
const FUN_PU = 1 << 8;
const FUN_IE = 1 << 9;
const FUN_DRV_RESET = 2 << 10;
const MCU_SEL_SHIFT = 12;
const MCU_SEL_MASK = 7 << MCU_SEL_SHIFT;
const MCU_SEL_GPIO_MATRIX = 2;
const FIELDS = 0x7fff;

/** The offset of each pad's register, by GPIO number. Numbers without an entry have no pad. */
// prettier-ignore
const OFFSETS: Readonly<Record<number, number>> = {
  0: 0x44, 1: 0x88, 2: 0x40, 3: 0x84, 4: 0x48, 5: 0x6c, 6: 0x60, 7: 0x64, 8: 0x68, 9: 0x54,
  10: 0x58, 11: 0x5c, 12: 0x34, 13: 0x38, 14: 0x30, 15: 0x3c, 16: 0x4c, 17: 0x50, 18: 0x70, 19: 0x74,
  20: 0x78, 21: 0x7c, 22: 0x80, 23: 0x8c, 24: 0x90, 25: 0x24, 26: 0x28, 27: 0x2c, 32: 0x1c, 33: 0x20,
  34: 0x14, 35: 0x18, 36: 0x04, 37: 0x08, 38: 0x0c, 39: 0x10,
};

/** The pads whose pull bits in this block have no effect (erratum GPIO-3.6). The RTC block controls their pulls. */
const RTC_PADS: readonly number[] = [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 37, 38, 39];

/** The way a pad is pulled while nothing drives it. */
export type Pull = 'up' | 'down' | 'none';

/** The function, input enable and pulls of every pad. */
export class IoMux implements Peripheral {
  readonly name = 'IO_MUX';
  private readonly file: RegisterFile;
  /** The pulls of the RTC pads. They replace the registers of the RTC block, which is not modelled. */
  private readonly rtcPulls = new Map<number, Pull>();

  constructor(ports: { readonly beforeChange: () => void; readonly onChange: () => void }) {
    const registers = Object.entries(OFFSETS).map(([pad, offset]) => ({
      name: `IO_MUX_GPIO${pad}`,
      offset,
      reset: FUN_DRV_RESET,
      writable: FIELDS,
      check: ports.beforeChange,
    }));
    this.file = new RegisterFile('IO_MUX', IO_MUX_BASE, registers, { changed: ports.onChange });
  }

  read(offset: number): number {
    return this.file.read(offset);
  }

  write(offset: number, value: number): void {
    this.file.write(offset, value);
  }

  /** Whether the GPIO of this number has a pad. */
  hasPad(pad: number): boolean {
    return OFFSETS[pad] !== undefined;
  }

  /** Whether the pad is connected to the GPIO matrix and not to one of its fixed functions. */
  isOnMatrix(pad: number): boolean {
    return (this.get(pad) & MCU_SEL_MASK) >> MCU_SEL_SHIFT === MCU_SEL_GPIO_MATRIX;
  }

  /** Whether the chip can read the level of the pad. */
  isInputEnabled(pad: number): boolean {
    return (this.get(pad) & FUN_IE) !== 0;
  }

  /** The way the pad is pulled. */
  pull(pad: number): Pull {
    if (RTC_PADS.includes(pad)) return this.rtcPulls.get(pad) ?? 'none';
    const bits = this.get(pad);
    if ((bits & FUN_PU) !== 0) return 'up';
    return (bits & FUN_PD) !== 0 ? 'down' : 'none';
  }

  /**
   * Connects a pad to the matrix, enables or disables its input, and sets its pull, as ESP-IDF's `gpio_config` does.
   */
  select(pad: number, isInput: boolean, pull: Pull): void {
    const isRtcPad = RTC_PADS.includes(pad);
    if (isRtcPad) this.rtcPulls.set(pad, pull);
    const kept = this.get(pad) & ~(MCU_SEL_MASK | FUN_IE | FUN_PU | FUN_PD);
    const pullBits = isRtcPad || pull === 'none' ? 0 : pull === 'up' ? FUN_PU : FUN_PD;
    const matrix = MCU_SEL_GPIO_MATRIX << MCU_SEL_SHIFT;
    this.file.set(this.offsetOf(pad), kept | matrix | pullBits | (isInput ? FUN_IE : 0));
  }

  /** Every register by name. */
  registers(): Record<string, number> {
    return this.file.dump();
  }

  private get(pad: number): number {
    return this.hasPad(pad) ? this.file.get(this.offsetOf(pad)) : 0;
  }

  private offsetOf(pad: number): number {
    const offset = OFFSETS[pad];
    if (offset === undefined) throw new RangeError(`the chip has no pad for GPIO ${pad}`);
    return offset;
  }
}
