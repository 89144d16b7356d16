// Packets of two frames. PCMU has no state: two frames are simply one after the other. DVI4 has one header in a packet,
// so its second frame must go on from where the first one ends (RFC 3551, section 4.5.1).

import { decodeDvi4, encodeDvi4, type Dvi4State } from '../wire/dvi4';
import type { FrameCodec } from './codec';

// The change of the step index by the three low bits of a nibble (RFC 3551, section 4.5.1, table of index changes).
const INDEX_CHANGE = [-1, -1, -1, -1, 2, 4, 6, 8];
const INDEX_MAX = 88;

/** What a decoder knows after a frame, given the samples it decoded from it. */
function stateAfter(payload: Uint8Array, headerBytes: number, pcm: Int16Array): Dvi4State {
  let index = payload[2];
  for (let i = headerBytes; i < payload.length; i++) {
    index = Math.min(Math.max(index + INDEX_CHANGE[(payload[i] >> 4) & 7], 0), INDEX_MAX);
    index = Math.min(Math.max(index + INDEX_CHANGE[payload[i] & 7], 0), INDEX_MAX);
  }
  return { predicted: pcm[pcm.length - 1], index };
}

/** How many whole frames a payload holds: 1, 2, or 0 when it is of neither length. */
export function framesIn(codec: FrameCodec, payload: Uint8Array): number {
  const { headerBytes } = codec.format;
  if (payload.length === codec.frameBytes) return 1;
  return payload.length === 2 * codec.frameBytes - headerBytes ? 2 : 0;
}

/** Copies the second frame of a payload of two, given the samples of the first, so that it decodes alone. */
export function copySecondFrame(codec: FrameCodec, payload: Uint8Array, firstPcm: Int16Array, into: Uint8Array): void {
  const { headerBytes } = codec.format;
  if (headerBytes > 0) {
    const state = stateAfter(payload.subarray(0, codec.frameBytes), headerBytes, firstPcm);
    into[0] = (state.predicted >> 8) & 0xff;
    into[1] = state.predicted & 0xff;
    into[2] = state.index;
    into[3] = 0;
  }
  into.set(payload.subarray(codec.frameBytes), headerBytes);
}

/** Joins frames to packets: of one format, `packetFrames` frames each. */
export class PacketBuilder {
  /** Bytes of a whole packet's payload. */
  readonly payloadBytes: number;
  private readonly codec: FrameCodec;
  private readonly packetFrames: number;
  private readonly first: Uint8Array;
  private readonly firstPcm: Int16Array;
  private readonly scratch: Uint8Array;
  private held = 0;

  constructor(codec: FrameCodec, packetFrames: number) {
    this.codec = codec;
    this.packetFrames = packetFrames;
    this.payloadBytes = codec.frameBytes + (packetFrames - 1) * (codec.frameBytes - codec.format.headerBytes);
    this.first = new Uint8Array(codec.frameBytes);
    this.firstPcm = new Int16Array(codec.frameSamples);
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
    decodeDvi4(this.first, this.firstPcm);
    const state = stateAfter(this.first, headerBytes, this.firstPcm);
    const predicted = (((payload[0] << 8) | payload[1]) << 16) >> 16;
    if (predicted === state.predicted && payload[2] === state.index) return payload.subarray(headerBytes);
    encodeDvi4(pcm, this.scratch, state);
    return this.scratch.subarray(headerBytes);
  }
}
