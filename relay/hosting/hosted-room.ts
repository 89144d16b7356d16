// Runs one room: feeds its state machine, carries out what it orders, and joins its sound to its people.

import { FRAME_MS, FRAMES_PER_PACKET_MAX, TOKEN_BYTES } from '../../wire/limits';
import {
  writeSignal,
  type LeftReason,
  type Rank,
  type Role,
  type SignalErrorCode,
  type ToMember,
} from '../../wire/signal';
import { Alarm } from '../ports/alarm';
import { tell, type Member, type SeatedRoom } from './members';
import type { Clock, Log, Random, WallClock } from '../ports/ports';
import { randomHex } from '../ports/random-hex';
import {
  EchoAudio,
  RoomAudio,
  type Counters,
  type MediaGate,
  type MediaPass,
  type RoomSound,
  type SendDatagram,
} from '../sound';
import { RoomNews } from './room-news';
import {
  countsOf,
  handsInOrder,
  listsDiffer,
  listsOf,
  nextDueMs,
  nextRoom,
  openRoom,
  placeOf,
  refusalToEnter,
  type AuditEntry,
  type RoomEvent,
  type PersonLists,
  type Room,
  type RoomEffect,
  type RoomRules,
} from '../rooms';
import { MINUTE_MS } from '../ports/time-units';
import { Speaking } from './speaking';

/** Timers are set no further ahead than this: the wall clock may be moved meanwhile. */
const LOOK_AGAIN_MS = MINUTE_MS;

/** Packets on the stage are short for the sake of delay, in the audience long for the sake of their number. */
const PACKET_MS: Readonly<Record<Role, number>> = { stage: FRAME_MS, audience: FRAMES_PER_PACKET_MAX * FRAME_MS };

/** How a member asked to be in a room. `packetMs` undefined leaves it to the role. */
export type JoinRequest = { readonly payloadType: number; readonly packetMs: number | undefined };

/** What the rooms share. */
export type RoomPorts = {
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly random: Random;
  readonly log: Log;
  readonly gate: MediaGate;
  readonly mediaPort: number;
  readonly send: SendDatagram;
  readonly counters: Counters;
  /** Who did what to whom, to be kept. */
  readonly audit: (entry: AuditEntry) => void;
  /** A person sits in a room now. */
  readonly onSeated: (room: string, person: string) => void;
  /** A member without a seat whose connection is gone need not be remembered. */
  readonly onUnseated: (member: Member) => void;
};

/** Why a room is over. */
export type RoomEnd = (RoomEffect & { readonly kind: 'ended' })['why'];

/** What a room tells whoever keeps it. */
export type RoomKeeper = {
  readonly onLists: (lists: PersonLists) => void;
  readonly onEnded: (why: RoomEnd) => void;
};

type Guest = { readonly member: Member; request: JoinRequest; pass: MediaPass | undefined };

/** A room that is open on this relay. */
export class HostedRoom implements SeatedRoom {
  readonly audio: RoomSound;
  private readonly ports: RoomPorts;
  private readonly keeper: RoomKeeper;
  private readonly speaking: Speaking;
  private readonly news: RoomNews;
  private readonly alarm: Alarm;
  private readonly guests = new Map<number, Guest>();
  private room: Room;

  constructor(id: string, rules: RoomRules, lists: PersonLists | undefined, ports: RoomPorts, keeper: RoomKeeper) {
    this.room = openRoom(id, rules, ports.wallClock.epochMs(), lists);
    this.ports = ports;
    this.keeper = keeper;
    const { clock, random, send, counters } = ports;
    this.speaking = new Speaking(
      clock,
      () => this.guests.size,
      (members) => this.tellAll({ type: 'speaking', members }),
    );
    this.news = new RoomNews(clock, {
      counts: () => ({ type: 'room', ...countsOf(this.room) }),
      places: () => new Map(handsInOrder(this.room).map((member, i) => [member, i + 1])),
      tell: (member, message) => this.tellOne(member, message),
    });
    const audioPorts = { clock, random, send, counters, onVoice: (member: number) => this.speaking.heard(member) };
    this.audio = rules.kind === 'echo' ? new EchoAudio(audioPorts) : new RoomAudio(audioPorts);
    this.alarm = new Alarm(clock, () => this.apply({ kind: 'tick' }));
    this.awaken();
    ports.log.info('room-opened', { room: id, kind: rules.kind, policy: rules.policy });
  }

  /** The room as it is. */
  get state(): Room {
    return this.room;
  }

  /** Why the member cannot come in now, if it cannot. */
  refusalOf(member: Member): SignalErrorCode | undefined {
    return refusalToEnter(this.room, member.person);
  }

  join(member: Member, request: JoinRequest): void {
    const known = this.guests.get(member.id);
    if (known) known.request = request;
    else this.guests.set(member.id, { member, request, pass: undefined });
    this.apply({ kind: 'joined', member: member.id, person: member.person, name: member.name });
  }

  /** Sends a member who may only listen to the audience. */
  keepOffStage({ id }: Member): void {
    if (this.room.members.get(id)?.role === 'stage') this.apply({ kind: 'steppedDown', member: id });
  }

