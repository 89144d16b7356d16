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

/** The chip restarts in the middle of a callback. The firmware cannot catch it. */
export class ChipRestart extends Error {
  override readonly name = 'ChipRestart';
  constructor(why: string) {
    super(why);
  }
}

/** There was no variable left. The interpreter ends the callback, which cannot catch it, and removes the interval or watch. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
  constructor() {
    super('the callback ran out of memory');
  }
}

/** Runs the callback of an interval or a watch, and removes that if the callback was interrupted, as the interpreter does. */
export function runInterruptible(callback: () => void, remove: () => void): void {
  try {
    callback();
  } catch (thrown) {
    if (thrown instanceof OutOfMemory) remove();
    throw thrown;
  }
}
