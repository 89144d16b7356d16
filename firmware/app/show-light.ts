import { RING_PIXELS } from '../../hardware/pins';
import { openLed, showRing, switchLed } from '../drivers/light';
import type { Settings } from '../settings/settings';
import { isLedLit, paintLight, type LightFrame } from './light-frames';

// Shows light frames on the ring or on the LED, and dims them at night.

/** Shows one frame of the light. */
type ShowLight = (frame: LightFrame) => void;

/** How long a single LED is lit at night, of the 100 ms of a frame. */
const GLINT_MS = 4;

/** At night every light but that of the open microphone has an eighth of its brightness. What was lit stays lit. */
function dim(value: number): number {
  return (value + 7) >> 3;
}

function createRingLight(isNight: boolean): ShowLight {
  const grb = new Uint8Array(3 * RING_PIXELS);
  /** The open microphone's ring for each loudness. It is painted once, because the voice changes it all the time. */
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

  return (frame) => showRing(frame.name === 'microphone open' ? voice(frame) : other(frame));
}

function createLedLight(isNight: boolean): ShowLight {
  openLed();
  const grb = new Uint8Array(3 * RING_PIXELS);
  return (frame) => {
    switchLed(isLedLit(grb, frame));
    if (isNight && frame.name !== 'microphone open') setTimeout(() => switchLed(false), GLINT_MS);
  };
}

/** The light of this board. */
export function createLight(settings: Settings): ShowLight {
  const isNight = settings.night === 'on';
  return settings.light === 'led' ? createLedLight(isNight) : createRingLight(isNight);
}
