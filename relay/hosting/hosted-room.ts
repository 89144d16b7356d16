// Runs one room: gives events to its state machine and carries out the effects, by messages to members and by its sound.

import { writeShort } from '../../wire/short-form';
import {
  writeSignal,
  type LeftReason,
  type Rank,
  type Role,
  type SignalErrorCode,
  type ToMember,
} from '../../wire/signal';
import { Alarm } from '../ports/alarm';
import type { EventStream } from '../ports/event-stream';
import type { Clock, Log, Random, WallClock } from '../ports/ports';
import { MINUTE_MS } from '../ports/time-units';
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
  type PersonLists,
  type Room,
  type RoomEffect,
  type RoomEnd,
  type RoomEvent,
  type RoomRules,
} from '../rooms';
import { EchoAudio, RoomAudio, type Counters, type MediaGate, type RoomSound, type SendDatagram } from '../sound';
import { Answers } from './answers';
import { answerTo, send, type Member, type SeatedRoom } from './members';
import type { RelayEvent } from './relay-events';
import { RoomMedia, type JoinRequest } from './room-media';
import { RoomNews } from './room-news';
import { Speaking } from './speaking';

/** The longest time for which a timer is set: the wall clock may jump meanwhile. */
const LOOK_AGAIN_MS = MINUTE_MS;

/** What all rooms share. */
export type RoomPorts = {
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly random: Random;
  readonly log: Log;
  readonly gate: MediaGate;
  readonly mediaPort: number;
  readonly send: SendDatagram;
  readonly counters: Counters;
  readonly events: EventStream<RelayEvent>;
  /** Keeps who did what to whom. */
  readonly audit: (entry: AuditEntry) => void;
  /** A member has no seat any more. */
  readonly onUnseated: (member: Member) => void;
};

/** What a room reports to the lobby that opened it. */
type RoomReports = {
  /** The lists to be kept of the room have changed. */
  readonly onLists: (lists: PersonLists) => void;
  readonly onEnded: (why: RoomEnd) => void;
};

/** A member that asked to be in the room, with or without a seat. */
type Guest = {
  readonly member: Member;
  request: JoinRequest;
  /** A device was told that others speak. */
  knowsOthersSpeak: boolean;
};

/** A room that is open on this relay. */
export class HostedRoom implements SeatedRoom {
  private readonly ports: RoomPorts;
  private readonly reports: RoomReports;
  private readonly sound: RoomSound;
  private readonly media: RoomMedia;
  private readonly speaking: Speaking;
  private readonly news: RoomNews;
  private readonly alarm: Alarm;
  private readonly guests = new Map<number, Guest>();
  private room: Room;
  private readonly answers = new Answers();

  constructor(id: string, rules: RoomRules, lists: PersonLists | undefined, ports: RoomPorts, reports: RoomReports) {
    this.room = openRoom(id, rules, ports.wallClock.epochMs(), lists);
    this.ports = ports;
    this.reports = reports;
    const { clock, random, counters } = ports;
    this.speaking = new Speaking(
      clock,
      () => this.guests.size,
      (members) => this.sendSpeaking(members),
    );
    this.news = new RoomNews(clock, {
      counts: () => ({ type: 'room', ...countsOf(this.room) }),
      places: () => new Map(handsInOrder(this.room).map((member, i) => [member, i + 1])),
      send: (member, message) => this.send(member, message),
    });
    const onVoice = (member: number): void => this.speaking.heard(member);
    const soundPorts = { clock, random, send: ports.send, counters, onVoice };
    this.sound = rules.kind === 'echo' ? new EchoAudio(soundPorts) : new RoomAudio(soundPorts);
    const askToClaim = (member: number, ssrc: number): void => this.send(member, { type: 'reclaim', ssrc });
    this.media = new RoomMedia(id, this.sound, { ...ports, askToClaim });
    this.alarm = new Alarm(clock, () => this.apply({ kind: 'tick' }));
    this.setAlarm();
    ports.log.info('room-opened', { room: id, kind: rules.kind, policy: rules.policy });
  }

  /** The room as it is. */
  get state(): Room {
    return this.room;
  }

  /** Why the member cannot join now; undefined if it can. */
  refusalOf(member: Member): SignalErrorCode | undefined {
    return refusalToEnter(this.room, member.person);
  }

  join(member: Member, request: JoinRequest): void {
    const known = this.guests.get(member.id);
    if (known) Object.assign(known, { request, knowsOthersSpeak: false });
    else this.guests.set(member.id, { member, request, knowsOthersSpeak: false });
    const { id, person, name } = member;
    this.ask(member, request.id, { kind: 'joined', member: id, person, name });
  }

  leave(member: Member, reason: LeftReason, request: number | undefined): void {
    this.ask(member, request, { kind: 'left', member: member.id, reason });
  }

  ask({ id }: Member, request: number | undefined, event: RoomEvent): void {
    const isAnswered = this.answers.during(id, request, event.kind, () => this.apply(event));
    // A hand that is up already, for example.
    if (request !== undefined && !isAnswered) this.sendPlace(id, request);
  }

  keepOffStage({ id }: Member): void {
    if (this.room.members.get(id)?.role === 'stage') this.apply({ kind: 'steppedDown', member: id });
  }

