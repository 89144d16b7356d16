// One round of the mix for every stream that hears more than one voice. A receiver who talks gets a mix-minus: the sum of
// all voices but its own. The full mix is computed once for each rate, and encoded once for each payload type.

import type { FrameCodec, FrameEncoder } from '../codecs/codec';
import type { MixInput } from './mix-input';
import { Mixer } from './mixer';
import type { OutputStream } from '../send/output-stream';

type RateMix = {
  readonly mixer: Mixer;
  readonly full: Int16Array;
  readonly minus: Int16Array;
  isSummed: boolean;
  isWritten: boolean;
};
type SharedPayload = { readonly encoder: FrameEncoder; readonly payload: Uint8Array; isCoded: boolean };

/** Mixes round after round. Nothing is computed twice within a round. */
export class MixRound {
  private inputs: readonly MixInput[] = [];
  private readonly mixes = new Map<number, RateMix>();
  private readonly shared = new Map<FrameCodec, SharedPayload>();

  /** Begins a round of the inputs that contribute to it. */
  begin(inputs: readonly MixInput[]): void {
    this.inputs = inputs.filter((input) => input.contributes);
    for (const mix of this.mixes.values()) {
      mix.isSummed = false;
      mix.isWritten = false;
    }
    for (const payload of this.shared.values()) payload.isCoded = false;
  }

  /** Sends a stream its frame of this round: all inputs but `own`. */
  serve(stream: OutputStream, own: MixInput | undefined): void {
    if (own?.contributes) return stream.encode(this.mixMinus(own, stream.codec));
    const pcm = this.fullMix(stream.codec);
    stream.forward(this.fullMixPayload(pcm, stream.codec), pcm);
  }

  private fullMixPayload(pcm: Int16Array, codec: FrameCodec): Uint8Array {
    let shared = this.shared.get(codec);
    if (!shared) {
      shared = { encoder: codec.createEncoder(), payload: new Uint8Array(codec.frameBytes), isCoded: false };
      this.shared.set(codec, shared);
    }
    if (!shared.isCoded) shared.encoder.encode(pcm, shared.payload);
    shared.isCoded = true;
    return shared.payload;
  }

  private fullMix(codec: FrameCodec): Int16Array {
    const mix = this.summed(codec);
    if (!mix.isWritten) mix.mixer.writeFullMix(mix.full);
    mix.isWritten = true;
    return mix.full;
  }

  private mixMinus(own: MixInput, codec: FrameCodec): Int16Array {
    const mix = this.summed(codec);
    mix.mixer.writeMixMinus(own.pcmAt(codec.format.rateHz), mix.minus);
    return mix.minus;
  }

  private summed(codec: FrameCodec): RateMix {
    const { rateHz } = codec.format;
    let mix = this.mixes.get(rateHz);
    if (!mix) {
      const samples = codec.frameSamples;
      const [full, minus] = [new Int16Array(samples), new Int16Array(samples)];
      mix = { mixer: new Mixer(samples), full, minus, isSummed: false, isWritten: false };
      this.mixes.set(rateHz, mix);
    }
    if (mix.isSummed) return mix;
    mix.mixer.clear();
    for (const input of this.inputs) mix.mixer.add(input.pcmAt(rateHz));
    mix.isSummed = true;
    return mix;
  }
}
