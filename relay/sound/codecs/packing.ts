// Packets of two frames. PCMU has no state, so its two frames simply follow each other. A DVI4 packet has one header, so
// its second frame must continue from the state in which the first one ends (RFC 3551, section 4.5.1).

import { dvi4StateAfter, encodeDvi4, readDvi4Header, writeDvi4Header, type Dvi4State } from '../../../wire/dvi4';
import type { FrameCodec } from './codec';

/** How many frames a payload holds: 1 or 2, or 0 if it has neither length. */
export function framesIn(codec: FrameCodec, payload: Uint8Array): number {
  const { headerBytes } = codec.format;
  if (payload.length === codec.frameBytes) return 1;
  return payload.length === 2 * codec.frameBytes - headerBytes ? 2 : 0;
}

/** Copies the second frame of a payload of two, so that it can be decoded alone. The payload's header must be valid. */
export function copySecondFrame(codec: FrameCodec, payload: Uint8Array, into: Uint8Array): void {
  const { headerBytes } = codec.format;
  if (headerBytes > 0) writeDvi4Header(dvi4StateAfter(payload, codec.frameSamples) as Dvi4State, into);
  into.set(payload.subarray(codec.frameBytes), headerBytes);
}

/** Joins frames of one payload type into packets of `packetFrames` frames, 1 or 2. */
export class PacketBuilder {
  /** The length of a packet's payload. */
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

  /** Whether a frame waits for the second one of its packet. */
  get hasHalf(): boolean {
    return this.held > 0;
  }

  /** Adds a frame by its payload and samples. True once the packet's payload is complete in `into`. */
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

  /** The bytes that follow the first frame: unchanged if the payload continues from its state, otherwise encoded anew. */
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