  /** Gives the room an event that happens now. A room that has ended ignores it. */
  apply(event: RoomEvent): void {
    if (this.room.hasEnded) return;
    const before = this.room;
    const { room, effects } = nextRoom(before, { ...event, atMs: this.ports.wallClock.epochMs() });
    this.room = room;
    for (const effect of effects) this.carryOut(effect);
    // Carrying out effects may have applied more events: the lists are kept as they are after all of them.
    if (listsDiffer(before, this.room)) this.reports.onLists(listsOf(this.room));
    this.setAlarm();
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
        return this.send(effect.member, { type: 'rank', rank: effect.rank });
      case 'closeMicrophone':
        this.sound.silence(effect.member, true);
        return this.send(effect.member, { type: 'mute', muted: true });
      case 'microphoneChanged':
        return this.sound.silence(effect.member, false);
      case 'offer':
        return this.offer(effect.member, Math.max(1, Math.round(effect.withinMs)));
      case 'offerGone':
        return this.send(effect.member, { type: 'offer', withinMs: 0 });
      case 'queueChanged':
        for (const member of effect.members) this.sendPlace(member, this.answers.requestOf(member));
        return this.news.changed();
      case 'countsChanged':
        return this.news.changed();
      case 'refuse':
        return this.refuse(effect.member, effect.code);
      case 'refuseReservation': {
        const { invitation, code } = effect;
        return this.ports.log.warn('seat-not-reserved', { room: this.room.id, invitation, code });
      }
      case 'audit':
        return this.ports.audit(effect.entry);
      case 'ended':
        return this.end(effect.why);
    }
  }

  /** Sets the alarm for the next tick that the room needs. */
  private setAlarm(): void {
    const dueMs = nextDueMs(this.room);
    if (dueMs === undefined) return this.alarm.cancel();
    const delayMs = Math.min(Math.max(0, dueMs - this.ports.wallClock.epochMs()), LOOK_AGAIN_MS);
    this.alarm.ringBy(this.ports.clock.nowMs() + delayMs);
  }

  private seat(id: number, role: Role, rank: Rank, isHandRaised: boolean): void {
    const { member, request } = this.guestAt(id);
    const { events, log, mediaPort } = this.ports;
    const room = this.room.id;
    this.speaking.forget(id);
    const { ssrc, token, payloadType, packetMs } = this.media.seat(id, role, request);
    member.room = this;
    log.info('member-joined', { member: id, room, role, payloadType, packetMs });
    const media = { ssrc, token, mediaPort, payloadType, packetMs };
    const seated = { type: 'joined', room, role, ...media, ...answerTo(this.answers.requestOf(id)) } as const;
    send(member, rank === 'none' ? seated : { ...seated, rank });
    this.news.welcome(id, member.form === 'full');
    if (isHandRaised) this.sendPlace(id, this.answers.requestOf(id));
    events.publish({ kind: 'personSeated', room, person: member.person });
  }

  private changeSeat(id: number, role: Role): void {
    const packetMs = this.media.move(id, role, this.guestAt(id).request);
    this.speaking.forget(id);
    this.send(id, { type: 'seat', role, packetMs });
    this.media.bindAgain(id);
  }

  private refuse(id: number, code: SignalErrorCode): void {
    const guest = this.guests.get(id);
    if (!guest) return;
    if (!this.media.has(id)) this.guests.delete(id);
    send(guest.member, { type: 'error', code, ...answerTo(this.answers.requestOf(id)) });
  }

  private unseat(id: number, reason: LeftReason): void {
    const { member } = this.guestAt(id);
    this.media.unseat(id);
    this.speaking.forget(id);
    this.guests.delete(id);
    this.news.forget(id);
    member.room = undefined;
    this.ports.log.info('member-left', { member: id, room: this.room.id, reason });
    send(member, { type: 'left', room: this.room.id, reason, ...answerTo(this.answers.requestOf(id)) });
    this.ports.onUnseated(member);
  }

  private end(why: RoomEnd): void {
    this.alarm.cancel();
    this.sound.close();
    this.speaking.close();
    this.news.close();
    this.ports.log.info('room-ended', { room: this.room.id, why });
    this.reports.onEnded(why);
  }

  private guestAt(id: number): Guest {
    const guest = this.guests.get(id);
    if (!guest) throw new Error(`room ${this.room.id} has a seat for member ${id}, who never joined`);
    return guest;
  }

  /** A device that asks for time shows that already. By now its owner may have answered, and it would show the offer again. */
  private offer(id: number, withinMs: number): void {
    if (this.answers.isTo('answered', id) && this.guestAt(id).member.form === 'short') return;
    this.send(id, { type: 'offer', withinMs });
  }

  private sendPlace(id: number, request: number | undefined): void {
    this.news.sendPlace(id, placeOf(this.room, id), request);
  }

  private send(id: number, message: ToMember): void {
    const guest = this.guests.get(id);
    if (guest) send(guest.member, message);
  }

  /** Says who speaks. A device only shows whether anybody else does, so it is sent that, and only when it changes. */
  private sendSpeaking(members: readonly number[]): void {
    const text = writeSignal({ type: 'speaking', members });
    for (const guest of this.guests.values()) {
      const { member } = guest;
      if (member.form === 'full') member.connection?.send(text);
      else {
        const speak = members.length > (members.includes(member.id) ? 1 : 0);
        if (speak !== guest.knowsOthersSpeak) member.connection?.send(writeShort({ type: 'others', speak }));
        guest.knowsOthersSpeak = speak;
      }
    }
  }
}
