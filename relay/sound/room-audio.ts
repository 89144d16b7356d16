// The sound of one room: its members' voices and streams, the addresses they go to, and the alarm that keeps them going.
// Costs nothing while nobody talks: no timer is set and no packet leaves.

import { FRAME_MS } from '../../wire/limits';
import type { Rtp } from '../../wire/rtp';
import type { Role } from '../../wire/signal';
import { Alarm } from '../ports/alarm';
import { codecFor, type FrameCodec } from './codec';
import type { Counters } from './counters';
import { Distribution } from './distribution';
import type { SendDatagram } from './fan-out';
import { OutputStream, PREAMBLE_COUNT } from './output-stream';
import type { Address, Clock, Random, Timer } from '../ports/ports';
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

/** The sound of one member, as the door of the media port uses it. */
export interface MemberAudio {
  bind(member: number, address: Address): void;
  unbind(member: number): void;
  receive(member: number, packet: Rtp): MediaRejection | undefined;
}

/** Why a member's packet is not taken. */
export type MediaRejection = PacketRejection | 'not-on-stage' | 'silenced';

type Seat = {
  readonly member: number;
  readonly talker: Talker | undefined;
  readonly stream: OutputStream;
  firstBoundAtMs: number | undefined;
  preamble: Timer | undefined;
};

/** Talkers and streams of one room. */
export class RoomAudio implements MemberAudio {
  private readonly ports: RoomAudioPorts;
  private readonly seats = new Map<number, Seat>();
  private readonly silenced = new Set<number>();
  private readonly audience = new Map<string, OutputStream>();
  private readonly distribution: Distribution;
  private readonly alarm: Alarm;
  private readonly originMs: number;

  constructor(ports: RoomAudioPorts) {
    this.ports = ports;
    this.originMs = ports.clock.nowMs();
    this.distribution = new Distribution(ports.counters, ports.onVoice);
    this.alarm = new Alarm(ports.clock, () => this.advance());
  }

  /** Gives a member its stream, and on the stage its voice. */
  seat(member: number, role: Role, listening: Listening): void {
    const codec = codecFor(listening.payloadType) as FrameCodec;
    const packetFrames = listening.packetMs / FRAME_MS;
    const isOnStage = role === 'stage';
    const talker = isOnStage ? new Talker(member, listening.payloadType, this.ports.counters) : undefined;
    const stream = isOnStage ? this.newStream(codec, packetFrames, talker) : this.audienceStream(codec, packetFrames);
    this.seats.set(member, { member, talker, stream, firstBoundAtMs: undefined, preamble: undefined });
  }

  /** Whether a moderator has closed the member's microphone, and its owner not opened it since. */
  silence(member: number, isSilenced: boolean): void {
    if (isSilenced && this.seats.has(member)) this.silenced.add(member);
    else this.silenced.delete(member);
  }

  /** Takes away the member's stream and voice. */
  unseat(member: number): void {
    this.silenced.delete(member);
    const seat = this.seats.get(member);
    if (!seat) return;
    this.unbind(member);
    this.seats.delete(member);
    if (seat.talker) this.distribution.remove(seat.stream);
    else if (seat.stream.receivers.size === 0 && !this.hasListener(seat.stream)) {
      this.audience.delete(streamKey(seat.stream.codec, seat.stream.packetFrames));
      this.distribution.remove(seat.stream);
    }
    this.advance();
  }

  /** The member's media goes to `address` from now on; a newcomer hears silence at once rather than nothing. */
  bind(member: number, address: Address): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    const nowMs = this.ports.clock.nowMs();
    seat.stream.receivers.set(member, address);
    this.distribution.listen();
    seat.firstBoundAtMs ??= nowMs;
    if (nowMs >= seat.firstBoundAtMs + PREAMBLE_AGAIN_MS || seat.preamble) return;
    // One frame more than its own length in the past: no voice can follow that overlaps it.
    this.sendPreamble(seat, 0, seat.stream.nextFrame - seat.stream.packetFrames - 1);
  }

  /** Nothing is sent to the member until it claims an address again. */
  unbind(member: number): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    seat.stream.receivers.delete(member);
    this.distribution.listen();
    seat.preamble?.cancel();
    seat.preamble = undefined;
  }

  /** Takes a packet of a member on the stage; says why not, if not. */
  receive(member: number, packet: Rtp): MediaRejection | undefined {
    const talker = this.seats.get(member)?.talker;
    if (!talker) return 'not-on-stage';
    if (this.silenced.has(member)) return 'silenced';
    const rejection = talker.receive(packet, this.ports.clock.nowMs());
    if (!rejection) this.advance();
    return rejection;
  }

  close(): void {
    this.alarm.cancel();
    for (const { preamble, stream } of this.seats.values()) {
      preamble?.cancel();
      stream.close();
    }
    this.seats.clear();
  }

  private advance(): void {
    const nextAtMs = this.distribution.advance(this.ports.clock.nowMs() + TOLERANCE_MS);
    if (nextAtMs === Infinity) this.alarm.cancel();
    else this.alarm.ringBy(nextAtMs);
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

  private newStream(codec: FrameCodec, packetFrames: number, own: Talker | undefined): OutputStream {
    const { clock, random, send } = this.ports;
    const framesElapsed = (): number => Math.floor((clock.nowMs() - this.originMs) / FRAME_MS);
    const stream = new OutputStream(codec, packetFrames, { clock, random, send, framesElapsed });
    this.distribution.add(stream, own);
    return stream;
  }

  private audienceStream(codec: FrameCodec, packetFrames: number): OutputStream {
    const key = streamKey(codec, packetFrames);
    let stream = this.audience.get(key);
    if (!stream) {
      stream = this.newStream(codec, packetFrames, undefined);
      this.audience.set(key, stream);
    }
    return stream;
  }

  private hasListener(stream: OutputStream): boolean {
    for (const seat of this.seats.values()) if (seat.stream === stream) return true;
    return false;
  }
}

function streamKey(codec: FrameCodec, packetFrames: number): string {
  return `${codec.format.payloadType}/${packetFrames}`;
}
