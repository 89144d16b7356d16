import { NS_PER_SECOND } from '../core/time-units';
import { resample } from './resampler';

type Segment = { readonly startNs: number; readonly rateHz: number; samples: Int16Array; length: number };

/** A run continues a segment if it begins where the segment ends, within this share of a sample. */
const JOIN_TOLERANCE = 0.01;
const INT16_FULL_SCALE = 32768;

/** What a loudspeaker played, with exact instants: stretches of 16-bit samples, with silence between them. */
export class Recording {
  private readonly segments: Segment[] = [];
  private trackHz: number;

  constructor(rateHz = 16_000) {
    this.trackHz = rateHz;
  }

  /** The rate of the track: the nominal rate of the latest stretch. */
  get rateHz(): number {
    return this.trackHz;
  }

  /** The stretches in which there were clocks. Between them is silence. */
  get stretches(): readonly { readonly startNs: number; readonly endNs: number }[] {
    return this.segments.map((segment) => ({ startNs: segment.startNs, endNs: endNsOf(segment) }));
  }

  /**
   * Adds the first `count` samples, which begin at `startNs` and were clocked at `exactHz`. `nominalHz` is the rate they are
   * meant for.
   */
  append(samples: Int16Array, startNs: number, exactHz: number, nominalHz: number, count = samples.length): void {
    this.trackHz = nominalHz;
    let segment = this.segments.at(-1);
    const gapNs = segment === undefined ? Infinity : Math.abs(startNs - endNsOf(segment));
    if (segment === undefined || segment.rateHz !== exactHz || gapNs > (JOIN_TOLERANCE * NS_PER_SECOND) / exactHz) {
      segment = { startNs, rateHz: exactHz, samples: new Int16Array(4096), length: 0 };
      this.segments.push(segment);
    }
    const length = segment.length + count;
    if (length > segment.samples.length) {
      const grown = new Int16Array(Math.max(length, 2 * segment.samples.length));
      grown.set(segment.samples);
      segment.samples = grown;
    }
    const { samples: kept, length: at } = segment;
    for (let i = 0; i < count; i++) kept[at + i] = samples[i]!;
    segment.length = length;
  }

  /** A track from one instant to another, without gaps: zeros where nothing was clocked. */
  toSamples(fromNs: number, toNs: number, rateHz = this.trackHz): Int16Array {
    const track = new Int16Array(Math.max(0, Math.round(((toNs - fromNs) * rateHz) / NS_PER_SECOND)));
    for (const segment of this.segments) if (endNsOf(segment) > fromNs) lay(segment, track, fromNs, rateHz);
    return track;
  }

  /**
   * What was played around an instant, with full scale ±1, at a rate and to the nearest sample: zeros where nothing was
   * clocked, and after the latest sample.
   */
  fill(into: Float64Array, startNs: number, rateHz: number): void {
    into.fill(0);
    const endNs = startNs + (into.length * NS_PER_SECOND) / rateHz;
    for (let k = this.segments.length - 1; k >= 0; k--) {
      const segment = this.segments[k]!;
      if (endNsOf(segment) < startNs) return;
      if (segment.startNs < endNs) mixIn(segment, into, startNs, rateHz);
    }
  }
}

function lay(segment: Segment, track: Int16Array, fromNs: number, trackHz: number): void {
  const place = ((segment.startNs - fromNs) * trackHz) / NS_PER_SECOND;
  if (segment.rateHz === trackHz) {
    const at = Math.round(place);
    const begin = Math.max(0, -at);
    const end = Math.min(segment.length, track.length - at);
    if (end > begin) track.set(segment.samples.subarray(begin, end), at + begin);
    return;
  }
  // The segment has another rate than the track, so it is resampled.
  const end = Math.min(track.length, Math.floor(place + (segment.length * trackHz) / segment.rateHz));
  const at = Math.max(0, Math.ceil(place));
  if (end <= at) return;
  const sound = new Float64Array(end - at);
  const first = ((at - place) * segment.rateHz) / trackHz;
  resample(segment.samples.subarray(0, segment.length), segment.rateHz, sound, trackHz, first, 1);
  for (let i = 0; i < sound.length; i++) track[at + i] = Math.max(-32768, Math.min(32767, Math.round(sound[i]!)));
}

function mixIn(
  { startNs, rateHz: fromHz, samples, length }: Segment,
  into: Float64Array,
  atNs: number,
  rateHz: number,
): void {
  const first = ((atNs - startNs) * fromHz) / NS_PER_SECOND;
  if (fromHz === rateHz) {
    const at = Math.round(first);
    const end = Math.min(into.length, length - at);
    for (let i = Math.max(0, -at); i < end; i++) into[i]! += samples[at + i]! / INT16_FULL_SCALE;
    return;
  }
  const sound = new Float64Array(into.length);
  resample(samples.subarray(0, length), fromHz, sound, rateHz, first, 1 / INT16_FULL_SCALE);
  for (let i = 0; i < sound.length; i++) into[i]! += sound[i]!;
}

function endNsOf(segment: Segment): number {
  return segment.startNs + (segment.length * NS_PER_SECOND) / segment.rateHz;
}
