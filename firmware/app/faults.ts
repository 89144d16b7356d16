// Faults that keep the speaker from working. Their number is what the light blinks and the manual lists.

export type Fault = { readonly number: number; readonly text: string };

/** The memory that the sound hardware needs cannot be had. */
export function memoryFault(text: string): Fault {
  return { number: 1, text: text };
}

/** The I2S block does not run. */
export function i2sFault(text: string): Fault {
  return { number: 2, text: text };
}

/** The interpreter moved the memory that the sound hardware uses. */
export function movedFault(): Fault {
  return {
    number: 3,
    text: 'the sound memory was moved (E.defrag, E.toFlatString or a file was used): restart the board',
  };
}

/** There is no sound path: flash is full, or the file of the tables path is missing or damaged. */
export function codecFault(text: string): Fault {
  return { number: 4, text: text };
}
