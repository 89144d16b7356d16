// One round's sound for every stream that hears more than one voice: everybody who has something to say, less the
// receiver's own. What can be shared is made once: the full mix at each rate, and its payload in each format.

import type { FrameCodec, FrameEncoder } from './codec';
import type { MixInput } from './mix-input';
import { Mixer } from './mixer';
import type { OutputStream } from './output-stream';

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
  private inputs: readonly MixInput[] = [];
  private readonly mixes = new Map<number, RateMix>();
  private readonly shared = new Map<FrameCodec, SharedPayload>();

  /** Begins a round of those inputs that contribute. */
  begin(inputs: readonly MixInput[]): void {
    this.inputs = inputs.filter((input) => input.contributes);
    for (const mix of this.mixes.values()) {
      mix.isSummed = false;
      mix.isWritten = false;
    }
    for (const payload of this.shared.values()) payload.isCoded = false;
  }

  /** Gives a stream its frame of this round: the sound of all inputs but `own`. */
  serve(stream: OutputStream, own: MixInput | undefined): void {
    if (own?.contributes) return stream.encode(this.mixWithout(own, stream.codec));
    const pcm = this.mixOfAll(stream.codec);
    stream.forward(this.payloadOfAll(pcm, stream.codec), pcm);
  }

  private payloadOfAll(pcm: Int16Array, codec: FrameCodec): Uint8Array {
    let shared = this.shared.get(codec);
    if (!shared) {
      shared = { encoder: codec.createEncoder(), payload: new Uint8Array(codec.frameBytes), isCoded: false };
      this.shared.set(codec, shared);
    }
    if (!shared.isCoded) shared.encoder.encode(pcm, shared.payload);
    shared.isCoded = true;
    return shared.payload;
  }

  private mixOfAll(codec: FrameCodec): Int16Array {
    const mix = this.summed(codec);
    if (!mix.isWritten) mix.mixer.writeAll(mix.all);
    mix.isWritten = true;
    return mix.all;
  }

  private mixWithout(own: MixInput, codec: FrameCodec): Int16Array {
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
    for (const input of this.inputs) mix.mixer.add(input.pcmAt(rateHz));
    mix.isSummed = true;
    return mix;
  }
}
