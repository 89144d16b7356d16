import { createRecordedSound, type SampleSource } from '../../../host-sim';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

/** The rate of the sound that is pushed. */
export const QUEUE_HZ = 16_000;

const samplesIn = (ms: number): number => (ms * QUEUE_HZ) / 1000;
/** Sound that waits, so that a program which delivers late for a moment leaves no gap: half of it is usual. */
const WAIT_SAMPLES = samplesIn(40);
/** Sound that waits at most. More would only be delay. */
const MOST_SAMPLES = samplesIn(200);
/** The samples beside a position that the resampler looks at: 18 on each side, twice as many for half the rate. */
const REACH = 40;
/** A pause after which the microphone counts as switched on anew. */
const PAUSE_NS = 50 * NS_PER_MS;

/**
 * What a microphone hears now: sound is pushed as it comes, and read at the pace of the board. It waits 40 ms, and 200 ms at
 * most: beyond that the oldest is dropped. Where nothing has come there is silence. Both are counted.
 */
export class SoundQueue implements SampleSource {
  /** Samples that were dropped because the board was behind, and samples of silence because the program was. */
  dropped = 0;
  missing = 0;
  private held = new Int16Array(0);
  /** The position in `held` that is read next. */
  private at = 0;
  private isFlowing = false;
  private hasFlowed = false;
  private endNs = -Infinity;
  /** What was dropped since the board has read. If it does not listen, that is no loss. */
  private discarded = 0;

  /** Adds 16-bit samples. They are copied. */
  push(samples: Int16Array): void {
    const from = Math.max(0, Math.floor(this.at) - REACH);
    const kept = this.held.subarray(from);
    const grown = new Int16Array(kept.length + samples.length);
    grown.set(kept);
    grown.set(samples, kept.length);
    this.held = grown;
    this.at -= from;
    if (this.waiting > MOST_SAMPLES) this.discarded += this.dropTo(WAIT_SAMPLES);
  }

  fill(into: Float64Array, startNs: number, rateHz: number): void {
    const step = QUEUE_HZ / rateHz;
    const needed = into.length * step;
    const isPaused = startNs - this.endNs > PAUSE_NS;
    if (isPaused) this.isFlowing = this.hasFlowed = false;
    else this.dropped += this.discarded;
    this.discarded = 0;
    this.endNs = startNs + (into.length * NS_PER_SECOND) / rateHz;
    if (!this.isFlowing && this.waiting >= WAIT_SAMPLES + needed) {
      this.dropTo(WAIT_SAMPLES + needed);
      this.isFlowing = this.hasFlowed = true;
    }
    if (!this.isFlowing || this.waiting < needed + REACH) {
      this.isFlowing = false;
      into.fill(0);
      if (this.hasFlowed) this.missing += needed;
      return;
    }
    const sound = createRecordedSound({ samples: this.held, rateHz: QUEUE_HZ });
    sound.fill(into, (this.at / QUEUE_HZ) * NS_PER_SECOND, rateHz);
    this.at += needed;
  }

  private get waiting(): number {
    return this.held.length - this.at;
  }

  /** Drops the oldest of what waits. Gives how many samples. */
  private dropTo(samples: number): number {
    const count = Math.max(0, Math.floor(this.waiting - samples));
    this.at += count;
    return count;
  }
}
