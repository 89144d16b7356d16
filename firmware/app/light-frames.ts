import { RING_PIXELS } from '../../hardware/pins';
import type { LightName } from './lights';

// From a light's name to twelve pixels, in steps of 100 ms. A light that stands still is painted only when it changes,
// and a light that moves changes slowly, because the interpreter has to move sound as well.

/** One colour, each part 0–255. */
type Colour = readonly [red: number, green: number, blue: number];

const RED: Colour = [255, 0, 0];
const GREEN: Colour = [0, 40, 0];
const BRIGHT_GREEN: Colour = [0, 140, 10];
const BLUE: Colour = [0, 24, 110];
const VIOLET: Colour = [60, 0, 90];
const AMBER: Colour = [100, 45, 0];
const WHITE: Colour = [40, 40, 40];
const FAINT: Colour = [2, 2, 2];

export type LightFrame = {
  readonly name: LightName;
  /** Steps of 100 ms since the light came on. */
  readonly step: number;
  /** Voice level 0–4 for the open microphone. */
  readonly level: number;
  readonly othersSpeak: boolean;
  /** How many blinks or pixels: the fault's number, or the place in the queue of hands. */
  readonly count: number;
};

/** Sets one pixel. Numbers go on round the ring. The ring's bytes are green, red and blue. */
function setPixel(grb: Uint8Array, pixel: number, colour: Colour, gain: number): void {
  const at = 3 * (pixel % RING_PIXELS);
  grb[at] = colour[1] * gain;
  grb[at + 1] = colour[0] * gain;
  grb[at + 2] = colour[2] * gain;
}

/**
 * All pixels. The first is copied to 1, 2, 4 and then the last 4 others, in a third of the time that setting each
 * takes.
 */
function fillRing(grb: Uint8Array, colour: Colour, gain: number): void {
  const bytes = 3 * RING_PIXELS;
  setPixel(grb, 0, colour, gain);
  for (let at = 3; at < bytes; at *= 2) grb.set(grb.subarray(0, Math.min(at, bytes - at)), at);
}

/** The first `count` pixels are lit, and the others are dark. */
function fillArc(grb: Uint8Array, count: number, colour: Colour): void {
  grb.fill(0);
  for (let pixel = 0; pixel < Math.min(count, RING_PIXELS); pixel++) setPixel(grb, pixel, colour, 1);
}

/** A bright pixel that goes round, and behind it a tail of `tail` pixels that fades; the others are dark. */
function chase(grb: Uint8Array, head: number, tail: number, colour: Colour): void {
  grb.fill(0);
  for (let i = tail; i >= 0; i--) setPixel(grb, head + RING_PIXELS - i, colour, 0.3 ** i);
}

/** Up and down between 0 and 1 once in `period` steps. */
function breath(step: number, period: number): number {
  return 1 - Math.abs(1 - (2 * (step % period)) / period);
}

/** Whether a blink code of `count` blinks is lit at this step: 200 ms on, 200 ms off, then a second of dark. */
function isBlinkLit(step: number, count: number): boolean {
  const at = step % (4 * count + 10);
  return at < 4 * count && at % 4 < 2;
}

/** Steps for which the brighter pixel of the stage stays in its place. */
const STAGE_STEPS = 3;

/**
 * Pixels of an arc that fills in `steps` steps. The last pixel stays dark: only the open microphone is red all round.
 */
function arcPixels(step: number, steps: number): number {
  return 1 + Math.floor(Math.min(1, step / steps) * (RING_PIXELS - 2));
}

/** Steps for which one picture of a moving light is shown. */
const PICTURE_STEPS = 2;

/** Whether this step's picture may differ from that of the step before. */
export function changesWithStep(frame: LightFrame): boolean {
  switch (frame.name) {
    case 'microphone open':
    case 'audience':
    case 'hand':
    case 'idle':
      return false;
    case 'stage':
      return frame.othersSpeak && frame.step % STAGE_STEPS === 0;
    default:
      return frame.step % PICTURE_STEPS === 0;
  }
}

/** Paints the ring's 36 bytes. */
export function paintLight(grb: Uint8Array, frame: LightFrame): void {
  const step = frame.step - (frame.step % PICTURE_STEPS);
  switch (frame.name) {
    case 'microphone open':
      // The quietest voice still leaves a clear red.
      return fillRing(grb, RED, 0.35 + 0.65 * (frame.level / 4));
    case 'stage':
      fillRing(grb, GREEN, 1);
      if (frame.othersSpeak) setPixel(grb, Math.floor(frame.step / STAGE_STEPS), BRIGHT_GREEN, 1);
      return;
    case 'audience':
      return fillRing(grb, BLUE, frame.othersSpeak ? 1 : 0.27);
    case 'hand':
      return fillArc(grb, frame.count, AMBER);
    case 'ringing':
      return chase(grb, step / PICTURE_STEPS, 3, VIOLET);
    case 'offered':
      return fillRing(grb, AMBER, step % 4 ? 0.2 : 1);
    case 'consulting':
      return fillRing(grb, VIOLET, 0.1 + 0.9 * breath(step, 40));
    case 'reconnecting':
      return chase(grb, step / PICTURE_STEPS, 1, BLUE);
    case 'refused':
      // White as without a network, and amber in turn: there is something for the owner to do.
      return fillRing(grb, step % 12 < 6 ? WHITE : AMBER, step % 6 < 4 ? 1 : 0);
    case 'joining':
      return fillArc(grb, 1 + ((step / PICTURE_STEPS) % RING_PIXELS), BLUE);
    case 'countdown':
      return fillArc(grb, arcPixels(step, 80), WHITE);
    case 'reset':
      return fillArc(grb, arcPixels(step, 120), RED);
    case 'reminder':
      return fillRing(grb, WHITE, step % 20 ? 0 : 1);
    case 'offline':
      return fillRing(grb, WHITE, step % 12 < 6 ? 1 : 0);
    case 'set-up':
      return fillRing(grb, WHITE, breath(step, 20));
    case 'fault':
      return fillRing(grb, RED, isBlinkLit(step, frame.count) ? 1 : 0);
    case 'idle':
      return fillArc(grb, 1, FAINT);
  }
}

/** A pixel that moving lights light and darken again, and the sum of its colours above which it counts as lit. */
const SAMPLE_PIXEL = 6;
const BRIGHT = 40;

/**
 * Whether the LED of a board without a ring is lit. It is solid for the open microphone alone. It has gaps for a light
 * that stands still on the ring. For other lights it does what one pixel of the ring would do. `grb` is 36 bytes to
 * paint in.
 */
export function isLedLit(grb: Uint8Array, frame: LightFrame): boolean {
  const step = frame.step;
  switch (frame.name) {
    case 'microphone open':
      return true;
    case 'stage':
      return step % 20 > 1;
    case 'hand':
      return step % 20 > 5 || step % 4 > 1;
    case 'audience':
      return step % 20 > 9;
    case 'countdown':
    case 'reset':
    case 'joining':
      return step % 4 < 2;
    default: {
      paintLight(grb, frame);
      const at = 3 * SAMPLE_PIXEL;
      return grb[at]! + grb[at + 1]! + grb[at + 2]! > BRIGHT;
    }
  }
}
