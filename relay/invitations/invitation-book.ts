import { DueQueue } from '../records/due-queue';
import { IdIndex } from '../records/id-index';
import { refuse, type Refusal } from '../ports/refusal';
import { isFinal, isWaiting, nextDueMs, THE_RELAY, type Invitation } from './invitation';
import type { InvitationEffect, InvitationErrorCode, InvitationEvent } from './invitation-events';
import { newInvitation, type InvitationDraft } from './new-invitation';
import { nextInvitation } from './next-invitation';
import { NOT_ALLOWED } from './parties';

/** How many invitations there may be. An invitation is open until it has a final answer. */
type BookLimits = {
  readonly openPerHost: number;
  readonly openPerGuest: number;
  /** In all, including those that have ended and are not forgotten yet. */
  readonly invitations: number;
};

export const DEFAULT_BOOK_LIMITS: BookLimits = { openPerHost: 100, openPerGuest: 100, invitations: 100_000 };

/** The result of a change: the invitations that are different now, and the effects. Store the former before you act on the latter. */
export type BookStep = { readonly changed: readonly Invitation[]; readonly effects: readonly InvitationEffect[] };

/**
 * All invitations of a relay. The book reads no clock and carries nothing out: the same calls in the same order give the same
 * effects. For each guest one invitation rings at a time: the oldest one without a reaction. When it stops, the next one
 * rings. A guest has at most one reserved seat in a room.
 */
export class InvitationBook {
  private readonly limits: BookLimits;
  private readonly all = new Map<string, Invitation>();
  private readonly openByHost = new IdIndex();
  private readonly openByGuest = new IdIndex();
  private readonly byGuest = new IdIndex();
  private readonly byRoom = new IdIndex();
  /** The invitation that holds a seat, by `room guest`. */
  private readonly seats = new Map<string, string>();
  private readonly ringing = new Map<string, string>();
  private readonly due = new DueQueue();
  /** Invitations that have changed since the last `keep`, as they were then. Undefined for one that was not there. */
  private readonly kept = new Map<string, Invitation | undefined>();

  constructor(limits: BookLimits = DEFAULT_BOOK_LIMITS, stored: Iterable<Invitation> = []) {
    this.limits = limits;
    for (const invitation of [...stored].sort(byAge)) this.put(invitation);
    for (const guest of this.openByGuest.keys()) this.ring(guest);
    this.keep();
  }

  get size(): number {
    return this.all.size;
  }

  /** When time alone changes something next. Undefined if it never does. */
  get nextDueMs(): number | undefined {
    return this.due.nextDueMs;
  }

  get(id: string): Invitation | undefined {
    return this.all.get(id);
  }

  /** All invitations to a person, the oldest first. */
  ofGuest(person: string): readonly Invitation[] {
    return this.listed(this.byGuest.get(person));
  }

  /** All invitations to a room, the oldest first. */
  ofRoom(room: string): readonly Invitation[] {
    return this.listed(this.byRoom.get(room));
  }

  /** The invitation that rings for a person now. */
  ringingFor(person: string): Invitation | undefined {
    return this.all.get(this.ringing.get(person) ?? '');
  }

  /** Marks the present state as stored. `undo` returns to it. */
  keep(): void {
    this.kept.clear();
  }

  /** Returns to the state of the last `keep`, because the changes could not be stored. */
  undo(): void {
    const guests = new Set<string>();
    for (const [id, before] of [...this.kept]) {
      const after = this.all.get(id);
      if (after) this.remove(after);
      if (before) this.put(before);
      for (const { guest } of [before ?? [], after ?? []].flat()) guests.add(guest);
    }
    for (const guest of guests) this.ring(guest);
    this.keep();
  }

  /** Makes an invitation, or refuses the draft. */
  send(draft: InvitationDraft, atMs: number): BookStep {
    const made = newInvitation(draft, atMs);
    if (!('invitation' in made)) return notSent(draft, made);
    const { id, host, guest, room } = made.invitation;
    if (this.all.has(id)) return notSent(draft, refuse('bad-field', 'id is in use already', 'id'));
    if (this.seats.has(`${room} ${guest}`)) {
      return notSent(draft, refuse('already-invited', 'This guest has an invitation to this room already.'));
    }
    const full = this.fullness(host, guest);
    if (full) return notSent(draft, refuse('too-many-open', full));
    this.put(made.invitation);
    return { changed: [made.invitation], effects: [...withoutRinging(made.effects), ...this.ring(guest)] };
  }

  /** Applies an event to an invitation. An invitation that does not exist is refused like one of somebody else. */
  apply(id: string, event: InvitationEvent): BookStep {
    const before = this.all.get(id);
    if (!before) {
      return { changed: [], effects: [{ kind: 'refuse', invitation: id, by: event.by, ...NOT_ALLOWED }] };
    }
    const { invitation, effects } = nextInvitation(before, event);
    if (invitation === before) return { changed: [], effects };
    this.put(invitation);
    return { changed: [invitation], effects: [...withoutRinging(effects), ...this.ring(invitation.guest)] };
  }

