// Runs one room: feeds its state machine, carries out what it orders, and joins its sound to its people.

import { FRAME_MS, FRAMES_PER_PACKET_MAX, TOKEN_BYTES } from '../wire/limits';
import { writeSignal, type LeftReason, type Role, type SignalErrorCode, type ToMember } from '../wire/signal';
import type { Counters } from './counters';
import type { MediaGate, MediaPass } from './media-gate';
import type { Clock, Log, Random, Timer } from './ports';
import type { SendDatagram } from './fan-out';
import { emptyRoom, hasFreeSeat, nextRoom, type Room, type RoomEffect, type RoomEvent, type RoomRules } from './room';
import { RoomAudio } from './room-audio';
import { Speaking } from './speaking';

/** An empty room ends after this long. */
export const EMPTY_ROOM_MS = 60000;

/** Packets on the stage are short for the sake of delay, in the audience long for the sake of their number. */
const PACKET_MS: Readonly<Record<Role, number>> = { stage: FRAME_MS, audience: FRAMES_PER_PACKET_MAX * FRAME_MS };

/** How a member asked to be in a room. `packetMs` undefined leaves it to the role. */
export type JoinRequest = { readonly payloadType: number; readonly packetMs: number | undefined };

/** Somebody who has said hello, wherever they are. */
export type Member = {
  readonly id: number;
  readonly name: string;
  readonly send: (text: string) => void;
  room: HostedRoom | undefined;
};

/** What the rooms share. */
export type RoomPorts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly gate: MediaGate;
  readonly mediaPort: number;
  readonly send: SendDatagram;
  readonly counters: Counters;
};

type Guest = { readonly member: Member; readonly request: JoinRequest; pass: MediaPass | undefined };

/** Tells one member something. */
export function tell(member: Member, message: ToMember): void {
  member.send(writeSignal(message));
}

/** A room that is open on this relay. */
export class HostedRoom {
  readonly audio: RoomAudio;
  private readonly ports: RoomPorts;
  private readonly onEnded: () => void;
  private readonly speaking: Speaking;
  private readonly guests = new Map<number, Guest>();
  private room: Room;
  private emptyEnd: Timer | undefined;

  constructor(id: string, rules: RoomRules, ports: RoomPorts, onEnded: () => void) {
    this.room = emptyRoom(id, rules);
    this.ports = ports;
    this.onEnded = onEnded;
    const { clock, random, send, counters } = ports;
    this.speaking = new Speaking(
      clock,
      () => this.guests.size,
      (members) => this.tellAll({ type: 'speaking', members }),
    );
    this.audio = new RoomAudio({
      clock,
      random,
      send,
      counters,
      onVoice: (member) => this.speaking.heard(member),
    });
    this.awaitEmptyEnd();
    ports.log.info('room-opened', { room: id, policy: rules.policy });
  }

  get hasFreeSeat(): boolean {
    return hasFreeSeat(this.room);
  }

  join(member: Member, request: JoinRequest): void {
    this.guests.set(member.id, { member, request, pass: undefined });
    this.apply({ kind: 'memberJoined', member: member.id, name: member.name });
  }

  leave(member: Member, reason: LeftReason): void {
    this.apply({ kind: 'memberLeft', member: member.id, reason });
  }

  noteMicrophone(member: Member, isMuted: boolean): void {
    this.apply({ kind: 'microphoneChanged', member: member.id, isMuted });
  }

  /** Sends everybody out and stops everything. */
  close(): void {
    for (const { member } of [...this.guests.values()]) this.leave(member, 'closing');
    this.emptyEnd?.cancel();
    this.audio.close();
    this.speaking.close();
  }

  private apply(event: RoomEvent): void {
    const { room, effects } = nextRoom(this.room, event);
    this.room = room;
    for (const effect of effects) this.carryOut(effect);
  }

  private carryOut(effect: RoomEffect): void {
    switch (effect.kind) {
      case 'seat':
        return this.seat(effect.member, effect.role);
      case 'refuse':
        return this.refuse(effect.member, effect.code);
      case 'unseat':
        return this.unseat(effect.member, effect.reason);
      case 'awaitEmptyEnd':
        return this.awaitEmptyEnd();
      case 'cancelEmptyEnd':
        return this.emptyEnd?.cancel();
      case 'end':
        this.close();
        this.ports.log.info('room-ended', { room: this.room.id });
        return this.onEnded();
    }
  }

  private awaitEmptyEnd(): void {
    this.emptyEnd?.cancel();
    this.emptyEnd = this.ports.clock.after(EMPTY_ROOM_MS, () => this.apply({ kind: 'stayedEmpty' }));
  }

  private seat(id: number, role: Role): void {
    const guest = this.guests.get(id) as Guest;
    const { member, request } = guest;
    const { gate, log, mediaPort, random } = this.ports;
    const { payloadType } = request;
    const packetMs = request.packetMs ?? PACKET_MS[role];
    const [ssrcBytes, tokenBytes] = [random.bytes(4), random.bytes(TOKEN_BYTES)];
    const ssrc = new DataView(ssrcBytes.buffer, ssrcBytes.byteOffset).getUint32(0);
    const token = Array.from(tokenBytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const room = this.room.id;
    this.audio.seat(id, role, { payloadType, packetMs });
    guest.pass = {
      member: id,
      ssrc,
      token,
      payloadType,
      audio: this.audio,
      onClaimed: (address, hasMoved) => log.info('media-claimed', { member: id, room, ...address, hasMoved }),
    };
    gate.admit(guest.pass);
    member.room = this;
    log.info('member-joined', { member: id, room, role, payloadType, packetMs });
    tell(member, { type: 'joined', room, role, ssrc, token, mediaPort, payloadType, packetMs });
  }

  private refuse(id: number, code: SignalErrorCode): void {
    const guest = this.guests.get(id) as Guest;
    if (!guest.pass) this.guests.delete(id);
    tell(guest.member, { type: 'error', code });
  }

  private unseat(id: number, reason: LeftReason): void {
    const { member, pass } = this.guests.get(id) as Guest;
    this.guests.delete(id);
    if (pass) this.ports.gate.revoke(pass);
    this.audio.unseat(id);
    this.speaking.forget(id);
    member.room = undefined;
    this.ports.log.info('member-left', { member: id, room: this.room.id, reason });
    tell(member, { type: 'left', room: this.room.id, reason });
  }

  private tellAll(message: ToMember): void {
    const text = writeSignal(message);
    for (const { member } of this.guests.values()) member.send(text);
  }
}
