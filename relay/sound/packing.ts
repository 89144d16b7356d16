// Packets of two frames. PCMU has no state: two frames are simply one after the other. DVI4 has one header in a packet,
// so its second frame must go on from where the first one ends (RFC 3551, section 4.5.1).

import { dvi4StateAfter, encodeDvi4, readDvi4Header, writeDvi4Header, type Dvi4State } from '../../wire/dvi4';
import type { FrameCodec } from './codec';

/** How many whole frames a payload holds: 1, 2, or 0 when it is of neither length. */
export function framesIn(codec: FrameCodec, payload: Uint8Array): number {
  const { headerBytes } = codec.format;
  if (payload.length === codec.frameBytes) return 1;
  return payload.length === 2 * codec.frameBytes - headerBytes ? 2 : 0;
}

/** Copies the second frame of a payload of two, whose header is sound, so that it decodes alone. */
export function copySecondFrame(codec: FrameCodec, payload: Uint8Array, into: Uint8Array): void {
  const { headerBytes } = codec.format;
  if (headerBytes > 0) writeDvi4Header(dvi4StateAfter(payload, codec.frameSamples) as Dvi4State, into);
  into.set(payload.subarray(codec.frameBytes), headerBytes);
}

/** Joins frames to packets: of one format, `packetFrames` frames each. */
export class PacketBuilder {
  /** Bytes of a whole packet's payload. */
  readonly payloadBytes: number;
  private readonly codec: FrameCodec;
  private readonly packetFrames: number;
  private readonly first: Uint8Array;
  private readonly scratch: Uint8Array;
  private held = 0;

  constructor(codec: FrameCodec, packetFrames: number) {
    this.codec = codec;
    this.packetFrames = packetFrames;
    this.payloadBytes = codec.frameBytes + (packetFrames - 1) * (codec.frameBytes - codec.format.headerBytes);
    this.first = new Uint8Array(codec.frameBytes);
    this.scratch = new Uint8Array(codec.frameBytes);
  }

  /** Whether a frame waits for the one that completes its packet. */
  get hasHalf(): boolean {
    return this.held > 0;
  }

  /** Takes a frame's payload and samples; true when the packet in `into` is complete. */
  add(payload: Uint8Array, pcm: Int16Array, into: Uint8Array): boolean {
    if (this.packetFrames === 1) {
      into.set(payload);
      return true;
    }
    if (this.held === 0) {
      this.first.set(payload);
      this.held = 1;
      return false;
    }
    this.held = 0;
    into.set(this.first);
    into.set(this.continued(payload, pcm), this.codec.frameBytes);
    return true;
  }

  /** The frame's bytes as they must follow the first one: unchanged if it goes on from there, else coded anew. */
  private continued(payload: Uint8Array, pcm: Int16Array): Uint8Array {
    const { headerBytes } = this.codec.format;
    if (headerBytes === 0) return payload;
    const state = dvi4StateAfter(this.first, this.codec.frameSamples) as Dvi4State;
    const header = readDvi4Header(payload) as Dvi4State;
    if (header.predicted === state.predicted && header.index === state.index) return payload.subarray(headerBytes);
    encodeDvi4(pcm, this.scratch, state);
    return this.scratch.subarray(headerBytes);
  }
}
