import { PIN_LED, PIN_RING, RING_PIXELS } from '../../hardware/pins';
import { isLedLit, paintLight, type LightFrame } from '../app/light-frames';

/** Shows one frame of the light. */
export type Light = (frame: LightFrame) => void;

export function createRingLight(): Light {
  const neopixel = require('neopixel');
  const grb = new Uint8Array(3 * RING_PIXELS);
  /** The open microphone's ring for each loudness, painted once: the voice changes it all the time. */
  const voices: (Uint8Array | undefined)[] = [];

  function paint(into: Uint8Array, frame: LightFrame): Uint8Array {
    paintLight(into, frame);
    return into;
  }

  function voice(frame: LightFrame): Uint8Array {
    const known = voices[frame.level];
    if (known) return known;
    return (voices[frame.level] = paint(new Uint8Array(3 * RING_PIXELS), frame));
  }

  return (frame) => neopixel.write(PIN_RING, frame.name === 'microphone open' ? voice(frame) : paint(grb, frame));
}

export function createLedLight(): Light {
  const grb = new Uint8Array(3 * RING_PIXELS);
  pinMode(PIN_LED, 'output');
  return (frame) => digitalWrite(PIN_LED, isLedLit(grb, frame));
}
