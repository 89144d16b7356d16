// Why machine code stopped: what the ESP32 answers with an exception, on which its firmware panics.

const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/** Machine code did what the LX6 answers with an exception. `pc` is the instruction, `address` what it reached for. */
export class Lx6Fault extends Error {
  readonly pc: number;
  readonly address: number;
  constructor(what: string, pc: number, address = pc) {
    super(`machine code at ${hex(pc)}: ${what}`);
    this.pc = pc >>> 0;
    this.address = address >>> 0;
  }
}

/** The bytes are no instruction of this core, or one that must not stand there. */
export class IllegalInstruction extends Lx6Fault {
  override readonly name = 'IllegalInstruction';
  constructor(pc: number, why: string) {
    super(`illegal instruction (${why})`, pc);
  }
}

/** The ESP32 has the instruction, and this interpreter has no model of it. */
export class UnmodelledInstruction extends Lx6Fault {
  override readonly name = 'UnmodelledInstruction';
  constructor(pc: number, instruction: string) {
    super(`${instruction} is not modelled`, pc);
  }
}

/** The program counter left the memory that can be executed. */
export class InstructionFetchProhibited extends Lx6Fault {
  override readonly name = 'InstructionFetchProhibited';
  constructor(pc: number) {
    super('nothing to execute lies here', pc);
  }
}

/** A load or store of 16 or 32 bits at an address that is no multiple of its size. */
export class MisalignedAccess extends Lx6Fault {
  override readonly name = 'MisalignedAccess';
  constructor(pc: number, access: string, address: number) {
    super(`${access} at ${hex(address)}, which is not aligned to its size`, pc, address);
  }
}

/** A load or store of 8 or 16 bits where the bus takes whole words only: instruction memory and registers. */
export class NarrowAccess extends Lx6Fault {
  override readonly name = 'NarrowAccess';
  constructor(pc: number, access: string, address: number, where: string) {
    super(`${access} at ${hex(address)}: ${where} takes whole words only`, pc, address);
  }
}

/** A load or store where there is nothing. */
export class ProhibitedAccess extends Lx6Fault {
  override readonly name = 'ProhibitedAccess';
  constructor(pc: number, access: string, address: number) {
    super(`${access} at ${hex(address)}: nothing is mapped there`, pc, address);
  }
}

/** A division by zero. */
export class IntegerDivideByZero extends Lx6Fault {
  override readonly name = 'IntegerDivideByZero';
  constructor(pc: number) {
    super('division by zero', pc);
  }
}

/** One call has run for more instructions than anything useful needs. */
export class RunawayCode extends Lx6Fault {
  override readonly name = 'RunawayCode';
  constructor(pc: number, limit: number) {
    super(`no end after ${limit} instructions: an endless loop?`, pc);
  }
}

/** The code came back, but its caller's registers or stack are no longer what they were. */
export class CallerDamaged extends Lx6Fault {
  override readonly name = 'CallerDamaged';
  constructor(entry: number, what: string) {
    super(`called here and came back, but ${what}: a frame too small, or a stack overwritten?`, entry);
  }
}
