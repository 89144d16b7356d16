import type { LeftReason, Moderation, Rank, Role } from '../../../wire/signal';
import type { PersonLists, TimedRoomEvent, RoomRules } from '../../../relay/rooms';

type Somebody = {
  person: string;
  member: number;
  role: Role;
  rank: Rank;
  isOpen: boolean;
  graceEnds: number | undefined;
  offerEnds: number | undefined;
  hasConsulted: boolean;
};

/**
 * What must be so in a room, as simply as it can be said: lists, searched from end to end. It shares nothing with the room
 * but the names of events. `said` is what must come of the last event besides new seats, in any order.
 */
export class SimpleRoom {
  now = 0;
  emptyEnds = 60000;
  hasEnded = false;
  said: string[] = [];
  /** Everybody in the room, in the order in which they took the role they have. */
  people: Somebody[] = [];
  /** Persons with a raised hand, in the order of raising. */
  queue: string[] = [];
  readonly named = new Map<string, 'host' | 'moderator'>();
  readonly guests = new Set<string>();
  readonly banned = new Set<string>();
  reserved: { person: string; invitation: string }[] = [];
  readonly rules: RoomRules;
  wall: number;

  constructor(rules: RoomRules, wall: number, lists: PersonLists) {
    this.rules = rules;
    this.wall = wall;
    for (const { person, rank } of lists.ranks) this.named.set(person, rank);
    for (const person of lists.guests) this.guests.add(person);
    for (const person of lists.bans) this.banned.add(person);
  }

  at = (member: number | undefined): Somebody | undefined => this.people.find((one) => one.member === member);
  as = (person: string): Somebody | undefined => this.people.find((one) => one.person === person);
  onStage = (): Somebody[] => this.people.filter(({ role }) => role === 'stage');
  isReserved = (person: string): boolean => this.reserved.some((seat) => seat.person === person);

  /** Seats of the stage that nobody else can have. */
  taken(): number {
    const offered = this.people.filter((one) => one.offerEnds !== undefined).map(({ person }) => person);
    return this.onStage().length + new Set([...offered, ...this.reserved.map(({ person }) => person)]).size;
  }

  /** When something is over next, by the wall clock. */
  dueMs(): number | undefined {
    const ends = this.people.flatMap(({ graceEnds, offerEnds }) => [graceEnds ?? Infinity, offerEnds ?? Infinity]);
    const due = this.people.length === 0 ? this.emptyEnds : Math.min(...ends);
    return due === Infinity ? undefined : this.wall + due - this.now;
  }

  apply(event: TimedRoomEvent): void {
    this.said = [];
    if (this.hasEnded) {
      if (event.kind === 'joined') this.refuse(event.member, 'not-allowed');
      return;
    }
    this.now += Math.max(0, event.atMs - this.wall);
    this.wall = event.atMs;
    for (const one of this.people) {
      if (one.offerEnds === undefined || one.offerEnds > this.now) continue;
      one.offerEnds = undefined;
      this.said.push(`offer to ${one.member} lapsed`);
    }
    for (const one of this.people.filter(({ graceEnds = Infinity }) => graceEnds <= this.now)) this.out(one, 'silent');
    this.succeed();
    this.change(event);
    this.succeed();
  }

  private refuse(whom: number | string, code: string): void {
    this.said.push(`no ${whom} ${code}`);
  }

  private audit(action: string, by: string, whom: string): void {
    this.said.push(`audit ${action} ${by} ${whom}`);
  }

  private out(one: Somebody, reason: LeftReason): void {
    this.people = this.people.filter((other) => other !== one);
    this.queue = this.queue.filter((person) => person !== one.person);
    this.said.push(`out ${one.member} ${reason}`);
    if (this.people.length === 0) this.emptyEnds = this.now + 60000;
  }

  private end(why: string, reason: LeftReason): void {
    for (const one of this.people) this.out(one, reason);
    this.hasEnded = true;
    this.said.push(`ended ${why}`);
  }

  private succeed(): void {
    if (this.rules.kind === 'echo' || this.people.some(({ rank }) => rank !== 'none')) return;
    const there = this.people.filter(({ graceEnds }) => graceEnds === undefined);
    const among = there.length > 0 ? there : this.people;
    const heir = among.find(({ role }) => role === 'stage') ?? among[0];
    if (!heir) return;
    heir.rank = 'moderator';
    this.audit('succeed', '-', heir.person);
  }

