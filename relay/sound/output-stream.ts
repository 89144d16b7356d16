// One RTP stream out of a room: to one member on the stage, or to every member of the audience who asked for the same
// format. Whoever shares a stream gets the same bytes, so that a packet is written once for any number of listeners.

import { RTP_HEADER_BYTES, writeRtpHeader } from '../../wire/rtp';
import { sequenceAfter, timestampAfter } from '../../wire/sequence';
import type { FrameCodec, FrameEncoder } from './codec';
import { FanOut, type SendDatagram } from './fan-out';
import { PacketBuilder } from './packing';
import type { Address, Clock, Random } from '../ports/ports';

const PREAMBLE_PACKETS = 3;

function randomNumber(random: Random, bytes: number): number {
  return random.bytes(bytes).reduce((value, byte) => value * 256 + byte, 0);
}

/** Sequence, timestamps and packets of one stream. Its frames are numbered, one in 20 ms of the room's time. */
export class OutputStream {
  readonly codec: FrameCodec;
  readonly packetFrames: number;
  /** Who receives it, by member. */
  readonly receivers = new Map<number, Address>();
  private readonly encoder: FrameEncoder;
  private readonly builder: PacketBuilder;
  private readonly send: SendDatagram;
  private readonly fanOut: FanOut;
  private readonly framesElapsed: () => number;
  private readonly ssrc: number;
  private readonly timestampOffset: number;
  private readonly silence: Int16Array;
  private readonly coded: Uint8Array;
  private readonly lostPcm: Int16Array;
  private datagram: Uint8Array;
  private sequence: number;
  private packetFrame = 0;
  private next = 0;
  private isInSpurt = false;
  /** The first frame of the packet under way was lost; what could stand in for it is in `lostPcm`. */
  private hasLostFirst = false;

  /** `framesElapsed` tells how many times 20 ms have passed in the room. */
  constructor(
    codec: FrameCodec,
    packetFrames: number,
    ports: {
      readonly clock: Clock;
      readonly random: Random;
      readonly send: SendDatagram;
      readonly framesElapsed: () => number;
    },
  ) {
    const { clock, random, send, framesElapsed } = ports;
    this.codec = codec;
    this.packetFrames = packetFrames;
    this.send = send;
    this.fanOut = new FanOut(clock, send);
    this.framesElapsed = framesElapsed;
    this.encoder = codec.createEncoder();
    this.builder = new PacketBuilder(codec, packetFrames);
    this.silence = new Int16Array(codec.frameSamples);
    this.coded = new Uint8Array(codec.frameBytes);
    this.lostPcm = new Int16Array(codec.frameSamples);
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

  /** The number that the next frame will have: it goes on within a spurt, and follows time from one to the next. */
  get nextFrame(): number {
    return this.isInSpurt || this.builder.hasHalf ? this.next : Math.max(this.next, this.framesElapsed());
  }

  /** Sends a frame whose payload exists already: it leaves as it is. */
  forward(payload: Uint8Array, pcm: Int16Array): void {
    if (this.hasLostFirst) {
      this.hasLostFirst = false;
      this.next--;
      this.encode(this.lostPcm);
    }
    const frame = this.nextFrame;
    if (!this.builder.hasHalf) this.packetFrame = frame;
    this.next = frame + 1;
    if (!this.builder.add(payload, pcm, this.datagram.subarray(RTP_HEADER_BYTES))) return;
    this.writeHeader(this.datagram, !this.isInSpurt, this.sequence, this.packetFrame);
    this.isInSpurt = true;
    this.sequence = sequenceAfter(this.sequence, 1);
    this.fanOut.sendToAll(this.datagram, this.receivers);
    this.datagram = this.newDatagram();
  }

  /** Sends a frame of samples at the stream's rate. */
  encode(pcm: Int16Array): void {
    this.encoder.encode(pcm, this.coded);
    this.forward(this.coded, pcm);
  }

  /**
   * A frame was lost on its way in. A packet of which nothing has come is left out, its number with it, so that the
   * receiver conceals it, which knows what it has played; half a packet is completed with `pcm`.
   */
  lose(pcm: Int16Array): void {
    if (this.builder.hasHalf) return this.encode(pcm);
    if (!this.isInSpurt) return;
    this.next++;
    if (this.packetFrames > 1 && !this.hasLostFirst) {
      this.hasLostFirst = true;
      this.lostPcm.set(pcm);
      return;
    }
    this.hasLostFirst = false;
    this.sequence = sequenceAfter(this.sequence, 1);
  }

  /** Silence has begun: nothing is sent until the next spurt, once the packet under way is complete. */
  pause(): void {
    if (this.builder.hasHalf) this.encode(this.silence);
    this.isInSpurt = false;
    this.hasLostFirst = false;
  }

  /** Nothing more is sent. */
  close(): void {
    this.fanOut.close();
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
