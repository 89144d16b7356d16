// What a member on the stage sends, up to the mix: jitter buffer, decoder, concealment, loudness, and its frame of the
// round at every rate the room needs.

import type { Rtp } from '../wire/rtp';
import type { Counters } from './counters';
import { codecFor, type FrameCodec } from './codec';
import { JitterBuffer } from './jitter-buffer';
import { Loudness, type FrameLoudness } from './loudness';
import { copySecondFrame, framesIn } from './packing';
import { Downsampler, Upsampler, type Resampler } from './resample';

/** A talker counts as active for this long after a packet. */
export const ACTIVE_MS = 100;
/** Silent frames that still go out, so that a listener's playout ends on silence and not on a vowel. */
const TRAILING_SILENT_FRAMES = 3;
/** Frames for which a missing one is replaced by the last, fading. */
const CONCEALED_FRAMES = 2;

type Frame = FrameLoudness & { readonly payload: Uint8Array; readonly pcm: Int16Array };

/** Why a packet is not taken. */
export type PacketRejection = 'wrong-length' | 'malformed' | 'late' | 'duplicate';

/** What a talker has for the round: 'nothing', a 'frame', or something 'concealed' in place of one. */
export type Contribution = 'nothing' | 'frame' | 'concealed';

/** One voice of a room. */
export class Talker {
  readonly member: number;
  readonly codec: FrameCodec;
  readonly buffer: JitterBuffer<Frame>;
  /** What this round has of it; set by `takeFrame`. */
  contribution: Contribution = 'nothing';
  /** Whether its voice was heard in the frame just taken. */
  isSpeaking = false;
  private readonly counters: Counters;
  private readonly loudness = new Loudness();
  private readonly pool: Frame[] = [];
  private readonly concealment: Int16Array;
  private readonly resampled: Int16Array;
  private readonly resampler: Resampler;
  private readonly otherRateHz: number;
  private frame: Frame;
  private lastArrivalMs = -Infinity;
  private silentFrames = TRAILING_SILENT_FRAMES + 1;
  private missingFrames = 0;

  constructor(member: number, payloadType: number, counters: Counters) {
    const codec = codecFor(payloadType);
    if (!codec) throw new RangeError(`member ${member}: no codec for payload type ${payloadType}`);
    this.member = member;
    this.codec = codec;
    this.counters = counters;
    this.buffer = new JitterBuffer(codec.frameSamples, (frame) => this.pool.push(frame));
    this.frame = this.newFrame();
    this.concealment = new Int16Array(codec.frameSamples);
    const isWide = codec.format.rateHz === 16000;
    this.otherRateHz = isWide ? 8000 : 16000;
    this.resampler = isWide ? new Downsampler(codec.frameSamples) : new Upsampler(codec.frameSamples);
    this.resampled = new Int16Array(isWide ? codec.frameSamples / 2 : codec.frameSamples * 2);
  }

  /** Takes a packet, or says why not. */
  receive(packet: Rtp, nowMs: number): PacketRejection | undefined {
    const count = framesIn(this.codec, packet.payload);
    if (count === 0) return 'wrong-length';
    const { late } = this.buffer;
    if (!this.buffer.wants(packet.sequence)) return this.buffer.late > late ? 'late' : 'duplicate';
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

  /** When it stops being active if nothing more arrives. */
  get activeUntilMs(): number {
    return this.lastArrivalMs + ACTIVE_MS;
  }

  /** Whether a round waits for its frame: it is active, and its last frame was more than silence or quiet at an end. */
  isAwaited(nowMs: number): boolean {
    return this.isActive(nowMs) && this.silentFrames === 0 && this.missingFrames <= CONCEALED_FRAMES;
  }

  /** Takes its frame of this round from the buffer, or makes one up if it is waited for. */
  takeFrame(nowMs: number, needsOtherRate: boolean): void {
    const readyAtMs = this.buffer.readyAtMs();
    const isReady = readyAtMs !== undefined && readyAtMs <= nowMs;
    if (!isReady && !this.isAwaited(nowMs)) {
      this.contribution = 'nothing';
      this.isSpeaking = false;
      return;
    }
    const { lost } = this.buffer;
    const popped = this.buffer.pop(nowMs);
    this.counters.lost += this.buffer.lost - lost;
    if (typeof popped === 'string') this.conceal();
    else this.use(popped);
    if (needsOtherRate && this.contribution !== 'nothing') this.resampler.process(this.ownPcm, this.resampled);
  }

  /** The round's frame as it came, only when `contribution` is 'frame'. */
  get payload(): Uint8Array {
    return this.frame.payload;
  }

  /** The round's samples at a rate. */
  pcmAt(rateHz: number): Int16Array {
    return rateHz === this.otherRateHz ? this.resampled : this.ownPcm;
  }

  /** Its run is over: the next frame is not one that was missed. */
  rest(): void {
    this.buffer.rest();
    this.contribution = 'nothing';
    this.isSpeaking = false;
    this.silentFrames = TRAILING_SILENT_FRAMES + 1;
    this.missingFrames = 0;
  }

  private get ownPcm(): Int16Array {
    return this.contribution === 'concealed' ? this.concealment : this.frame.pcm;
  }

  private use(frame: Frame): void {
    this.pool.push(this.frame);
    this.frame = frame;
    this.missingFrames = 0;
    this.silentFrames = frame.isSilent ? this.silentFrames + 1 : 0;
    this.isSpeaking = frame.isSpeech;
    this.contribution = this.silentFrames > TRAILING_SILENT_FRAMES ? 'nothing' : 'frame';
  }

  /** Repeats the last frame, fading to nothing over two. */
  private conceal(): void {
    this.isSpeaking = false;
    const step = this.missingFrames++;
    if (this.silentFrames > 0) {
      this.contribution = 'nothing';
      return;
    }
    this.counters.concealed++;
    this.contribution = 'concealed';
    if (step >= CONCEALED_FRAMES) {
      this.concealment.fill(0);
      return;
    }
    const { pcm } = this.frame;
    const length = CONCEALED_FRAMES * pcm.length;
    for (let i = 0; i < pcm.length; i++) {
      this.concealment[i] = Math.round(pcm[i] * (1 - (step * pcm.length + i) / length));
    }
  }

  private decode(payload: Uint8Array, count: number): Frame[] | undefined {
    const first = this.pool.pop() ?? this.newFrame();
    first.payload.set(payload.subarray(0, this.codec.frameBytes));
    if (!this.codec.decode(first.payload, first.pcm)) {
      this.pool.push(first);
      return undefined;
    }
    this.loudness.measure(first.pcm, first);
    if (count === 1) return [first];
    const second = this.pool.pop() ?? this.newFrame();
    copySecondFrame(this.codec, payload, first.pcm, second.payload);
    this.codec.decode(second.payload, second.pcm);
    this.loudness.measure(second.pcm, second);
    return [first, second];
  }

  private newFrame(): Frame {
    const { frameBytes, frameSamples } = this.codec;
    return {
      payload: new Uint8Array(frameBytes),
      pcm: new Int16Array(frameSamples),
      rms: 0,
      isSilent: true,
      isQuiet: true,
      isSpeech: false,
    };
  }
}
