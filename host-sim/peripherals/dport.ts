import type { Peripheral } from '../core/bus';
import { RegisterFile } from '../core/register-file';

// ESP32 Technical Reference Manual, chapter "System and Memory", DPORT registers. Names are the manual's.
const DPORT_BASE = 0x3ff00000;
const PERIP_CLK_EN = 0xc0;
const PERIP_RST_EN = 0xc4;

/** The blocks whose clock and reset are modelled. Their bit is the same in both registers. */
const BITS = { I2S0: 1 << 4, I2S1: 1 << 21 } as const;

/** A block whose clock and reset the DPORT controls. */
type GatedBlock = keyof typeof BITS;

/** What the DPORT reports to the chip. */
type DportPorts = {
  /** The clock or reset of a block is about to change: the block must catch up with the present instant. */
  readonly beforeChange: () => void;
  /** The reset line of a block went up: its registers get their reset values. */
  readonly onReset: (block: GatedBlock) => void;
  /** The clock or reset of a block has changed. */
  readonly onChange: () => void;
};

/** Clock gates and reset lines of the peripherals. */
export class Dport implements Peripheral {
  readonly name = 'DPORT';
  private readonly file: RegisterFile;

  constructor(ports: DportPorts) {
    const risen = (written: number, before: number): void => {
      for (const block of Object.keys(BITS) as GatedBlock[]) {
        if ((written & ~before & BITS[block]) !== 0) ports.onReset(block);
      }
    };
    this.file = new RegisterFile(
      'DPORT',
      DPORT_BASE,
      [
        { name: 'DPORT_PERIP_CLK_EN', offset: PERIP_CLK_EN, reset: 0xf9c1e06f, check: ports.beforeChange },
        // The manual's reset value is 0. A program finds another one: ESP-IDF's start-up code (esp_perip_clk_init)
        // leaves both I2S blocks without a clock and held in reset.
        {
          name: 'DPORT_PERIP_RST_EN',
          offset: PERIP_RST_EN,
          reset: BITS.I2S0 | BITS.I2S1,
          check: ports.beforeChange,
          written: risen,
        },
      ],
      { changed: ports.onChange },
    );
  }

  read(offset: number): number {
    return this.file.read(offset);
  }

  write(offset: number, value: number): void {
    this.file.write(offset, value);
  }

  /** Whether a block has its clock and is out of reset. */
  isRunning(block: GatedBlock): boolean {
    return this.whyNotRunning(block) === undefined;
  }

  /** Why a block does not run, as text, or undefined while it runs. */
  whyNotRunning(block: GatedBlock): string | undefined {
    const bit = BITS[block];
    if ((this.file.get(PERIP_CLK_EN) & bit) === 0) return `${block} has no clock: set its bit in DPORT_PERIP_CLK_EN`;
    if ((this.file.get(PERIP_RST_EN) & bit) !== 0)
      return `${block} is held in reset: clear its bit in DPORT_PERIP_RST_EN`;
    return undefined;
  }

  /** Every register by name. */
  registers(): Record<string, number> {
    return this.file.dump();
  }
}
