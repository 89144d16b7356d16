import { PIN_LED, PIN_RING, RING_PIXELS } from '../../hardware/pins';
import { isLedLit, paintLight, type LightFrame } from '../app/light-frames';

/** Shows one frame of the light. */
export type Light = (frame: LightFrame) => void;

export function createRingLight(): Light {
  const neopixel = require('neopixel');
  const grb = new Uint8Array(3 * RING_PIXELS);
  return (frame) => {
    paintLight(grb, frame);
    neopixel.write(PIN_RING, grb);
  };
}

export function createLedLight(): Light {
  pinMode(PIN_LED, 'output');
  return (frame) => digitalWrite(PIN_LED, isLedLit(frame));
}
