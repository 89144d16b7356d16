// A talker's part of the mix rounds: its frame, or concealment for a frame that is late, at every rate the room needs.

import { CONCEALED_FRAMES, fadeOut } from '../frames/concealment';
import type { FrameCodec } from '../codecs/codec';
import type { Counters } from '../counters';
import type { Frame } from '../frames/frame';
import { MixQueue } from './mix-queue';
import { createResampler, type Resampler } from '../codecs/resample';

/** One voice as the rounds of the mix take it. */
export class MixInput {
  /** Whether it is heard in this round; set by `take` and `sitOut`. */
  contributes = false;
  private readonly queue: MixQueue<Frame>;
  private readonly counters: Counters;
  private readonly pcm: Int16Array;
  private readonly last: Int16Array;
  private readonly otherPcm: Int16Array;
  private readonly otherRateHz: number;
  private readonly resampler: Resampler;
  private isLastSilent = true;
  private missingFrames = 0;

  constructor(codec: FrameCodec, counters: Counters) {
    const { frameSamples } = codec;
    this.queue = new MixQueue(frameSamples, counters);
    this.counters = counters;
    this.pcm = new Int16Array(frameSamples);
    this.last = new Int16Array(frameSamples);
    this.resampler = createResampler(codec);
    this.otherRateHz = this.resampler.toRateHz;
    this.otherPcm = new Int16Array(this.resampler.outSamples);
  }

  /** Joins the mix in the middle of a talk spurt: after the frame `last`, and after what `before` has resampled. */
  begin(last: Frame, before: Resampler): void {
    this.clear();
    this.last.set(last.pcm);
    this.isLastSilent = last.isSilent;
    this.resampler.goOnFrom(before);
  }

  /** Takes the talker's next frame, which may be the concealment of a lost one. */
  push(frame: Frame, nowMs: number): void {
    if (frame.isConcealed) {
      if (!this.queue.lose()) return;
      this.counters.concealed++;
    }
    this.queue.push(frame, nowMs);
  }

  /** Whether it has a frame for the next round. */
  get isReady(): boolean {
    return this.queue.isReady;
  }

  /** Frames that no round has taken anything of, oldest first. */
  get unmixed(): readonly Frame[] {
    return this.queue.untouched;
  }

  /** Drops the next frame if it can be spared and the delay is longer than needed. Ask before each round. */
  shorten(): void {
    this.queue.shorten();
  }

  /** Whether a round should wait for it when it has no frame: it was not silent, and its concealment has not ended. */
  get isAwaited(): boolean {
    return !this.isLastSilent && this.missingFrames <= CONCEALED_FRAMES;
  }

  /** Takes its frame of this round or conceals that there is none. True if the talker has sent the frame. */
  take(nowMs: number, needsOtherRate: boolean): boolean {
    const frame = this.queue.pop(this.pcm, nowMs);
    if (frame) {
      this.last.set(this.pcm);
      this.isLastSilent = frame.isSilent;
      this.missingFrames = 0;
    } else if (!this.isLastSilent) {
      fadeOut(this.last, this.missingFrames++, this.pcm);
      this.counters.concealed++;
    }
    this.contributes = frame !== undefined || !this.isLastSilent;
    if (needsOtherRate && this.contributes) this.resampler.process(this.pcm, this.otherPcm);
    return frame !== undefined && !frame.isConcealed;
  }

  /** Takes no part in this round. */
  sitOut(): void {
    this.contributes = false;
  }

  /** The round's samples at a rate. */
  pcmAt(rateHz: number): Int16Array {
    return rateHz === this.otherRateHz ? this.otherPcm : this.pcm;
  }

  /** Leaves the mix: forgets all frames and what was heard last. */
  clear(): void {
    this.queue.clear();
    this.contributes = false;
    this.isLastSilent = true;
    this.missingFrames = 0;
  }
}
