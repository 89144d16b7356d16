// One talker's sound for those who hear nobody else. It is never coded twice where it can be passed on as it came; for
// listeners of another format it is coded once for all of them.

import type { FrameCodec, FrameEncoder } from './codec';
import type { Frame } from './frame';
import type { OutputStream } from './output-stream';

type Translation = { readonly encoder: FrameEncoder; readonly payload: Uint8Array; of: Frame | undefined };

/** Passes one talker's frames on. */
export class LoneVoice {
  private readonly codec: FrameCodec;
  private readonly translations = new Map<FrameCodec, Translation>();

  constructor(codec: FrameCodec) {
    this.codec = codec;
  }

  /** Gives a stream its next frame: the payload as it came if the format is the same; a lost one is the listener's. */
  send(frame: Frame, stream: OutputStream): void {
    const isSameRate = stream.codec.format.rateHz === this.codec.format.rateHz;
    const pcm = isSameRate ? frame.pcm : frame.otherPcm;
    if (!pcm) return;
    if (frame.isMadeUp) stream.lose(pcm);
    else if (stream.codec === this.codec) stream.forward(frame.payload, pcm);
    else stream.forward(this.translated(frame, pcm, stream.codec), pcm);
  }

  private translated(frame: Frame, pcm: Int16Array, codec: FrameCodec): Uint8Array {
    let translation = this.translations.get(codec);
    if (!translation) {
      translation = { encoder: codec.createEncoder(), payload: new Uint8Array(codec.frameBytes), of: undefined };
      this.translations.set(codec, translation);
    }
    if (translation.of !== frame) translation.encoder.encode(pcm, translation.payload);
    translation.of = frame;
    return translation.payload;
  }
}
