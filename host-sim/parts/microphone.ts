import type { LinePads, LineRun, LineTalker } from '../peripherals/i2s-line';
import type { SampleSource } from './sample-source';

// InvenSense INMP441 datasheet DS-000027: 24 bits at the top of a 32-bit slot, 64 SCK cycles a frame, WS from 7.8 kHz
// to 50 kHz, Philips alignment. With the L/R pin low it uses the slot while WS is low. It does not drive the other
// slot: the pull-down on the wire makes it zero.
const SLOT_BITS = 32;
const LOWEST_HZ = 7_800;
const HIGHEST_HZ = 50_000;
const FULL_SCALE = 0x800000;

/** How a microphone is connected. */
type MicrophoneOptions = {
  readonly pads: LinePads;
  /** What it hears. */
  readonly source: SampleSource;
  /** BCK cycles of zeros after the clock starts. Default: 4096. The datasheet's 2^18 are those after power-up. */
  readonly startupBckCycles?: number;
};

/** An INMP441 with its L/R pin low. */
export class Microphone implements LineTalker {
  readonly kind = 'talker';
  readonly pads: LinePads;
  private readonly source: SampleSource;
  private readonly startupBckCycles: number;
  /** Room for what is heard, by the number of samples: blocks have few different lengths. */
  private readonly rooms: Float64Array[] = [];

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
    const heard = (this.rooms[frames] ??= new Float64Array(frames));
    this.source.fill(heard, run.startNs, run.frameHz);
    for (let i = Math.max(0, mute); i < frames; i++) left[i] = toSlot(heard[i]!);
  }
}

/** A 24-bit sample at the top of the slot. Values beyond full scale clip. */
function toSlot(value: number): number {
  const sample = value * FULL_SCALE;
  if (sample >= FULL_SCALE - 1) return (FULL_SCALE - 1) << 8;
  if (sample <= -FULL_SCALE) return -FULL_SCALE << 8;
  return (sample < 0 ? sample - 0.5 : sample + 0.5) << 8;
}
