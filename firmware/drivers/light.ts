import { PIN_LED, PIN_RING } from '../../hardware/pins';

/** Shows the pixels of the ring: green, red and blue of each, 0–255. */
export function showRing(grb: Uint8Array): void {
  require('neopixel').write(PIN_RING, grb);
}

/** Makes the LED of a board without a ring ready. */
export function openLed(): void {
  pinMode(PIN_LED, 'output');
}

export function switchLed(isLit: boolean): void {
  digitalWrite(PIN_LED, isLit);
}
