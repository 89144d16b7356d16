// Why machine code stopped. On the ESP32 these are exceptions, at which the firmware panics.

const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/** Machine code caused an exception of the LX6. `pc` is the instruction, and `address` is what it accessed. */
export class Lx6Fault extends Error {
  readonly pc: number;
  readonly address: number;
  constructor(what: string, pc: number, address = pc) {
    super(`machine code at ${hex(pc)}: ${what}`);
    this.pc = pc >>> 0;
    this.address = address >>> 0;
  }
}

/** The bytes are no instruction of this core, or one that is not allowed there. */
export class IllegalInstruction extends Lx6Fault {
  override readonly name = 'IllegalInstruction';
  constructor(pc: number, why: string) {
    super(`illegal instruction (${why})`, pc);
  }
}

/** The ESP32 has the instruction, and this simulator does not model it. */
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
    super('there is nothing to execute here', pc);
  }
}

/** A load or store of 16 or 32 bits at an address that is not a multiple of its size. */
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

/** A load or store at an address without memory. */
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

/** A call has taken more instructions than any useful code needs. */
export class RunawayCode extends Lx6Fault {
  override readonly name = 'RunawayCode';
  constructor(pc: number, limit: number) {
    super(`no end after ${limit} instructions: is it an endless loop?`, pc);
  }
}

/** The code returned, but it changed registers or stack of its caller. */
export class CallerDamaged extends Lx6Fault {
  override readonly name = 'CallerDamaged';
  constructor(entry: number, what: string) {
    super(`the call returned, but ${what}: is a frame too small, or the stack overwritten?`, entry);
  }
}
