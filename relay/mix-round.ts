// One round's sound for every stream of a room: everybody who has something to say, less the receiver's own voice. What can
// be shared is made once: the full mix at each rate, and its payload in each format.

import type { FrameCodec, FrameEncoder } from './codec';
import { Mixer } from './mixer';
import type { OutputStream } from './output-stream';
import type { Talker } from './talker';

type RateMix = {
  readonly mixer: Mixer;
  readonly all: Int16Array;
  readonly part: Int16Array;
  isSummed: boolean;
  isWritten: boolean;
};
type SharedPayload = { readonly encoder: FrameEncoder; readonly payload: Uint8Array; isCoded: boolean };

/** Mixes round after round; what is asked for again within a round is not computed again. */
export class MixRound {
  private readonly contributors: Talker[] = [];
  private readonly mixes = new Map<number, RateMix>();
  private readonly shared = new Map<FrameCodec, SharedPayload>();

  /** Begins a round with those talkers whose `contribution` is something; returns how many they are. */
  begin(talkers: readonly Talker[]): number {
    this.contributors.length = 0;
    for (const talker of talkers) if (talker.contribution !== 'nothing') this.contributors.push(talker);
    for (const mix of this.mixes.values()) {
      mix.isSummed = false;
      mix.isWritten = false;
    }
    for (const payload of this.shared.values()) payload.isCoded = false;
    return this.contributors.length;
  }

  /** Gives a stream its frame of this round: the sound of all contributors but `own`. */
  serve(stream: OutputStream, own: Talker | undefined, frame: number): void {
    const ownPart = own && own.contribution !== 'nothing' ? own : undefined;
    const sources = this.contributors.length - (ownPart ? 1 : 0);
    if (sources === 0) stream.pause(frame);
    else if (sources === 1) this.serveOne(stream, this.onlyOther(ownPart), ownPart !== undefined, frame);
    else if (ownPart) stream.encode(frame, this.mixWithout(ownPart, stream.codec));
    else this.forwardShared(stream, this.mixOfAll(stream.codec), frame);
  }

  private onlyOther(own: Talker | undefined): Talker {
    return this.contributors[0] === own ? this.contributors[1] : this.contributors[0];
  }

  /** A single voice is never coded twice, and a frame of it that was lost is left for the receiver to conceal. */
  private serveOne(stream: OutputStream, talker: Talker, isPrivate: boolean, frame: number): void {
    const isLost = talker.contribution === 'concealed';
    const pcm = talker.pcmAt(stream.codec.format.rateHz);
    if (isLost && stream.packetFrames === 1) stream.skip();
    else if (!isLost && talker.codec === stream.codec) stream.forward(frame, talker.payload, pcm);
    else if (isPrivate) stream.encode(frame, pcm);
    else this.forwardShared(stream, pcm, frame);
  }

  private forwardShared(stream: OutputStream, pcm: Int16Array, frame: number): void {
    const { codec } = stream;
    let shared = this.shared.get(codec);
    if (!shared) {
      shared = { encoder: codec.createEncoder(), payload: new Uint8Array(codec.frameBytes), isCoded: false };
      this.shared.set(codec, shared);
    }
    if (!shared.isCoded) shared.encoder.encode(pcm, shared.payload);
    shared.isCoded = true;
    stream.forward(frame, shared.payload, pcm);
  }

  private mixOfAll(codec: FrameCodec): Int16Array {
    const mix = this.summed(codec);
    if (!mix.isWritten) mix.mixer.writeAll(mix.all);
    mix.isWritten = true;
    return mix.all;
  }

  private mixWithout(own: Talker, codec: FrameCodec): Int16Array {
    const mix = this.summed(codec);
    mix.mixer.writeWithout(own.pcmAt(codec.format.rateHz), mix.part);
    return mix.part;
  }

  private summed(codec: FrameCodec): RateMix {
    const { rateHz } = codec.format;
    let mix = this.mixes.get(rateHz);
    if (!mix) {
      const samples = codec.frameSamples;
      const [all, part] = [new Int16Array(samples), new Int16Array(samples)];
      mix = { mixer: new Mixer(samples), all, part, isSummed: false, isWritten: false };
      this.mixes.set(rateHz, mix);
    }
    if (mix.isSummed) return mix;
    mix.mixer.clear();
    for (const talker of this.contributors) mix.mixer.add(talker.pcmAt(rateHz));
    mix.isSummed = true;
    return mix;
  }
}
