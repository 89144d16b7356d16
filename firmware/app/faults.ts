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

/** Anybody in radio range can use the console, and the chip would crash as soon as it joins the Wi-Fi. */
export function bluetoothFault(): Fault {
  return {
    number: 5,
    message: 'Bluetooth is on, so anybody near can use this console: ESP32.enableBLE(false), then upload again',
  };
}

/** The board would crash for ever. */
export function crashFault(): Fault {
  return { number: 6, message: 'the board crashed 3 times soon after its start; load() or power tries again' };
}

/** There is no sound path: flash is full, or the file of the tables path is missing or damaged. */
export function codecFault(message: string): Fault {
  return { number: 4, message: message };
}
