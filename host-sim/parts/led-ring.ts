import { Timeline } from './timeline';

/** Colours of the pixels as 0xRRGGBB, the first pixel first. */
export type RingColours = readonly number[];

// Worldsemi WS2812B datasheet: 24 bits a pixel in the order green, red, blue. Each pixel keeps the first 24 bits that
// it gets and passes the others on. Bits for more pixels than there are have no effect; with fewer, the last pixels
// keep theirs.
const BYTES_PER_PIXEL = 3;

/** A ring of WS2812B pixels, dark at power-on. */
export class LedRing {
  readonly timeline = new Timeline<RingColours>();

  constructor(pixels: number) {
    this.timeline.push(0, new Array<number>(pixels).fill(0));
  }

  /** The colours now. */
  get colours(): RingColours {
    return this.timeline.last ?? [];
  }

  /** Shows the bytes that the data line carried at `timeNs`. */
  show(timeNs: number, grb: ArrayLike<number>): void {
    const whole = Math.floor(grb.length / BYTES_PER_PIXEL);
    const colours = this.colours.map((before, pixel) => {
      if (pixel >= whole) return before;
      const at = pixel * BYTES_PER_PIXEL;
      return ((grb[at + 1]! & 0xff) << 16) | ((grb[at]! & 0xff) << 8) | (grb[at + 2]! & 0xff);
    });
    this.timeline.push(timeNs, colours);
  }
}
