import { PIN_LED, PIN_RING } from '../../hardware/pins';

/** The ring of addressable pixels. What it returns shows them: green, red and blue of each, 0–255. */
export function openRing(): (grb: Uint8Array) => void {
  const neopixel = require('neopixel');
  return (grb) => neopixel.write(PIN_RING, grb);
}

/** The single LED of a board without a ring. What it returns switches it. */
export function openLed(): (isLit: boolean) => void {
  pinMode(PIN_LED, 'output');
  return (isLit) => digitalWrite(PIN_LED, isLit);
}
