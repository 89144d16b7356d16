// The receiving side of one member on the stage: packets in, frames in order out, at the pace of speech. A talker decodes,
// measures loudness, ends a talk spurt when only silence comes, and conceals lost frames.
//
// A frame leaves as soon as it is its turn. Only a burst is held back: 100 ms of it leave at once, the rest at the pace of
// speech, because a listener's jitter buffer can take no more.

import { FRAME_MS } from '../../../wire/limits';
import type { Rtp } from '../../../wire/rtp';
import { codecFor, type FrameCodec } from '../codecs/codec';
import { copySecondFrame, framesIn } from '../codecs/packing';
import { createResampler, type Resampler } from '../codecs/resample';
import { CONCEALED_FRAMES, fadeOut } from '../frames/concealment';
import type { Frame } from '../frames/frame';
import { Loudness } from '../frames/loudness';
import { JitterBuffer, type JitterRejection, type LossCounter } from './jitter-buffer';

/** How long after a packet a talker still counts as active. */
const ACTIVE_MS = 100;
/** How long before their time at the pace of speech frames may leave. */
const BURST_MS = 80;
/** The pace of a burst: half a percent faster than speech, which is more than any clock is fast. */
const PACE_MS = 0.995 * FRAME_MS;
/** Silent frames that still go out, so that a listener's playout ends on silence and not on a vowel. */
const TRAILING_SILENT_FRAMES = 3;

/** Why a packet is not taken. */
export type PacketRejection = 'wrong-length' | 'malformed' | JitterRejection;

/** One talker of a room. */
export class Talker {
  readonly member: number;
  readonly codec: FrameCodec;
  /** Resamples the talker's frames for listeners at the other rate. */
  readonly resampler: Resampler;
  /** Whether the talker is in a talk spurt that is to be heard: from a frame that is not silent to the spurt's end. */
  isVoicing = false;
  /** The frame taken last. */
  frame: Frame;
  /** Whether that frame begins a talk spurt of the sender. */
  isSpurtStart = false;
  private readonly buffer: JitterBuffer<Frame>;
  private readonly loudness = new Loudness();
  private lastArrivalMs = -Infinity;
  /** When the frame taken last was due at the pace of speech. */
  private paceMs = -Infinity;
  private silentFrames = 0;
  private concealedFrames = 0;
  private lastReceived: Frame;

  /** Throws a `RangeError` if the relay has no codec for the payload type. */
  constructor(member: number, payloadType: number, counter: LossCounter) {
    const codec = codecFor(payloadType);
    if (!codec) throw new RangeError(`member ${member}: no codec for payload type ${payloadType}`);
    this.member = member;
    this.codec = codec;
    this.buffer = new JitterBuffer(codec.frameSamples, counter);
    this.resampler = createResampler(codec);
    this.frame = this.newFrame(false);
    this.lastReceived = this.frame;
  }

  /** Takes a packet, or says why not. */
  receive(packet: Rtp, nowMs: number): PacketRejection | undefined {
    const count = framesIn(this.codec, packet.payload);
    if (count === 0) return 'wrong-length';
    const rejection = this.buffer.rejectionOf(packet.sequence, nowMs);
    if (rejection) return rejection;
    const frames = this.decode(packet.payload, count === 2);
    if (!frames) return 'malformed';
    const { sequence, timestamp, marker } = packet;
    this.buffer.push({ sequence, timestamp, marker, frames }, nowMs);
    this.lastArrivalMs = nowMs;
    return undefined;
  }

  /** Whether frames of the talker are still coming. */
  isActive(nowMs: number): boolean {
    return this.buffer.depth > 0 || nowMs < this.lastArrivalMs + ACTIVE_MS;
  }

  /** When the talker needs attention if nothing more arrives; Infinity for never. */
  get nextAtMs(): number {
    const readyAtMs = this.buffer.readyAtMs();
    if (readyAtMs !== undefined) return Math.max(readyAtMs, this.paceMs + PACE_MS - BURST_MS);
    return this.isVoicing ? this.lastArrivalMs + ACTIVE_MS : Infinity;
  }

  /** Takes the next frame into `frame` if one is due, and updates `isVoicing`. False when none is due. */
  takeNext(nowMs: number): boolean {
    if (this.buffer.depth === 0 || this.nextAtMs > nowMs) return false;
    this.buffer.shorten();
    const next = this.buffer.pop(nowMs);
    if (next === undefined) return false;
    this.paceMs += PACE_MS;
    if (next === 'lost') this.conceal();
    else {
      this.paceMs = Math.max(this.paceMs, nowMs);
      this.use(next.frame, next.isFirst);
    }
    return true;
  }

  /** Ends the talk spurt: nothing comes any more. */
  endSpurt(): void {
    this.isVoicing = false;
    this.concealedFrames = 0;
  }

  /** Fills in the frame's samples at the other rate. Frames must be resampled in order, if at all. */
  resample(): void {
    this.frame.otherPcm = new Int16Array(this.resampler.outSamples);
    this.resampler.process(this.frame.pcm, this.frame.otherPcm);
  }

  /** Whether the frame taken last holds speech. */
  get isSpeaking(): boolean {
    return this.isVoicing && this.frame.isSpeech && !this.frame.isConcealed;
  }

  /** Forgets all packets and ends the talk spurt. */
  close(): void {
    this.buffer.clear();
    this.isVoicing = false;
  }

  private use(frame: Frame, isFirst: boolean): void {
    this.frame = frame;
    this.lastReceived = frame;
    this.isSpurtStart = isFirst;
    this.concealedFrames = 0;
    this.silentFrames = frame.isSilent ? this.silentFrames + 1 : 0;
    this.isVoicing = this.silentFrames === 0 || (this.isVoicing && this.silentFrames <= TRAILING_SILENT_FRAMES);
  }

  private conceal(): void {
    this.isSpurtStart = false;
    const { isSilent, isQuiet, pcm } = this.lastReceived;
    const isOver = this.concealedFrames >= CONCEALED_FRAMES;
    this.frame = { ...this.newFrame(true), isSilent: isSilent || isOver, isQuiet: isQuiet || isOver };
    fadeOut(pcm, this.concealedFrames++, this.frame.pcm);
  }

  private decode(payload: Uint8Array, hasTwo: boolean): Frame[] | undefined {
    const first = this.newFrame(false);
    const frames = [first];
    first.payload.set(payload.subarray(0, this.codec.frameBytes));
    if (!this.codec.decode(first.payload, first.pcm)) return undefined;
    if (hasTwo) {
      const second = this.newFrame(false);
      copySecondFrame(this.codec, payload, second.payload);
      this.codec.decode(second.payload, second.pcm);
      frames.push(second);
    }
    for (const frame of frames) this.loudness.measure(frame.pcm, frame);
    return frames;
  }

  private newFrame(isConcealed: boolean): Frame {
    const { frameBytes, frameSamples } = this.codec;
    // One buffer for both views, because allocating memory is most of what a frame costs.
    const memory = new ArrayBuffer(2 * frameSamples + frameBytes);
    return {
      payload: new Uint8Array(memory, 2 * frameSamples, frameBytes),
      pcm: new Int16Array(memory, 0, frameSamples),
      otherPcm: undefined,
      isConcealed,
      rms: 0,
      isSilent: true,
      isQuiet: true,
      isSpeech: false,
    };
  }
}
