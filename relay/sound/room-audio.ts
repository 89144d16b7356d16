// The sound of one room: the voices and streams of its members, the addresses the streams go to, and the alarm that keeps
// them going. A room in which nobody talks costs nothing: no timer is set and no packet leaves.

import { FRAME_MS } from '../../wire/limits';
import type { Rtp } from '../../wire/rtp';
import type { Role } from '../../wire/signal';
import { Alarm } from '../ports/alarm';
import { codecFor, type FrameCodec } from './codecs/codec';
import { Distribution } from './distribution';
import { OutputStream, PREAMBLE_COUNT } from './send/output-stream';
import type { Address, Timer } from '../ports/ports';
import { Talker } from './receive/talker';
import type { Listening, MediaRejection, RoomSound, RoomSoundPorts } from './room-sound';

/** How long after a member's first claim another claim is answered with silence again: the first may have been lost. */
const PREAMBLE_AGAIN_MS = 1000;
/** Two instants that differ by less than this count as one. */
const TOLERANCE_MS = 1e-6;

type Seat = {
  readonly member: number;
  readonly talker: Talker | undefined;
  readonly stream: OutputStream;
  firstBoundAtMs: number | undefined;
  preamble: Timer | undefined;
};

/** The sound of a room in which everybody hears the others. */
export class RoomAudio implements RoomSound {
  private readonly ports: RoomSoundPorts;
  private readonly seats = new Map<number, Seat>();
  private readonly silenced = new Set<number>();
  private readonly audience = new Map<string, OutputStream>();
  private readonly distribution: Distribution;
  private readonly alarm: Alarm;
  private readonly originMs: number;

  constructor(ports: RoomSoundPorts) {
    this.ports = ports;
    this.originMs = ports.clock.nowMs();
    this.distribution = new Distribution(ports.counters, ports.onVoice);
    this.alarm = new Alarm(ports.clock, () => this.advance());
  }

  seat(member: number, role: Role, listening: Listening): void {
    const codec = codecFor(listening.payloadType) as FrameCodec;
    const packetFrames = listening.packetMs / FRAME_MS;
    const isOnStage = role === 'stage';
    const talker = isOnStage ? new Talker(member, listening.payloadType, this.ports.counters) : undefined;
    const stream = isOnStage ? this.newStream(codec, packetFrames, talker) : this.audienceStream(codec, packetFrames);
    this.seats.set(member, { member, talker, stream, firstBoundAtMs: undefined, preamble: undefined });
  }

  silence(member: number, isSilenced: boolean): void {
    if (isSilenced && this.seats.has(member)) this.silenced.add(member);
    else this.silenced.delete(member);
  }

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

  /** Sends the member's media to `address` from now on, beginning with silence for a newcomer. */
  bind(member: number, address: Address): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    const nowMs = this.ports.clock.nowMs();
    seat.stream.receivers.set(member, address);
    this.distribution.reroute();
    seat.firstBoundAtMs ??= nowMs;
    if (nowMs >= seat.firstBoundAtMs + PREAMBLE_AGAIN_MS || seat.preamble) return;
    // One frame more than its own length in the past, so that no voice that follows can overlap it.
    this.sendPreamble(seat, 0, seat.stream.nextFrame - seat.stream.packetFrames - 1);
  }

  unbind(member: number): void {
    const seat = this.seats.get(member);
    if (!seat) return;
    seat.stream.receivers.delete(member);
    this.distribution.reroute();
    seat.preamble?.cancel();
    seat.preamble = undefined;
  }

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
