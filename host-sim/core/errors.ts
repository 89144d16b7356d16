// Why a run stopped. Each message names the address or the register, so that the mistake in the firmware is easy to find.

const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/** The firmware accessed an address at which this board has nothing. */
export class UnmappedAddress extends Error {
  override readonly name = 'UnmappedAddress';
  constructor(access: 'read' | 'write', address: number) {
    super(`${access} of ${hex(address)}: nothing is mapped there`);
  }
}

/**
 * The firmware accessed a register that this simulator does not model. The run stops: an invented value would mislead.
 */
export class UnmodelledRegister extends Error {
  override readonly name = 'UnmodelledRegister';
  constructor(access: 'read' | 'write', register: string, address: number) {
    super(`${access} of ${register} at ${hex(address)}: the simulator has no model of it`);
  }
}

/** The firmware accessed a register of a block whose clock is off or which is held in reset. */
export class GatedAccess extends Error {
  override readonly name = 'GatedAccess';
  constructor(access: 'read' | 'write', register: string, why: string) {
    super(`${access} of ${register}: ${why}`);
  }
}

/** The firmware wrote a value with which the real block would do something undefined, or something not modelled. */
export class BadRegisterValue extends Error {
  override readonly name = 'BadRegisterValue';
  constructor(register: string, value: number, why: string) {
    super(`${register} = ${hex(value)}: ${why}`);
  }
}

/** A DMA descriptor names memory outside every placed buffer. On a board it would read or overwrite foreign data. */
export class StrayDma extends Error {
  override readonly name = 'StrayDma';
  constructor(dma: string, descriptor: number, buffer: number, bytes: number) {
    super(
      `${dma}: the descriptor at ${hex(descriptor)} names ${bytes} bytes at ${hex(buffer)}, ` +
        `which are not inside one placed buffer`,
    );
  }
}
