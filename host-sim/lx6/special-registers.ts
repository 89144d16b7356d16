import { UnmodelledInstruction } from './errors';
import type { Windows } from './windows';

/** The special and user registers, as translated code leaves them when it stops. */
export class SpecialRegisters {
  sar = 0;
  lbeg = 0;
  lend = 0;
  lcount = 0;
  threadPointer = 0;
  /** Instructions retired since the start, which CCOUNT reads. */
  retired = 0;
  private readonly windows: Windows;

  constructor(windows: Windows) {
    this.windows = windows;
  }

  /** `rsr`: reads a special register by its number. @throws UnmodelledInstruction */
  read(number: number, pc: number): number {
    const value = READERS[number]?.(this, this.windows);
    if (value === undefined) throw new UnmodelledInstruction(pc, `rsr of special register ${number}`);
    return value | 0;
  }

  /** `wsr`: writes a special register. @throws UnmodelledInstruction */
  write(number: number, value: number, pc: number): void {
    const writer = WRITERS[number];
    if (writer === undefined) throw new UnmodelledInstruction(pc, `wsr of special register ${number}`);
    writer(this, value);
  }

  /** `rur`: reads a user register. @throws UnmodelledInstruction */
  readUser(number: number, pc: number): number {
    if (number !== THREADPTR) throw new UnmodelledInstruction(pc, `rur of user register ${number}`);
    return this.threadPointer;
  }

  /** `wur`: writes a user register. @throws UnmodelledInstruction */
  writeUser(number: number, value: number, pc: number): void {
    if (number !== THREADPTR) throw new UnmodelledInstruction(pc, `wur of user register ${number}`);
    this.threadPointer = value;
  }
}

const THREADPTR = 231;
/** PS in a task of FreeRTOS: windows and user mode are on, and no interrupt is masked. CALLINC is at bit 16. */
const PS_OF_A_TASK = 0x40020;
/** PRID of PRO_CPU. */
const PRO_CPU = 0xcdcd;

// The numbers are those in the Xtensa ISA reference manual, "Special Registers".
const READERS: Readonly<Record<number, (special: SpecialRegisters, windows: Windows) => number>> = {
  0: ({ lbeg }) => lbeg,
  1: ({ lend }) => lend,
  2: ({ lcount }) => lcount,
  3: ({ sar }) => sar,
  72: (_, { base }) => base,
  73: (_, { start }) => start,
  230: (_, { callIncrement }) => PS_OF_A_TASK | (callIncrement << 16),
  234: ({ retired }) => retired,
  235: () => PRO_CPU,
};

/** LBEG and LEND are missing: only `loop` can set them, for the translation must know where loops end. */
const WRITERS: Readonly<Record<number, (special: SpecialRegisters, value: number) => void>> = {
  2: (special, value) => (special.lcount = value),
  3: (special, value) => (special.sar = value & 63),
};
