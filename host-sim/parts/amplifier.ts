import type { LineListener, LinePads, LineRun } from '../peripherals/i2s-line';
import { Recording } from './recording';

// Maxim MAX98357A datasheet 19-6779: LRCLK is one of these rates, BCLK is 32, 48 or 64 times as fast, and data has
// Philips alignment. With other clocks the output is off. SD_MODE selects the left slot or the mean of both.
const RATES_HZ = [8_000, 16_000, 32_000, 44_100, 48_000, 88_200, 96_000];
const RATE_TOLERANCE = 0.01;
const BCK_PER_FRAME = [32, 48, 64];

/** How an amplifier is connected. */
export type AmplifierOptions = {
  readonly pads: LinePads;
  /** What SD_MODE selects. Default: the left slot. */
  readonly channel?: 'left' | 'mean';
};

/** A MAX98357A with a loudspeaker, and a recorder that keeps what it played. */
export class Amplifier implements LineListener {
  readonly kind = 'listener';
  readonly pads: LinePads;
  readonly recording = new Recording();
  private readonly channel: 'left' | 'mean';
  private reason: string | undefined;
  /** The clocks that `reason` and `nominalHz` are about. */
  private clocks = { frameHz: 0, slotBits: 0 };
  private nominalHz: number | undefined;
  private samples = new Int16Array(0);

  constructor({ pads, channel = 'left' }: AmplifierOptions) {
    this.pads = pads;
    this.channel = channel;
  }

  /** Why the output is off with the latest clocks, or undefined while it is on. */
  get mutedBecause(): string | undefined {
    return this.reason;
  }

  listen(run: LineRun): void {
    if (run.frameHz !== this.clocks.frameHz || run.slotBits !== this.clocks.slotBits) this.judge(run);
    const { nominalHz } = this;
    if (nominalHz === undefined || this.reason !== undefined) return;
    const { left, right, isPhilips, frames } = run;
    if (this.samples.length < frames) this.samples = new Int16Array(frames);
    for (let i = 0; i < frames; i++) {
      // Without Philips alignment the amplifier reads each slot one bit late: its last bit is the first of the next
      // slot. At the end of a run that next slot is not known yet. It changes only the lowest of 32 bits.
      const l = isPhilips ? left[i]! : (left[i]! << 1) | (right[i]! >>> 31);
      if (this.channel === 'left') this.samples[i] = l >> 16;
      else {
        const r = isPhilips ? right[i]! : (right[i]! << 1) | ((i + 1 < frames ? left[i + 1]! : 0) >>> 31);
        this.samples[i] = ((l >> 16) + (r >> 16)) >> 1;
      }
    }
    this.recording.append(this.samples, run.startNs, run.frameHz, nominalHz, frames);
  }

  /** Finds out what the amplifier makes of other clocks. */
  private judge({ frameHz, slotBits }: LineRun): void {
    this.clocks = { frameHz, slotBits };
    this.nominalHz = RATES_HZ.find((rateHz) => Math.abs(frameHz - rateHz) <= RATE_TOLERANCE * rateHz);
    this.reason = undefined;
    if (this.nominalHz === undefined) this.reason = `it cannot play ${Math.round(frameHz)} Hz`;
    else if (!BCK_PER_FRAME.includes(2 * slotBits)) this.reason = `it cannot take ${2 * slotBits} BCK a frame`;
  }
}
