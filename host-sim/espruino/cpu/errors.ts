// Why a run stopped, on the interpreter's side. The hardware's reasons are in core/errors.ts.

/** One callback of the firmware has kept the CPU for a minute of the board's time. */
export class EndlessCallback extends Error {
  override readonly name = 'EndlessCallback';
  constructor() {
    super('one callback of the firmware has run for 60 s: an endless loop? A wait for hardware needs a timer');
  }
}

/** The firmware called something that stock Espruino has and this simulator has no model of. */
export class UnmodelledCall extends Error {
  override readonly name = 'UnmodelledCall';
  constructor(call: string, why: string) {
    super(`${call}: ${why}`);
  }
}

/** Machine code was called on a board that is made to panic at it. The firmware never sees this: its run is over. */
export class NativePanic extends Error {
  override readonly name = 'NativePanic';
  constructor(address: number) {
    super(`the call of machine code at 0x${address.toString(16)} made the board panic`);
  }
}
