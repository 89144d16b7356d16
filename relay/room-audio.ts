// The sound of one room: who talks, when a round is mixed, and the streams that carry it out. Costs nothing while nobody
// talks: no timer is set and no packet leaves.

import { FRAME_MS } from '../wire/limits';
import type { Rtp } from '../wire/rtp';
import type { Role } from '../wire/signal';
import { Alarm } from './alarm';
import type { Counters } from './counters';
import { codecFor, type FrameCodec } from './codec';
import { MixClock } from './mix-clock';
import { MixRound } from './mix-round';
import { OutputStream, PREAMBLE_COUNT, type SendDatagram } from './output-stream';
import type { Address, Clock, Random, Timer } from './ports';
import { Talker, type PacketRejection } from './talker';

/** For this long after a member's first claim another claim is answered with silence again: the first may be lost. */
const PREAMBLE_AGAIN_MS = 1000;
/** Timers and deadlines are the same instant if they differ by less than this. */
const TOLERANCE_MS = 1e-6;

/** What the sound of a room needs from outside. */
export type RoomAudioPorts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly send: SendDatagram;
  readonly counters: Counters;
  readonly onVoice: (member: number) => void;
};

/** How a member listens and, on the stage, talks. */
export type Listening = { readonly payloadType: number; readonly packetMs: number };

type Seat = {
  readonly member: number;
  readonly talker: Talker | undefined;
  readonly stream: OutputStream;
  firstBoundAtMs: number | undefined;
  preamble: Timer | undefined;
};

/** Talkers and streams of one room. */
export class RoomAudio {
  private readonly ports: RoomAudioPorts;
  private readonly seats = new Map<number, Seat>();
  private readonly stage: Seat[] = [];
  private readonly talkers: Talker[] = [];
  private readonly audience = new Map<string, OutputStream>();
  private readonly mixClock = new MixClock();
  private readonly round = new MixRound();
  private readonly alarm: Alarm;
  private readonly originMs: number;
  private frame = -1;
  private isRunning = false;
  private hasTwoRates = false;

  constructor(ports: RoomAudioPorts) {
    this.ports = ports;
    this.originMs = ports.clock.nowMs();
    this.alarm = new Alarm(ports.clock, () => this.advance());
  }

  /** Gives a member its stream, and on the stage its voice. */
  seat(member: number, role: Role, listening: Listening): void {
    const codec = codecFor(listening.payloadType) as FrameCodec;
    const packetFrames = listening.packetMs / FRAME_MS;
    const isOnStage = role === 'stage';
    const stream = isOnStage ? this.newStream(codec, packetFrames) : this.audienceStream(codec, packetFrames);
    const talker = isOnStage ? new Talker(member, listening.payloadType, this.ports.counters) : undefined;
    const seat: Seat = { member, talker, stream, firstBoundAtMs: undefined, preamble: undefined };
    this.seats.set(member, seat);
    if (talker) {
      this.stage.push(seat);
      this.talkers.push(talker);
    }
    this.noteRates();
  }

