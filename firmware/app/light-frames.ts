import { RING_PIXELS } from '../../hardware/pins';
import type { LightName } from './lights';

// From a light's name to twelve pixels, in steps of 100 ms. In a room a light that stands still is painted only when
// it changes: the interpreter has sound to attend to.

/** One colour, each part 0–255. */
type Colour = readonly [red: number, green: number, blue: number];

const RED: Colour = [255, 0, 0];
const GREEN: Colour = [0, 40, 0];
const BRIGHT_GREEN: Colour = [0, 140, 10];
const SOFT_BLUE: Colour = [0, 6, 30];
const BRIGHT_BLUE: Colour = [0, 24, 110];
const BLUE: Colour = [0, 20, 90];
const WHITE: Colour = [40, 40, 40];
const FAINT: Colour = [2, 2, 2];

export type LightFrame = {
  readonly name: LightName;
  /** Steps of 100 ms since the light came on. */
  readonly step: number;
  /** Voice level 0–4 for the open microphone. */
  readonly level: number;
  readonly othersSpeak: boolean;
  /** The fault's number: so many blinks. */
  readonly fault: number;
};

/** Sets one pixel; the ring takes green first. */
function setPixel(grb: Uint8Array, pixel: number, colour: Colour): void {
  grb[3 * pixel] = colour[1];
  grb[3 * pixel + 1] = colour[0];
  grb[3 * pixel + 2] = colour[2];
}

function fillRing(grb: Uint8Array, colour: Colour): void {
  for (let pixel = 0; pixel < RING_PIXELS; pixel++) setPixel(grb, pixel, colour);
}

/** Up and down between 0 and 1 once in `period` steps. */
function breath(step: number, period: number): number {
  const phase = (step % period) / period;
  return phase < 0.5 ? 2 * phase : 2 - 2 * phase;
}

function dimmed(colour: Colour, gain: number): Colour {
  return [Math.round(colour[0] * gain), Math.round(colour[1] * gain), Math.round(colour[2] * gain)];
}

/** Whether a blink code of `count` blinks is lit at this step: 200 ms on, 200 ms off, then a second of dark. */
function isBlinkLit(step: number, count: number): boolean {
  const at = step % (4 * count + 10);
  return at < 4 * count && at % 4 < 2;
}

/** Steps for which the brighter pixel of the stage stays where it is: painting costs time that the sound needs. */
const STEPS_A_PIXEL = 3;

/** Whether this step's picture differs from that of the step before. */
export function changesWithStep(frame: LightFrame): boolean {
  switch (frame.name) {
    case 'microphone open':
    case 'audience':
    case 'idle':
      return false;
    case 'stage':
      return frame.othersSpeak && frame.step % STEPS_A_PIXEL === 0;
    default:
      return true;
  }
}

/** Paints the ring's 36 bytes. */
export function paintLight(grb: Uint8Array, frame: LightFrame): void {
  const step = frame.step;
  switch (frame.name) {
    case 'microphone open':
      // Never dimmed away: the quietest voice still leaves a clear red.
      return fillRing(grb, dimmed(RED, 0.35 + 0.65 * (frame.level / 4)));
    case 'stage':
      fillRing(grb, GREEN);
      if (frame.othersSpeak) setPixel(grb, Math.floor(step / STEPS_A_PIXEL) % RING_PIXELS, BRIGHT_GREEN);
      return;
    case 'audience':
      return fillRing(grb, frame.othersSpeak ? BRIGHT_BLUE : SOFT_BLUE);
    case 'reconnecting':
      fillRing(grb, [0, 0, 0]);
      setPixel(grb, step % RING_PIXELS, BLUE);
      return setPixel(grb, (step + RING_PIXELS - 1) % RING_PIXELS, dimmed(BLUE, 0.3));
    case 'joining':
      fillRing(grb, [0, 0, 0]);
      for (let pixel = 0; pixel <= step % RING_PIXELS; pixel++) setPixel(grb, pixel, BLUE);
      return;
    case 'offline':
      return fillRing(grb, step % 10 < 5 ? WHITE : [0, 0, 0]);
    case 'connecting':
      return fillRing(grb, dimmed(WHITE, breath(step, 20)));
    case 'fault':
      return fillRing(grb, isBlinkLit(step, frame.fault) ? RED : [0, 0, 0]);
    case 'idle':
      fillRing(grb, [0, 0, 0]);
      return setPixel(grb, 0, FAINT);
  }
}

/** The same on a board with a single LED: solid for the open microphone, else patterns in time. */
export function isLedLit(frame: LightFrame): boolean {
  const step = frame.step;
  switch (frame.name) {
    case 'microphone open':
      return true;
    case 'fault':
      return isBlinkLit(step, frame.fault);
    case 'stage':
      return step % 20 !== 0;
    case 'audience':
      return step % 20 < 10;
    case 'reconnecting':
    case 'joining':
      return step % 2 === 0;
    case 'offline':
      return step % 10 < 5;
    case 'connecting':
      return step % 20 < 10;
    case 'idle':
      return false;
  }
}
