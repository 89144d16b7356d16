// One talker as the streams of a room hear it: forwarded to those that hear nobody else, or as a part of the mix.

import type { Counters } from './counters';
import type { Frame } from './frames/frame';
import { MixInput } from './mix/mix-input';
import type { Talker } from './receive/talker';
import { Forwarder } from './send/forwarder';
import type { OutputStream } from './send/output-stream';

/** What a round of the mix can expect: a frame is here, a frame may still come, or the voice takes no part. */
type RoundPart = 'ready' | 'awaited' | 'none';

/** A talker's way to its listeners. */
export class Voice {
  readonly talker: Talker;
  readonly mixInput: MixInput;
  private readonly forwarder: Forwarder;

  constructor(talker: Talker, counters: Counters) {
    this.talker = talker;
    this.mixInput = new MixInput(talker.codec, counters);
    this.forwarder = new Forwarder(talker.codec);
  }

  /** Whether there is something of it that somebody is to hear. */
  get isSounding(): boolean {
    return this.talker.isVoicing || this.mixInput.isReady;
  }

  /** Sends the frame that the talker took last to a stream that hears only this voice. */
  forward(stream: OutputStream): void {
    // A pause of the talker that was too short to be noticed in any other way.
    if (this.talker.isSpurtStart && stream.isSounding) stream.pause();
    this.forwarder.forward(this.talker.frame, stream);
  }

  /** Sends everything that no round has taken to a stream that leaves the mix for this voice alone. */
  forwardUnmixed(stream: OutputStream): void {
    for (const frame of this.mixInput.unmixed) this.forwarder.forward(frame, stream);
  }

  /** Frames that no round has taken anything of, oldest first. */
  get unmixed(): readonly Frame[] {
    return this.mixInput.unmixed;
  }

  /** Joins the mix in the middle of what the talker says. */
  joinMix(): void {
    this.mixInput.begin(this.talker.frame, this.talker.resampler);
  }

  /** Gives the mix the frame that the talker took last. */
  feedMix(nowMs: number): void {
    this.mixInput.push(this.talker.frame, nowMs);
  }

  /** Leaves the mix; what the mix has not taken is forgotten. */
  leaveMix(): void {
    this.mixInput.clear();
  }

  /** Works off delay that the next round does not need, and says what the round can expect. */
  prepareRound(): RoundPart {
    this.mixInput.shorten();
    return this.roundPart;
  }

  /** Fills in the voice's part of a round. False if the round had to do without a frame that the talker has sent. */
  takeRound(nowMs: number, needsOtherRate: boolean): boolean {
    if (this.roundPart !== 'none') return this.mixInput.take(nowMs, needsOtherRate);
    this.mixInput.sitOut();
    return true;
  }

  /** Forgets everything that waits. */
  close(): void {
    this.talker.close();
    this.mixInput.clear();
  }

  private get roundPart(): RoundPart {
    if (this.mixInput.isReady) return 'ready';
    return this.talker.isVoicing && this.mixInput.isAwaited ? 'awaited' : 'none';
  }
}
