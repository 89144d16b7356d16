// Why the interpreter stopped. The reasons of the hardware are in core/errors.ts.

/** One callback of the firmware has run for a minute of the board's time. */
export class EndlessCallback extends Error {
  override readonly name = 'EndlessCallback';
  constructor() {
    super('one callback of the firmware has run for 60 s: is it an endless loop? To wait for hardware, set a timer');
  }
}

/** The firmware called a function that stock Espruino has and this simulator does not model. */
export class UnmodelledCall extends Error {
  override readonly name = 'UnmodelledCall';
  constructor(call: string, why: string) {
    super(`${call}: ${why}`);
  }
}

/** The firmware called machine code on a board that panics at such calls. The firmware cannot catch it. */
export class NativePanic extends Error {
  override readonly name = 'NativePanic';
  constructor(address: number) {
    super(`the call of machine code at 0x${address.toString(16)} made the board panic`);
  }
}