  private lower(person: string): void {
    this.queue = this.queue.filter((other) => other !== person);
  }

  private move(one: Somebody, role: Role): void {
    one.role = role;
    one.isOpen = false;
    one.offerEnds = undefined;
    this.lower(one.person);
    this.people = [...this.people.filter((other) => other !== one), one];
    if (role === 'stage') this.settle(one.person);
  }

  private settle(person: string): void {
    if (this.isReserved(person)) this.guests.add(person);
    this.reserved = this.reserved.filter((seat) => seat.person !== person);
  }

  private change(event: TimedRoomEvent): void {
    switch (event.kind) {
      case 'joined':
        return this.join(event.member, event.person);
      case 'left':
        return this.people.filter((one) => one.member === event.member).forEach((one) => this.out(one, event.reason));
      case 'dropped': {
        const one = this.at(event.member);
        if (!one || one.graceEnds !== undefined) return;
        return void Object.assign(one, { isOpen: false, graceEnds: this.now + 60000 });
      }
      case 'seatReserved':
        return this.reserve(event.person, event.invitation);
      case 'seatReleased':
        this.reserved = this.reserved.filter((s) => s.person !== event.person || s.invitation !== event.invitation);
        return;
      case 'seatClaimed': {
        const one = this.as(event.person);
        return one && this.isReserved(event.person) ? this.move(one, 'stage') : undefined;
      }
      case 'guestListed':
        return void this.guests[event.isGuest ? 'add' : 'delete'](event.person);
      case 'rankGiven':
        return this.name(event.person, event.rank);
      case 'closing':
        return this.end('closing', 'closing');
      case 'tick':
        return this.people.length === 0 && this.emptyEnds <= this.now ? this.end('empty', 'closing') : undefined;
      default:
        break;
    }
    // What only somebody who is there can do.
    const number = event.kind === 'moderated' ? event.by : event.member;
    const one = this.at(number);
    if (!one || one.graceEnds !== undefined) return this.refuse(number, 'not-joined');
    switch (event.kind) {
      case 'microphone':
        if (event.isOpen && one.role !== 'stage') return this.refuse(number, 'not-on-stage');
        one.isOpen = event.isOpen;
        return;
      case 'hand':
        return event.isRaised ? this.raise(one) : this.lower(one.person);
      case 'answered':
        return this.answer(one, event.answer);
      case 'steppedDown':
        if (this.rules.kind === 'echo') return this.out(one, 'asked');
        return one.role === 'stage' ? this.move(one, 'audience') : this.refuse(number, 'not-on-stage');
      case 'moderated':
        return this.moderate(one, event.action, event.member);
    }
  }

  private join(member: number, person: string): void {
    const one = this.as(person);
    if (this.at(member) !== one) return this.refuse(member, 'not-allowed');
    if (one) {
      Object.assign(one, { isOpen: false, graceEnds: undefined });
      if (one.offerEnds !== undefined) this.said.push(`offer to ${member} for ${one.offerEnds - this.now}`);
      return;
    }
    if (this.banned.has(person)) return this.refuse(member, 'banned');
    const isExpected = this.guests.has(person) || this.named.has(person) || this.isReserved(person);
    if (this.rules.kind === 'closed' && !isExpected) return this.refuse(member, 'closed-room');
    const isForAll = this.rules.kind === 'echo' || this.rules.policy === 'open';
    const isOnStage = this.isReserved(person) || (isForAll && this.taken() < this.rules.stageSeats);
    const listeners = this.people.length - this.onStage().length;
    if (!isOnStage && (this.rules.kind === 'echo' || listeners >= this.rules.audienceSeats))
      return this.refuse(member, 'room-full');
    const rank = this.rules.kind === 'echo' ? 'none' : (this.named.get(person) ?? 'none');
    const role = isOnStage ? 'stage' : 'audience';
    const fresh = { isOpen: false, graceEnds: undefined, offerEnds: undefined, hasConsulted: false };
    this.people.push({ person, member, role, rank, ...fresh });
    if (isOnStage) this.settle(person);
  }

