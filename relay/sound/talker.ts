// What a member on the stage sends, up to the point where it parts into those who hear nobody else and the mix: order,
// decoder, loudness, an end to silence that is sent all the same, something in place of lost frames, and the pace.
//
// A frame leaves as soon as it is its turn. Only a burst is held back: 100 ms of it go at once, the rest at the pace of
// speech, which is what a listener's buffer can take.

import { FRAME_MS } from '../../wire/limits';
import type { Rtp } from '../../wire/rtp';
import { CONCEALED_FRAMES, fadeOut } from './concealment';
import type { Counters } from './counters';
import { codecFor, type FrameCodec } from './codec';
import type { Frame } from './frame';
import { Loudness } from './loudness';
import { MixInput } from './mix-input';
import { OrderBuffer } from './order-buffer';
import { copySecondFrame, framesIn } from './packing';
import { createResampler, type Resampler } from './resample';

/** A talker counts as active for this long after a packet. */
export const ACTIVE_MS = 100;
/** By how much frames may leave before their time at the pace of speech. */
export const BURST_MS = 80;
/** The pace of a burst: half a percent above that of speech, more than any clock is fast. */
const PACE_MS = 0.995 * FRAME_MS;
/** Silent frames that still go out, so that a listener's playout ends on silence and not on a vowel. */
const TRAILING_SILENT_FRAMES = 3;

/** Why a packet is not taken. */
export type PacketRejection = 'wrong-length' | 'malformed' | 'late' | 'duplicate';

/** One voice of a room. */
export class Talker {
  readonly member: number;
  readonly codec: FrameCodec;
  readonly input: MixInput;
  /** Whether it is to be heard: from a frame that is more than silence to the end of its spurt. */
  isVoicing = false;
  /** The frame taken last. */
  frame: Frame;
  /** Whether that frame begins a talk spurt of the sender. */
  isSpurtStart = false;
  private readonly buffer: OrderBuffer<Frame>;
  private readonly counters: Counters;
  private readonly loudness = new Loudness();
  readonly resampler: Resampler;
  private lastArrivalMs = -Infinity;
  /** When the frame taken last was due at the pace of speech. */
  private paceMs = -Infinity;
  private silentFrames = 0;
  private lostFrames = 0;
  private voiced: Frame;

  constructor(member: number, payloadType: number, counters: Counters) {
    const codec = codecFor(payloadType);
    if (!codec) throw new RangeError(`member ${member}: no codec for payload type ${payloadType}`);
    this.member = member;
    this.codec = codec;
    this.counters = counters;
    this.buffer = new OrderBuffer(codec.frameSamples);
    this.input = new MixInput(codec, counters);
    this.resampler = createResampler(codec);
    this.frame = this.newFrame(false);
    this.voiced = this.frame;
  }

  /** Takes a packet, or says why not. */
  receive(packet: Rtp, nowMs: number): PacketRejection | undefined {
    const count = framesIn(this.codec, packet.payload);
    if (count === 0) return 'wrong-length';
    const { late } = this.buffer;
    if (!this.buffer.wants(packet.sequence, nowMs)) return this.buffer.late > late ? 'late' : 'duplicate';
    const frames = this.decode(packet.payload, count);
    if (!frames) return 'malformed';
    const { sequence, timestamp, marker } = packet;
    this.buffer.push({ sequence, timestamp, marker, frames }, nowMs);
    this.lastArrivalMs = nowMs;
    return undefined;
  }

  /** Whether its frames are still coming. */
  isActive(nowMs: number): boolean {
    return this.buffer.depth > 0 || nowMs < this.lastArrivalMs + ACTIVE_MS;
  }

  /** When there is something to do for it, if nothing more arrives; Infinity when there is not. */
  get nextAtMs(): number {
    const readyAtMs = this.buffer.readyAtMs();
    if (readyAtMs !== undefined) return Math.max(readyAtMs, this.paceMs + PACE_MS - BURST_MS);
    return this.isVoicing ? this.lastArrivalMs + ACTIVE_MS : Infinity;
  }

  /** Whether anybody is to hear something of it. */
  get isSounding(): boolean {
    return this.isVoicing || this.input.queue.isReady;
  }

  /** Takes the next frame into `frame` if one is due; false when none is. Then `isVoicing` says if it is to be heard. */
  takeNext(nowMs: number): boolean {
    if (this.buffer.depth === 0 || this.nextAtMs > nowMs) return false;
    this.buffer.shorten();
    const { lost } = this.buffer;
    const next = this.buffer.pop(nowMs);
    this.counters.lost += this.buffer.lost - lost;
    if (next === undefined) return false;
    this.paceMs += PACE_MS;
    if (next === 'lost') this.makeUp();
    else {
      this.paceMs = Math.max(this.paceMs, nowMs);
      this.use(next.frame, next.isFirst);
    }
    return true;
  }

  /** Nothing comes any more: the next frame begins a new voice. */
  rest(): void {
    this.isVoicing = false;
    this.lostFrames = 0;
  }

  /** Fills in the frame's samples at the other rate. Frames must be resampled in order, if at all. */
  resample(): void {
    this.frame.otherPcm = new Int16Array(this.resampler.outSamples);
    this.resampler.process(this.frame.pcm, this.frame.otherPcm);
  }

  /** Whether the frame just taken holds speech. */
  get isSpeaking(): boolean {
    return this.isVoicing && this.frame.isSpeech && !this.frame.isMadeUp;
  }

  close(): void {
    this.buffer.clear();
    this.input.clear();
    this.isVoicing = false;
  }

  private use(frame: Frame, isFirst: boolean): void {
    this.frame = frame;
    this.voiced = frame;
    this.isSpurtStart = isFirst;
    this.lostFrames = 0;
    this.silentFrames = frame.isSilent ? this.silentFrames + 1 : 0;
    this.isVoicing = this.silentFrames === 0 || (this.isVoicing && this.silentFrames <= TRAILING_SILENT_FRAMES);
  }

  private makeUp(): void {
    this.isSpurtStart = false;
    const { isSilent, isQuiet } = this.voiced;
    const isOver = this.lostFrames >= CONCEALED_FRAMES;
    this.frame = { ...this.newFrame(true), isSilent: isSilent || isOver, isQuiet: isQuiet || isOver };
    fadeOut(this.voiced.pcm, this.lostFrames++, this.frame.pcm);
  }

  private decode(payload: Uint8Array, count: number): Frame[] | undefined {
    const frames = Array.from({ length: count }, () => this.newFrame(false));
    const [first, second] = frames;
    first.payload.set(payload.subarray(0, this.codec.frameBytes));
    if (!this.codec.decode(first.payload, first.pcm)) return undefined;
    if (second) {
      copySecondFrame(this.codec, payload, second.payload);
      this.codec.decode(second.payload, second.pcm);
    }
    for (const frame of frames) this.loudness.measure(frame.pcm, frame);
    return frames;
  }

  private newFrame(isMadeUp: boolean): Frame {
    const { frameBytes, frameSamples } = this.codec;
    // One piece of memory: it is what a frame costs most.
    const memory = new ArrayBuffer(2 * frameSamples + frameBytes);
    return {
      payload: new Uint8Array(memory, 2 * frameSamples, frameBytes),
      pcm: new Int16Array(memory, 0, frameSamples),
      otherPcm: undefined,
      isMadeUp,
      rms: 0,
      isSilent: true,
      isQuiet: true,
      isSpeech: false,
    };
  }
}
