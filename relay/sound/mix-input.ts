// A talker's side of a mix round: its frame, or something made up for one that is late, at every rate the room needs.

import { CONCEALED_FRAMES, fadeOut } from './concealment';
import type { FrameCodec } from './codec';
import type { Counters } from './counters';
import type { Frame } from './frame';
import { MixQueue } from './mix-queue';
import { createResampler, type Resampler } from './resample';

/** One voice as the rounds take it. */
export class MixInput {
  readonly queue: MixQueue<Frame>;
  /** Whether it has something to say in this round; set by `take`. */
  contributes = false;
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
    this.queue = new MixQueue(frameSamples);
    this.counters = counters;
    this.pcm = new Int16Array(frameSamples);
    this.last = new Int16Array(frameSamples);
    this.resampler = createResampler(codec);
    this.otherRateHz = this.resampler.toRateHz;
    this.otherPcm = new Int16Array(this.resampler.outSamples);
  }

  /** Joins the mix in the middle of a voice: after `last`, and after what `before` has resampled. */
  begin(last: Frame, before: Resampler): void {
    this.clear();
    this.last.set(last.pcm);
    this.isLastSilent = last.isSilent;
    this.resampler.goOnFrom(before);
  }

  /** Takes the talker's next frame, a made-up one in place of a lost one. */
  push(frame: Frame, nowMs: number): void {
    if (frame.isMadeUp) {
      if (!this.queue.lose()) return;
      this.counters.concealed++;
    }
    this.queue.push(frame, nowMs);
  }

  /** Whether a round should wait for it while it has no frame: its last one was more than silence or quiet at an end. */
  get isAwaited(): boolean {
    return !this.isLastSilent && this.missingFrames <= CONCEALED_FRAMES;
  }

  /** Takes its frame of this round, or makes one up; true when it is one that the talker has sent. */
  take(nowMs: number, needsOtherRate: boolean): boolean {
    const late = this.queue.late;
    const frame = this.queue.pop(this.pcm, nowMs);
    this.counters.late += this.queue.late - late;
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
    return frame !== undefined && !frame.isMadeUp;
  }

  /** It takes no part in this round. */
  sitOut(): void {
    this.contributes = false;
  }

  /** The round's samples at a rate. */
  pcmAt(rateHz: number): Int16Array {
    return rateHz === this.otherRateHz ? this.otherPcm : this.pcm;
  }

  /** Its voice has ended, or is not mixed any more. */
  clear(): void {
    this.queue.clear();
    this.contributes = false;
    this.isLastSilent = true;
    this.missingFrames = 0;
  }
}