  /** Takes away the member's stream and voice. */
  unseat(member: number): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    this.unbind(member);
    this.seats.delete(member);
    if (seat.talker) {
      this.stage.splice(this.stage.indexOf(seat), 1);
      this.talkers.splice(this.talkers.indexOf(seat.talker), 1);
      seat.talker.buffer.clear();
    } else if (seat.stream.receivers.size === 0 && !this.hasListener(seat.stream)) {
      this.audience.delete(streamKey(seat.stream.codec, seat.stream.packetFrames));
    }
    this.noteRates();
    this.advance();
  }

  /** The member's media goes to `address` from now on; a newcomer hears silence at once rather than nothing. */
  bind(member: number, address: Address): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    const nowMs = this.ports.clock.nowMs();
    seat.stream.receivers.set(member, address);
    seat.firstBoundAtMs ??= nowMs;
    if (nowMs >= seat.firstBoundAtMs + PREAMBLE_AGAIN_MS || seat.preamble) return;
    const firstFrame = this.isRunning ? this.frame + 1 : this.nextFrame();
    // One frame more than its own length in the past: no voice can follow that overlaps it.
    this.sendPreamble(seat, 0, firstFrame - seat.stream.packetFrames - 1);
  }

  /** Nothing is sent to the member until it claims an address again. */
  unbind(member: number): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    seat.stream.receivers.delete(member);
    seat.preamble?.cancel();
    seat.preamble = undefined;
  }

  /** Takes a packet of a member on the stage; says why not, if not. */
  receive(member: number, packet: Rtp): PacketRejection | 'not-on-stage' | undefined {
    const talker = this.seats.get(member)?.talker;
    if (!talker) return 'not-on-stage';
    const rejection = talker.receive(packet, this.ports.clock.nowMs());
    if (!rejection) this.advance();
    return rejection;
  }

  close(): void {
    this.alarm.cancel();
    for (const seat of this.seats.values()) seat.preamble?.cancel();
    this.seats.clear();
  }

  /** Mixes every round that is due and sets the alarm for the next instant at which something can be. */
  private advance(): void {
    while (this.mixOneIfDue());
  }

  private mixOneIfDue(): boolean {
    const nowMs = this.ports.clock.nowMs() + TOLERANCE_MS;
    let ready = 0;
    let missing = 0;
    let nextAtMs = Infinity;
    let activeUntilMs = -Infinity;
    for (const talker of this.talkers) {
      talker.buffer.shorten();
      const readyAtMs = talker.buffer.readyAtMs();
      if (!talker.isActive(nowMs)) talker.rest();
      else activeUntilMs = Math.max(activeUntilMs, talker.activeUntilMs);
      if (readyAtMs !== undefined && readyAtMs <= nowMs) ready++;
      else {
        if (talker.isAwaited(nowMs)) missing++;
        if (readyAtMs !== undefined) nextAtMs = Math.min(nextAtMs, readyAtMs);
      }
    }
    if (ready > 0) {
      const dueAtMs = this.mixClock.dueAtMs(nowMs, missing === 0);
      if (dueAtMs <= nowMs) {
        this.mix(nowMs, missing === 0);
        return true;
      }
      nextAtMs = Math.min(nextAtMs, dueAtMs);
    }
    if (nextAtMs === Infinity) nextAtMs = activeUntilMs;
    if (nextAtMs > nowMs) this.alarm.ringBy(nextAtMs);
    else if (this.isRunning) this.endRun();
    return false;
  }

  private mix(nowMs: number, isComplete: boolean): void {
    let waiting = 0;
    let active = 0;
    for (const talker of this.talkers) {
      talker.takeFrame(nowMs, this.hasTwoRates);
      waiting += talker.buffer.depth;
      if (talker.isActive(nowMs)) active++;
      if (talker.isSpeaking) this.ports.onVoice(talker.member);
    }
    // Silence that is sent all the same is nobody's round: it must not set the pace for whoever speaks next.
    if (this.round.begin(this.talkers) === 0) return this.endRun();
    this.frame = this.isRunning ? this.frame + 1 : this.nextFrame();
    this.isRunning = true;
    this.mixClock.roundFired(nowMs, { isComplete, isAloneAndUpToDate: active <= 1 && waiting === 0 });
    this.ports.counters.mixes++;
    for (const seat of this.stage) this.serve(seat.stream, seat.talker);
    for (const stream of this.audience.values()) this.serve(stream, undefined);
  }

  private serve(stream: OutputStream, own: Talker | undefined): void {
    if (stream.receivers.size > 0) this.round.serve(stream, own, this.frame);
    else stream.pause(this.frame);
  }

  private endRun(): void {
    this.mixClock.rest();
    this.alarm.cancel();
    if (!this.isRunning) return;
    this.isRunning = false;
    for (const seat of this.stage) seat.stream.pause(this.frame + 1);
    for (const stream of this.audience.values()) stream.pause(this.frame + 1);
  }

  /** The number of the next frame: one in 20 ms since the room began, and never one again. */
  private nextFrame(): number {
    return Math.max(this.frame + 1, Math.floor((this.ports.clock.nowMs() - this.originMs) / FRAME_MS));
  }

  private sendPreamble(seat: Seat, step: number, frame: number): void {
    const address = seat.stream.receivers.get(seat.member);
    seat.preamble = undefined;
    if (step === PREAMBLE_COUNT || seat.stream.isSounding || !address) return;
    seat.stream.sendPreamble(step, frame, address);
    const { packetFrames } = seat.stream;
    const sendNext = (): void => this.sendPreamble(seat, step + 1, frame + packetFrames);
    seat.preamble = this.ports.clock.after(packetFrames * FRAME_MS, sendNext);
  }

  private newStream(codec: FrameCodec, packetFrames: number): OutputStream {
    return new OutputStream(codec, packetFrames, this.ports.random, this.ports.send);
  }

  private audienceStream(codec: FrameCodec, packetFrames: number): OutputStream {
    const key = streamKey(codec, packetFrames);
    let stream = this.audience.get(key);
    if (!stream) {
      stream = this.newStream(codec, packetFrames);
      this.audience.set(key, stream);
    }
    return stream;
  }

  private hasListener(stream: OutputStream): boolean {
    for (const seat of this.seats.values()) if (seat.stream === stream) return true;
    return false;
  }

  private noteRates(): void {
    const rates = new Set([...this.stage, ...this.audience.values()].map(rateOf));
    this.hasTwoRates = rates.size > 1;
  }
}

function rateOf(of: Seat | OutputStream): number {
  return 'stream' in of ? of.stream.codec.format.rateHz : of.codec.format.rateHz;
}

function streamKey(codec: FrameCodec, packetFrames: number): string {
  return `${codec.format.payloadType}/${packetFrames}`;
}
