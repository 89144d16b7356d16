import type { LinePads, LineRun, LineTalker } from '../peripherals/i2s-line';
import type { SampleSource } from './sample-source';

// InvenSense INMP441 datasheet DS-000027: 24 bits in the top of a 32-bit slot, 64 SCK cycles a frame, WS from 7.8 kHz to
// 50 kHz, Philips alignment, L/R pin low means the slot while WS is low. The other slot is not driven: the pull-down on
// the wire makes it zero.
const SLOT_BITS = 32;
const LOWEST_HZ = 7_800;
const HIGHEST_HZ = 50_000;
const FULL_SCALE = 0x800000;

/** How a microphone is built in. */
export type MicrophoneOptions = {
  readonly pads: LinePads;
  /** What it hears. */
  readonly source: SampleSource;
  /** BCK cycles after the clock appears during which it says zero. The datasheet's 2^18 are for the power-up. */
  readonly startupBckCycles?: number;
};

/** An INMP441 with its L/R pin low. */
export class Microphone implements LineTalker {
  readonly kind = 'talker';
  readonly pads: LinePads;
  private readonly source: SampleSource;
  private readonly startupBckCycles: number;
  private heard = new Float64Array(0);

  constructor({ pads, source, startupBckCycles = 4096 }: MicrophoneOptions) {
    this.pads = pads;
    this.source = source;
    this.startupBckCycles = startupBckCycles;
  }

  talk(run: LineRun): void {
    const { frames, left, right } = run;
    right.fill(0, 0, frames);
    left.fill(0, 0, frames);
    if (run.slotBits !== SLOT_BITS || run.frameHz < LOWEST_HZ || run.frameHz > HIGHEST_HZ) return;
    const mute = Math.ceil(this.startupBckCycles / (2 * SLOT_BITS)) - run.framesBefore;
    if (mute >= frames) return;
    if (this.heard.length < frames) this.heard = new Float64Array(frames);
    const heard = this.heard.subarray(0, frames);
    this.source.fill(heard, run.startNs, run.frameHz);
    for (let i = Math.max(0, mute); i < frames; i++) left[i] = toSlot(heard[i]);
  }
}

/** A 24-bit sample in the top of the slot; louder than full scale clips. */
function toSlot(value: number): number {
  const sample = value * FULL_SCALE;
  if (sample >= FULL_SCALE - 1) return (FULL_SCALE - 1) << 8;
  if (sample <= -FULL_SCALE) return -FULL_SCALE << 8;
  return (sample < 0 ? sample - 0.5 : sample + 0.5) << 8;
}
