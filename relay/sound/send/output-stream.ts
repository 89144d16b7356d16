// One RTP stream out of a room. It goes to one member on the stage, or to all members of the audience with the same payload
// type and packet length. All receivers get the same bytes, so a packet is written once for any number of them.

import { RTP_HEADER_BYTES, writeRtpHeader } from '../../../wire/rtp';
import { sequenceAfter, timestampAfter } from '../../../wire/sequence';
import type { FrameCodec, FrameEncoder } from '../codecs/codec';
import { FanOut, type SendDatagram } from './fan-out';
import { PacketBuilder } from '../codecs/packing';
import type { Address, Clock, Random } from '../../ports/ports';

/** How many packets of silence a newly claimed address gets. */
export const PREAMBLE_COUNT = 3;

function randomNumber(random: Random, bytes: number): number {
  return random.bytes(bytes).reduce((value, byte) => value * 256 + byte, 0);
}

/** What an output stream needs. `framesElapsed` says how many times 20 ms have passed since the room opened. */
type OutputStreamPorts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly send: SendDatagram;
  readonly framesElapsed: () => number;
};

/** The sequence numbers, timestamps and packets of one stream. Its frames are numbered, one for each 20 ms of room time. */
export class OutputStream {
  readonly codec: FrameCodec;
  readonly packetFrames: number;
  /** The receivers' addresses by member. */
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
  /** Whether the first frame of the packet under way was lost. Its concealment is in `lostPcm`. */
  private hasLostFirst = false;

  constructor(codec: FrameCodec, packetFrames: number, ports: OutputStreamPorts) {
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
    // RFC 3550, section 5.1: all three start at random values.
    this.ssrc = randomNumber(random, 4);
    this.sequence = randomNumber(random, 2);
    this.timestampOffset = randomNumber(random, 4);
  }

  /** Whether a talk spurt is under way, so that the receivers expect a packet within 40 ms. */
  get isSounding(): boolean {
    return this.isInSpurt;
  }

  /** The next frame's number. Within a talk spurt it counts on; a new talk spurt begins at the time of the room. */
  get nextFrame(): number {
    return this.isInSpurt || this.builder.hasHalf ? this.next : Math.max(this.next, this.framesElapsed());
  }

  /** Sends a frame by its payload, unchanged. */
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

  /** Encodes and sends a frame of samples at the stream's rate. */
  encode(pcm: Int16Array): void {
    this.encoder.encode(pcm, this.coded);
    this.forward(this.coded, pcm);
  }

  /**
   * Passes on that a frame was lost. A packet of which no frame has come is skipped together with its sequence number, so
   * that the receiver conceals it: the receiver knows what it has played. A packet with one frame is completed with `pcm`.
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

  /** Ends the talk spurt. The packet under way is completed with silence. */
  pause(): void {
    if (this.builder.hasHalf) this.encode(this.silence);
    this.isInSpurt = false;
    this.hasLostFirst = false;
  }

  /** Drops what has not been sent. */
  close(): void {
    this.fanOut.close();
  }

  /** Sends one receiver packet number `step`, from 0, of the `PREAMBLE_COUNT` packets of silence before the stream. */
  sendPreamble(step: number, frame: number, to: Address): void {
    const datagram = this.newDatagram();
    const builder = new PacketBuilder(this.codec, this.packetFrames);
    const encoder = this.codec.createEncoder();
    for (let i = 0; i < this.packetFrames; i++) {
      encoder.encode(this.silence, this.coded);
      builder.add(this.coded, this.silence, datagram.subarray(RTP_HEADER_BYTES));
    }
    const sequence = sequenceAfter(this.sequence, step - PREAMBLE_COUNT);
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
