import { PIN_LED, PIN_RING, RING_PIXELS } from '../../hardware/pins';
import { isLedLit, paintLight, type LightFrame } from '../app/light-frames';

/** Shows one frame of the light. */
export type Light = (frame: LightFrame) => void;

/** How long a single LED is lit at night, of the 100 ms that it would be. */
const GLINT_MS = 4;

/** At night all but the open microphone is dim: an eighth, and nothing that was lit goes dark. */
function dim(value: number): number {
  return (value + 7) >> 3;
}

export function createRingLight(isNight: boolean): Light {
  const neopixel = require('neopixel');
  const grb = new Uint8Array(3 * RING_PIXELS);
  /** The open microphone's ring for each loudness, painted once: the voice changes it all the time. */
  const voices: (Uint8Array | undefined)[] = [];

  function voice(frame: LightFrame): Uint8Array {
    const known = voices[frame.level];
    if (known) return known;
    const painted = new Uint8Array(3 * RING_PIXELS);
    paintLight(painted, frame);
    return (voices[frame.level] = painted);
  }

  function other(frame: LightFrame): Uint8Array {
    paintLight(grb, frame);
    if (isNight) E.mapInPlace(grb, grb, dim);
    return grb;
  }

  return (frame) => neopixel.write(PIN_RING, frame.name === 'microphone open' ? voice(frame) : other(frame));
}

export function createLedLight(isNight: boolean): Light {
  const grb = new Uint8Array(3 * RING_PIXELS);
  pinMode(PIN_LED, 'output');
  return (frame) => {
    digitalWrite(PIN_LED, isLedLit(grb, frame));
    if (isNight && frame.name !== 'microphone open') setTimeout(() => digitalWrite(PIN_LED, 0), GLINT_MS);
  };
}
