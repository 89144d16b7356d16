// Why a run stopped. Each message names the thing, so that the firmware's author need not look for it.

const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/** The firmware touched an address at which this board has nothing at all. */
export class UnmappedAddress extends Error {
  override readonly name = 'UnmappedAddress';
  constructor(access: 'read' | 'write', address: number) {
    super(`${access} of ${hex(address)}: nothing is mapped there`);
  }
}

/** The firmware touched a register this simulator has no model of: better to stop than to invent an answer. */
export class UnmodelledRegister extends Error {
  override readonly name = 'UnmodelledRegister';
  constructor(access: 'read' | 'write', register: string, address: number) {
    super(`${access} of ${register} at ${hex(address)}: the simulator has no model of it`);
  }
}

/** The firmware touched a register of a block whose clock is off or which is held in reset. */
export class GatedAccess extends Error {
  override readonly name = 'GatedAccess';
  constructor(access: 'read' | 'write', register: string, why: string) {
    super(`${access} of ${register}: ${why}`);
  }
}

/** A register was given a value with which the real block would do something undefined. */
export class BadRegisterValue extends Error {
  override readonly name = 'BadRegisterValue';
  constructor(register: string, value: number, why: string) {
    super(`${register} = ${hex(value)}: ${why}`);
  }
}

/** A DMA was sent to memory that belongs to nobody: on the board it would read noise, or overwrite the interpreter. */
export class StrayDma extends Error {
  override readonly name = 'StrayDma';
  constructor(dma: string, descriptor: number, buffer: number, bytes: number) {
    super(
      `${dma}: the descriptor at ${hex(descriptor)} names ${bytes} bytes at ${hex(buffer)}, ` +
        `which do not lie inside one placed buffer`,
    );
  }
}
