// Faults that keep the speaker from working. The light blinks a fault's number, and docs/owner.md lists them.

export type Fault = { readonly number: number; readonly message: string };

/** The board has not the memory that the sound hardware needs. */
export function memoryFault(message: string): Fault {
  return { number: 1, message: message };
}

/** The I2S block does not run. */
export function i2sFault(message: string): Fault {
  return { number: 2, message: message };
}

/** The interpreter moved the memory that the sound hardware uses. */
export function movedFault(): Fault {
  return {
    number: 3,
    message: 'the sound memory was moved (E.defrag, E.toFlatString or a file was used): restart the board',
  };
}

/** There is no sound path: flash is full, or the file of the tables path is missing or damaged. */
export function codecFault(message: string): Fault {
  return { number: 4, message: message };
}
