// One RTP stream out of a room: to one member on the stage, or to every member of the audience who asked for the same
// format. Whoever shares a stream gets the same bytes, so that a packet is written once for any number of listeners.

import { RTP_HEADER_BYTES, writeRtpHeader } from '../wire/rtp';
import { sequenceAfter, timestampAfter } from '../wire/sequence';
import type { FrameCodec, FrameEncoder } from './codec';
import { PacketBuilder } from './packing';
import type { Address, Random } from './ports';

/** How a stream's packets leave. */
export type SendDatagram = (datagram: Uint8Array, to: Address) => void;

const PREAMBLE_PACKETS = 3;

function randomNumber(random: Random, bytes: number): number {
  return random.bytes(bytes).reduce((value, byte) => value * 256 + byte, 0);
}

/** Sequence, timestamps and packets of one stream; frames are numbered by the room, one in 20 ms. */
export class OutputStream {
  readonly codec: FrameCodec;
  readonly packetFrames: number;
  /** Who receives it, by member. */
  readonly receivers = new Map<number, Address>();
  private readonly encoder: FrameEncoder;
  private readonly builder: PacketBuilder;
  private readonly send: SendDatagram;
  private readonly ssrc: number;
  private readonly timestampOffset: number;
  private readonly silence: Int16Array;
  private readonly coded: Uint8Array;
  private datagram: Uint8Array;
  private sequence: number;
  private firstFrame = 0;
  private isInSpurt = false;

  constructor(codec: FrameCodec, packetFrames: number, random: Random, send: SendDatagram) {
    this.codec = codec;
    this.packetFrames = packetFrames;
    this.send = send;
    this.encoder = codec.createEncoder();
    this.builder = new PacketBuilder(codec, packetFrames);
    this.silence = new Int16Array(codec.frameSamples);
    this.coded = new Uint8Array(codec.frameBytes);
    this.datagram = this.newDatagram();
    // RFC 3550, section 5.1: all three start at random.
    this.ssrc = randomNumber(random, 4);
    this.sequence = randomNumber(random, 2);
    this.timestampOffset = randomNumber(random, 4);
  }

  /** Whether sound is on its way, so that a packet may be expected within 40 ms. */
  get isSounding(): boolean {
    return this.isInSpurt;
  }

  /** Sends a frame whose payload exists already: it leaves as it is. */
  forward(frame: number, payload: Uint8Array, pcm: Int16Array): void {
    if (!this.builder.hasHalf) this.firstFrame = frame;
    if (!this.builder.add(payload, pcm, this.datagram.subarray(RTP_HEADER_BYTES))) return;
    this.writeHeader(this.datagram, !this.isInSpurt, this.sequence, this.firstFrame);
    this.isInSpurt = true;
    this.sequence = sequenceAfter(this.sequence, 1);
    for (const address of this.receivers.values()) this.send(this.datagram, address);
    this.datagram = this.newDatagram();
  }

  /** Sends a frame of samples at the stream's rate. */
  encode(frame: number, pcm: Int16Array): void {
    this.encoder.encode(pcm, this.coded);
    this.forward(frame, this.coded, pcm);
  }

  /** Leaves out the number of a packet that was lost on its way in, so that the receiver conceals it itself. */
  skip(): void {
    if (this.isInSpurt) this.sequence = sequenceAfter(this.sequence, 1);
  }

  /** Silence has begun: nothing is sent until the next spurt, once the packet under way is complete. */
  pause(frame: number): void {
    if (this.builder.hasHalf) this.encode(frame, this.silence);
    this.isInSpurt = false;
  }

  /** Sends one receiver a packet of silence, the `step`th of a few that precede the stream; nobody else notices. */
  sendPreamble(step: number, frame: number, to: Address): void {
    const datagram = this.newDatagram();
    const builder = new PacketBuilder(this.codec, this.packetFrames);
    const encoder = this.codec.createEncoder();
    for (let i = 0; i < this.packetFrames; i++) {
      encoder.encode(this.silence, this.coded);
      builder.add(this.coded, this.silence, datagram.subarray(RTP_HEADER_BYTES));
    }
    const sequence = sequenceAfter(this.sequence, step - PREAMBLE_PACKETS);
    this.writeHeader(datagram, step === 0, sequence, frame);
    this.send(datagram, to);
  }

  private newDatagram(): Uint8Array {
    return new Uint8Array(RTP_HEADER_BYTES + this.builder.payloadBytes);
  }

  private writeHeader(into: Uint8Array, marker: boolean, sequence: number, frame: number): void {
    const timestamp = timestampAfter(this.timestampOffset, frame * this.codec.frameSamples);
    const { payloadType } = this.codec.format;
    writeRtpHeader(into, { payloadType, marker, sequence, timestamp, ssrc: this.ssrc });
  }
}

/** How many packets of silence a newly claimed address gets. */
export const PREAMBLE_COUNT = PREAMBLE_PACKETS;
