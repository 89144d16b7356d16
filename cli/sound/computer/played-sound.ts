import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';
import type { Recording } from '../../../host-sim/parts/recording';
import { PLAYED } from './sound-programs';

/** What the sound card may have waiting, by our count of what it has played since. */
const MOST_AHEAD_MS = 200;
/**
 * A pipe that is full holds up to half a second, measured on Linux with pieces of this size. It is left to play itself empty
 * before it gets new sound; otherwise that delay would stay.
 */
const EMPTIES_IN_MS = 500;
const PIECE_SAMPLES = PLAYED.rateHz / 200;
/** The amplifier's record ends with the latest block, and later samples are needed to change the rate of the last ones. */
const RESAMPLER_NS = 2 * NS_PER_MS;
/** Without a newer block for so long, the amplifier is silent. */
const BLOCK_NS = 60 * NS_PER_MS;

/** Takes what a loudspeaker has played since the last time, as bytes for a program, and drops what comes too late. */
export class PlayedSound {
  /** Samples of each channel that were dropped. */
  dropped = 0;
  private readonly nowMs: () => number;
  private fromNs: number | undefined;
  private aheadMs = 0;
  private lastMs: number;
  private emptyAtMs = -Infinity;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
    this.lastMs = nowMs();
  }

  /** The sound up to now, in pieces of 5 ms. `isFull`: the pipe has not yet taken what it got. */
  next(recording: Recording, clockNs: number, isFull: boolean): Buffer[] {
    const nowMs = this.nowMs();
    this.aheadMs = Math.max(0, this.aheadMs - (nowMs - this.lastMs));
    this.lastMs = nowMs;
    const blockEndNs = recording.stretches.at(-1)?.endNs ?? 0;
    const toNs = Math.max(Math.min(blockEndNs, clockNs) - RESAMPLER_NS, clockNs - BLOCK_NS);
    this.fromNs ??= toNs;
    const pieces = Math.floor(((toNs - this.fromNs) * PLAYED.rateHz) / NS_PER_SECOND / PIECE_SAMPLES);
    if (pieces <= 0) return [];
    const count = pieces * PIECE_SAMPLES;
    const fromNs = this.fromNs;
    this.fromNs += (count * NS_PER_SECOND) / PLAYED.rateHz;
    if (isFull) this.emptyAtMs = nowMs + EMPTIES_IN_MS;
    const room = nowMs < this.emptyAtMs ? 0 : Math.floor((MOST_AHEAD_MS - this.aheadMs) / 5);
    const taken = Math.max(0, Math.min(pieces, room));
    this.dropped += (pieces - taken) * PIECE_SAMPLES;
    this.aheadMs += taken * 5;
    if (taken === 0) return [];
    const skippedNs = ((pieces - taken) * PIECE_SAMPLES * NS_PER_SECOND) / PLAYED.rateHz;
    const samples = recording.toSamples(fromNs + skippedNs, this.fromNs, PLAYED.rateHz);
    return Array.from({ length: taken }, (_, piece) =>
      bytesOf(samples.subarray(piece * PIECE_SAMPLES, (piece + 1) * PIECE_SAMPLES)),
    );
  }
}

function bytesOf(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(2 * PLAYED.channels * samples.length);
  samples.forEach((sample, i) => {
    for (let channel = 0; channel < PLAYED.channels; channel++)
      bytes.writeInt16LE(sample, 2 * (PLAYED.channels * i + channel));
  });
  return bytes;
}