  private raise(one: Somebody): void {
    if (one.role === 'stage') return this.refuse(one.member, 'not-allowed');
    if (!this.queue.includes(one.person)) this.queue.push(one.person);
    const isFree = this.isReserved(one.person) || this.taken() < this.rules.stageSeats;
    if (one.rank !== 'none' && isFree) this.offer(one, one);
  }

  private offer(by: Somebody, one: Somebody): void {
    if (one.graceEnds !== undefined) return this.refuse(by.member, 'no-such-member');
    if (one.role === 'stage') return this.refuse(by.member, 'not-allowed');
    if (one.offerEnds !== undefined) return;
    if (!this.isReserved(one.person) && this.taken() >= this.rules.stageSeats)
      return this.refuse(by.member, 'stage-full');
    one.offerEnds = this.now + 30000;
    one.hasConsulted = false;
    this.audit('offer', by.person, one.person);
    this.said.push(`offer to ${one.member} for 30000`);
  }

  private answer(one: Somebody, answer: 'accept' | 'decline' | 'consult'): void {
    if (one.offerEnds === undefined) return this.refuse(one.member, 'not-offered');
    if (answer === 'accept') return this.move(one, 'stage');
    if (answer === 'decline') {
      one.offerEnds = undefined;
      this.lower(one.person);
      this.said.push(`offer to ${one.member} declined`);
    } else if (one.hasConsulted) this.refuse(one.member, 'not-allowed');
    else {
      one.offerEnds = this.now + 300000;
      one.hasConsulted = true;
      this.said.push(`offer to ${one.member} for 300000`);
    }
  }

  private reserve(person: string, invitation: string): void {
    if (this.banned.has(person)) return this.refuse(invitation, 'banned');
    if (this.rules.kind === 'echo') return this.refuse(invitation, 'not-allowed');
    const one = this.as(person);
    if (one?.role === 'stage') return void this.guests.add(person);
    const hasOne = this.isReserved(person) || one?.offerEnds !== undefined;
    if (!hasOne && this.taken() >= this.rules.stageSeats) return this.refuse(invitation, 'stage-full');
    if (!this.reserved.some((seat) => seat.person === person && seat.invitation === invitation))
      this.reserved.push({ person, invitation });
  }

  private name(person: string, rank: Rank): void {
    if (rank === 'none') this.named.delete(person);
    else this.named.set(person, rank);
    const one = this.as(person);
    if (one && this.rules.kind !== 'echo') one.rank = rank;
  }

  private moderate(by: Somebody, action: Moderation, member: number | undefined): void {
    if (this.rules.kind === 'echo') return this.refuse(by.member, 'not-allowed');
    if (by.rank === 'none') return this.refuse(by.member, 'not-moderator');
    if (action === 'end') {
      this.audit('end', by.person, '-');
      return this.end('moderator', 'ended');
    }
    const one = this.at(member);
    if (!one) return this.refuse(by.member, 'no-such-member');
    if (action === 'offer') return this.offer(by, one);
    const isAboveThem = one.rank === 'host' && by.rank === 'moderator';
    const isLast = this.people.filter(({ rank }) => rank !== 'none').length === 1;
    const isForbidden = {
      mute: false,
      demote: false,
      appoint: false,
      remove: isAboveThem || one === by,
      ban: isAboveThem || one === by,
      dismiss: isAboveThem || (one === by && isLast),
    };
    if (isForbidden[action]) return this.refuse(by.member, 'not-allowed');
    if ((action === 'mute' || (action === 'demote' && one.offerEnds === undefined)) && one.role !== 'stage')
      return this.refuse(by.member, 'not-on-stage');
    this.audit(action, by.person, one.person);
    if (action === 'mute') one.isOpen = false;
    if (action === 'demote' && one.role !== 'stage') {
      one.offerEnds = undefined;
      this.said.push(`offer to ${one.member} withdrawn`);
    } else if (action === 'demote') this.move(one, 'audience');
    if (action === 'remove') this.out(one, 'removed');
    if (action === 'appoint' && one.rank !== 'host') this.name(one.person, 'moderator');
    if (action === 'dismiss') this.name(one.person, 'none');
    if (action !== 'ban') return;
    this.out(one, 'banned');
    this.banned.add(one.person);
    this.named.delete(one.person);
    this.guests.delete(one.person);
    this.reserved = this.reserved.filter(({ person }) => person !== one.person);
  }
}