  /** Something happens in the room, now. */
  apply(event: RoomEvent): void {
    if (this.room.hasEnded) return;
    const before = this.room;
    const { room, effects } = nextRoom(before, { ...event, atMs: this.ports.wallClock.epochMs() });
    this.room = room;
    for (const effect of effects) this.carryOut(effect);
    // Carrying out may have let something more happen: what is kept is how it is by then.
    if (listsDiffer(before, this.room)) this.keeper.onLists(listsOf(this.room));
    this.awaken();
  }

  /** Sends everybody out and stops everything. */
  close(): void {
    this.apply({ kind: 'closing' });
  }

  private carryOut(effect: RoomEffect): void {
    switch (effect.kind) {
      case 'seat':
        return this.seat(effect.member, effect.role, effect.rank, effect.isHandRaised);
      case 'unseat':
        return this.unseat(effect.member, effect.reason);
      case 'seatChanged':
        return this.changeSeat(effect.member, effect.role);
      case 'rankChanged':
        return this.tellOne(effect.member, { type: 'rank', rank: effect.rank });
      case 'closeMicrophone':
        this.audio.silence(effect.member, true);
        return this.tellOne(effect.member, { type: 'mute', muted: true });
      case 'microphoneChanged':
        return this.audio.silence(effect.member, false);
      case 'offer':
        return this.tellOne(effect.member, { type: 'offer', withinMs: Math.max(1, Math.round(effect.withinMs)) });
      case 'offerGone':
        return this.tellOne(effect.member, { type: 'offer', withinMs: 0 });
      case 'queueChanged':
        for (const member of effect.members) this.tellPlace(member);
        return this.news.changed();
      case 'countsChanged':
        return this.news.changed();
      case 'refuse':
        return this.refuse(effect.member, effect.code);
      case 'refuseReservation':
        this.ports.log.warn('seat-not-reserved', {
          room: this.room.id,
          invitation: effect.invitation,
          code: effect.code,
        });
        return;
      case 'audit':
        return this.ports.audit(effect.entry);
      case 'ended':
        return this.end(effect.why);
    }
  }

  private awaken(): void {
    const dueMs = nextDueMs(this.room);
    if (dueMs === undefined) return this.alarm.cancel();
    const delayMs = Math.min(Math.max(0, dueMs - this.ports.wallClock.epochMs()), LOOK_AGAIN_MS);
    this.alarm.ringBy(this.ports.clock.nowMs() + delayMs);
  }

  private seat(id: number, role: Role, rank: Rank, isHandRaised: boolean): void {
    const guest = this.guests.get(id) as Guest;
    const { member, request } = guest;
    const { gate, log, mediaPort, random } = this.ports;
    this.withdrawMedia(guest);
    const { payloadType } = request;
    const packetMs = request.packetMs ?? PACKET_MS[role];
    const ssrcBytes = random.bytes(4);
    const ssrc = new DataView(ssrcBytes.buffer, ssrcBytes.byteOffset).getUint32(0);
    const token = randomHex(random, TOKEN_BYTES);
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
    const seated = { type: 'joined', room, role, ssrc, token, mediaPort, payloadType, packetMs } as const;
    tell(member, rank === 'none' ? seated : { ...seated, rank });
    this.news.welcome(id);
    if (isHandRaised) this.tellPlace(id);
    this.ports.onSeated(room, member.person);
  }

  /** The other side of the room, by the same address: the member's voice begins or ends, its packets change their length. */
  private changeSeat(id: number, role: Role): void {
    const { pass, request } = this.guests.get(id) as Guest;
    const packetMs = request.packetMs ?? PACKET_MS[role];
    this.audio.unseat(id);
    this.audio.seat(id, role, { payloadType: request.payloadType, packetMs });
    this.speaking.forget(id);
    this.tellOne(id, { type: 'seat', role, packetMs });
    if (pass) this.ports.gate.bindAgain(pass);
  }

  private refuse(id: number, code: SignalErrorCode): void {
    const guest = this.guests.get(id);
    if (!guest) return;
    if (!guest.pass) this.guests.delete(id);
    tell(guest.member, { type: 'error', code });
  }

  private unseat(id: number, reason: LeftReason): void {
    const guest = this.guests.get(id) as Guest;
    const { member } = guest;
    this.withdrawMedia(guest);
    this.guests.delete(id);
    this.news.forget(id);
    member.room = undefined;
    this.ports.log.info('member-left', { member: id, room: this.room.id, reason });
    tell(member, { type: 'left', room: this.room.id, reason });
    this.ports.onUnseated(member);
  }

  private withdrawMedia({ member, pass }: Guest): void {
    if (!pass) return;
    this.ports.gate.revoke(pass);
    this.audio.unseat(member.id);
    this.speaking.forget(member.id);
  }

  private end(why: RoomEnd): void {
    this.alarm.cancel();
    this.audio.close();
    this.speaking.close();
    this.news.close();
    this.ports.log.info('room-ended', { room: this.room.id, why });
    this.keeper.onEnded(why);
  }

  private tellPlace(id: number): void {
    this.news.tellPlace(id, placeOf(this.room, id));
  }

  private tellOne(id: number, message: ToMember): void {
    const guest = this.guests.get(id);
    if (guest) tell(guest.member, message);
  }

  private tellAll(message: ToMember): void {
    const text = writeSignal(message);
    for (const { member } of this.guests.values()) member.connection?.send(text);
  }
}