  /** Applies everything that is due by then. */
  timePassed(atMs: number): BookStep {
    const steps: BookStep[] = [];
    for (let id = this.due.takeDue(atMs); id !== undefined; id = this.due.takeDue(atMs)) {
      steps.push(this.apply(id, { kind: 'timePassed', atMs, by: THE_RELAY }));
    }
    return joined(steps);
  }

  /** Applies that a room starts at another time, in epoch milliseconds. */
  roomMoved(room: string, startsAtMs: number, atMs: number): BookStep {
    const ids = [...this.byRoom.get(room)];
    return joined(ids.map((id) => this.apply(id, { kind: 'roomMoved', startsAtMs, atMs, by: THE_RELAY })));
  }

  /** Applies that a room has ended. */
  roomEnded(room: string, atMs: number): BookStep {
    const ids = [...this.byRoom.get(room)];
    return joined(ids.map((id) => this.apply(id, { kind: 'roomEnded', atMs, by: THE_RELAY })));
  }

  /** Forgets the invitations that ended before then and hold no seat. Returns their ids, which have to be removed from the store. */
  forget(beforeMs: number): readonly string[] {
    const old = [...this.all.values()].filter(
      ({ state, seat, changedAtMs }) => isFinal(state) && seat !== 'reserved' && changedAtMs < beforeMs,
    );
    for (const invitation of old) this.remove(invitation);
    return old.map(({ id }) => id);
  }

  /** Why there may not be one more invitation. Undefined if there may. */
  private fullness(host: string, guest: string): string | undefined {
    const { openPerHost, openPerGuest, invitations } = this.limits;
    if (this.openByHost.get(host).size >= openPerHost) {
      return `You have ${openPerHost} open invitations already: withdraw one first.`;
    }
    const isFull = this.all.size >= invitations || this.openByGuest.get(guest).size >= openPerGuest;
    return isFull ? 'There are too many open invitations: try again later.' : undefined;
  }

  private listed(ids: ReadonlySet<string>): readonly Invitation[] {
    return [...ids].flatMap((id) => this.all.get(id) ?? []).sort(byAge);
  }

  private remember(id: string): void {
    if (!this.kept.has(id)) this.kept.set(id, this.all.get(id));
  }

  private remove(invitation: Invitation): void {
    const { id, host, guest, room } = invitation;
    this.remember(id);
    this.all.delete(id);
    this.byGuest.remove(guest, id);
    this.byRoom.remove(room, id);
    this.openByHost.remove(host, id);
    this.openByGuest.remove(guest, id);
    if (this.seats.get(`${room} ${guest}`) === id) this.seats.delete(`${room} ${guest}`);
    this.due.set(id, undefined);
  }

  private put(invitation: Invitation): void {
    const { id, host, guest, room, state, seat } = invitation;
    this.remember(id);
    this.all.set(id, invitation);
    this.byGuest.add(guest, id);
    this.byRoom.add(room, id);
    for (const [index, person] of [
      [this.openByHost, host],
      [this.openByGuest, guest],
    ] as const) {
      if (isFinal(state)) index.remove(person, id);
      else index.add(person, id);
    }
    if (seat === 'reserved') this.seats.set(`${room} ${guest}`, id);
    else if (this.seats.get(`${room} ${guest}`) === id) this.seats.delete(`${room} ${guest}`);
    this.due.set(id, nextDueMs(invitation));
  }

  /** Lets the right invitation ring for a guest. Gives the effects of the change. */
  private ring(guest: string): readonly InvitationEffect[] {
    const before = this.ringing.get(guest);
    const waiting = this.listed(this.openByGuest.get(guest)).filter(({ state }) => isWaiting(state));
    const now = waiting.at(0);
    if (before === now?.id) return [];
    if (now) this.ringing.set(guest, now.id);
    else this.ringing.delete(guest);
    const stopped = before === undefined ? undefined : this.all.get(before);
    return [
      ...(stopped ? [{ kind: 'stopRinging', invitation: stopped.id, guest, room: stopped.room } as const] : []),
      ...(now ? [{ kind: 'ring', invitation: now.id, guest, room: now.room } as const] : []),
    ];
  }
}

function byAge(one: Invitation, other: Invitation): number {
  return one.sentAtMs - other.sentAtMs || (one.id < other.id ? -1 : 1);
}

/** The effects without ringing, which the book decides for all invitations of a guest together. */
function withoutRinging(effects: readonly InvitationEffect[]): readonly InvitationEffect[] {
  return effects.filter(({ kind }) => kind !== 'ring' && kind !== 'stopRinging');
}

/** The result of a draft that is refused. */
function notSent({ id, host }: InvitationDraft, refusal: Refusal<InvitationErrorCode>): BookStep {
  const about = {
    invitation: typeof id === 'string' ? id : '',
    by: { kind: 'host', id: typeof host === 'string' ? host : '' },
  } as const;
  return { changed: [], effects: [{ kind: 'refuse', ...about, ...refusal }] };
}

function joined(steps: readonly BookStep[]): BookStep {
  return { changed: steps.flatMap(({ changed }) => changed), effects: steps.flatMap(({ effects }) => effects) };
}
