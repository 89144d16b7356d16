// Forwards one talker's frames to the streams that hear nobody else. A stream with the talker's payload type gets the
// payload as it came. For each other payload type the frame is transcoded once for all streams.

import type { FrameCodec, FrameEncoder } from '../codecs/codec';
import type { Frame } from '../frames/frame';
import type { OutputStream } from './output-stream';

type Transcoding = { readonly encoder: FrameEncoder; readonly payload: Uint8Array; of: Frame | undefined };

/** Forwards the frames of one talker. */
export class Forwarder {
  private readonly codec: FrameCodec;
  private readonly transcodings = new Map<FrameCodec, Transcoding>();

  constructor(codec: FrameCodec) {
    this.codec = codec;
  }

  /** Sends a stream its next frame. A lost one is left to the listener's own concealment. */
  forward(frame: Frame, stream: OutputStream): void {
    const isSameRate = stream.codec.format.rateHz === this.codec.format.rateHz;
    const pcm = isSameRate ? frame.pcm : frame.otherPcm;
    if (!pcm) return;
    if (frame.isConcealed) stream.lose(pcm);
    else if (stream.codec === this.codec) stream.forward(frame.payload, pcm);
    else stream.forward(this.transcoded(frame, pcm, stream.codec), pcm);
  }

  private transcoded(frame: Frame, pcm: Int16Array, codec: FrameCodec): Uint8Array {
    let transcoding = this.transcodings.get(codec);
    if (!transcoding) {
      transcoding = { encoder: codec.createEncoder(), payload: new Uint8Array(codec.frameBytes), of: undefined };
      this.transcodings.set(codec, transcoding);
    }
    if (transcoding.of !== frame) transcoding.encoder.encode(pcm, transcoding.payload);
    transcoding.of = frame;
    return transcoding.payload;
  }
}
