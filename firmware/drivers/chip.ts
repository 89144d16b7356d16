// The chip: two words of memory that outlast a restart, and its radio for Bluetooth.

/**
 * The end of RTC SLOW memory, which nothing else in the image uses. It keeps its words while the chip restarts after a
 * crash or by its watchdog. After power-on they are random: so each stands beside its check.
 */
const LASTING = 0x50001ff0;
const CHECK = 0x53544742;

/** How many starts in a row were short, and which version's kernels are being tried. */
export const SHORT_STARTS = 0;
export const KERNELS_TRIED = 8;

/** A word that outlasts a restart of the chip; 0 if it was not kept since power-on. */
export function keptWord(word: number): number {
  const value = peek32(LASTING + word);
  return (value ^ peek32(LASTING + 4 + word)) === CHECK ? value | 0 : 0;
}

/** Keeps a word until the power goes. */
export function keepWord(word: number, value: number): void {
  poke32(LASTING + word, value);
  poke32(LASTING + 4 + word, value ^ CHECK);
}

/**
 * Whether Bluetooth may be on. Without `ESP32` to ask it is only known to be off if the interpreter was built without
 * it, and so has no `NRF` either.
 */
export function mayHaveBluetooth(): boolean {
  if (typeof ESP32 === 'undefined') return typeof NRF !== 'undefined';
  return ESP32.enableBLE !== undefined && ESP32.getState().BLE !== false;
}
