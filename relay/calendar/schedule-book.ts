import { DueQueue } from '../records/due-queue';
import { IdIndex } from '../records/id-index';
import { refuse, type Refusal } from '../ports/refusal';
import { nextScheduledRoom, scheduleRoom } from './next-scheduled-room';
import type { ScheduleDraft, ScheduleEffect, ScheduleErrorCode, ScheduleEvent } from './schedule-events';
import { isBeingReminded } from './schedule-time';
import { firstHostOf, scheduleDueMs, type ScheduledRoom } from './scheduled-room';
import type { TimeZones } from './time-zones';

/** How many scheduled rooms there may be: planned ones with the same first host, and all of them. */
type ScheduleBookLimits = { readonly plannedPerHost: number; readonly scheduled: number };

const DEFAULT_SCHEDULE_LIMITS: ScheduleBookLimits = { plannedPerHost: 50, scheduled: 10_000 };

/** The result of a change: the rooms that are different now, and the effects. Store the former before you act on the latter. */
export type ScheduleBookStep = {
  readonly changed: readonly ScheduledRoom[];
  readonly effects: readonly ScheduleEffect[];
};

/** All scheduled rooms of a relay. It reads no clock and carries nothing out: the same calls in the same order give the same effects. */
export class ScheduleBook {
  private readonly zones: TimeZones;
  private readonly limits: ScheduleBookLimits;
  private readonly all = new Map<string, ScheduledRoom>();
  private readonly byRoom = new IdIndex();
  private readonly byPerson = new IdIndex();
  private readonly due = new DueQueue();
  /** Rooms that have changed since the last `keep`, as they were then. Undefined for one that was not there. */
  private readonly kept = new Map<string, ScheduledRoom | undefined>();

  constructor(
    zones: TimeZones,
    limits: ScheduleBookLimits = DEFAULT_SCHEDULE_LIMITS,
    stored: Iterable<ScheduledRoom> = [],
  ) {
    this.zones = zones;
    this.limits = limits;
    for (const scheduled of stored) this.put(scheduled);
    this.keep();
  }

  get size(): number {
    return this.all.size;
  }

  /** When time alone changes something next. Undefined if it never does. */
  get nextDueMs(): number | undefined {
    return this.due.nextDueMs;
  }

  get(id: string): ScheduledRoom | undefined {
    return this.all.get(id);
  }

  /** All that is scheduled for a room, the next start first. */
  ofRoom(room: string): readonly ScheduledRoom[] {
    return this.listed(this.byRoom.get(room));
  }

  /** All that a person hosts, co-hosts or comes to, the next start first. */
  ofPerson(person: string): readonly ScheduledRoom[] {
    return this.listed(this.byPerson.get(person));
  }

  /** All that a person is being reminded of now. */
  remindersFor(person: string): readonly ScheduledRoom[] {
    return this.ofPerson(person).filter(({ state, coming }) => {
      return state === 'planned' && coming.some((comer) => comer.person === person && isBeingReminded(comer));
    });
  }

  /** Marks the present state as stored. `undo` returns to it. */
  keep(): void {
    this.kept.clear();
  }

  /** Returns to the state of the last `keep`, because the changes could not be stored. */
  undo(): void {
    for (const [id, before] of [...this.kept]) {
      const after = this.all.get(id);
      if (after) this.remove(after);
      if (before) this.put(before);
    }
    this.keep();
  }

  /** Schedules a room, or refuses the draft. */
  schedule(draft: ScheduleDraft, atMs: number): ScheduleBookStep {
    const made = scheduleRoom(draft, atMs, this.zones);
    if (!('scheduled' in made)) return notScheduled(draft.id, made);
    const { id, plan } = made.scheduled;
    if (this.all.has(id)) return notScheduled(id, refuse('bad-field', 'id is in use already', 'id'));
    const host = firstHostOf(plan);
    const own = this.ofPerson(host).filter((other) => {
      return other.state === 'planned' && firstHostOf(other.plan) === host;
    });
    if (own.length >= this.limits.plannedPerHost || this.all.size >= this.limits.scheduled) {
      return notScheduled(id, refuse('too-many-planned', 'Too many rooms are scheduled: cancel one first.'));
    }
    this.put(made.scheduled);
    return { changed: [made.scheduled], effects: made.effects };
  }

  /** Applies an event to a scheduled room. */
  apply(id: string, event: ScheduleEvent): ScheduleBookStep {
    const before = this.all.get(id);
    if (!before) return notScheduled(id, refuse('not-planned', 'No such room is scheduled.'));
    const { scheduled, effects } = nextScheduledRoom(before, event, this.zones);
    // The queue may have given the room out, so it goes back even if nothing changed.
    this.put(scheduled);
    return { changed: scheduled === before ? [] : [scheduled], effects };
  }

  /** Applies everything that is due by then. */
  timePassed(atMs: number): ScheduleBookStep {
    const steps: ScheduleBookStep[] = [];
    for (let id = this.due.takeDue(atMs); id !== undefined; id = this.due.takeDue(atMs)) {
      steps.push(this.apply(id, { kind: 'timePassed', atMs }));
    }
    return joined(steps);
  }

  /** Applies that a guest has accepted an invitation to a room: the guest comes to what is scheduled there next. */
  guestComes(room: string, person: string, atMs: number): ScheduleBookStep {
    const next = this.ofRoom(room).find(({ state }) => state === 'planned');
    return next ? this.apply(next.id, { kind: 'saidTheyCome', person, atMs }) : joined([]);
  }

  /** Applies that a person has a seat in a room. */
  attended(room: string, person: string, atMs: number): ScheduleBookStep {
    const reminding = this.remindersFor(person).filter((scheduled) => scheduled.room === room);
    return joined(reminding.map(({ id }) => this.apply(id, { kind: 'attended', person, atMs })));
  }

  /** Forgets the rooms that were over or cancelled before then. Returns their ids, which have to be removed from the store. */
  forget(beforeMs: number): readonly string[] {
    const old = [...this.all.values()].filter(({ state, startsAtMs, changedAtMs }) => {
      return state !== 'planned' && Math.max(startsAtMs, changedAtMs) < beforeMs;
    });
    for (const scheduled of old) this.remove(scheduled);
    return old.map(({ id }) => id);
  }

  private remember(id: string): void {
    if (!this.kept.has(id)) this.kept.set(id, this.all.get(id));
  }

  private remove(scheduled: ScheduledRoom): void {
    this.remember(scheduled.id);
    this.all.delete(scheduled.id);
    this.byRoom.remove(scheduled.room, scheduled.id);
    for (const person of personsOf(scheduled)) this.byPerson.remove(person, scheduled.id);
    this.due.set(scheduled.id, undefined);
  }

  private put(scheduled: ScheduledRoom): void {
    const { id, room } = scheduled;
    const before = this.all.get(id);
    this.due.set(id, scheduleDueMs(scheduled));
    if (before === scheduled) return;
    this.remember(id);
    this.all.set(id, scheduled);
    this.byRoom.add(room, id);
    if (before?.coming === scheduled.coming && before.plan === scheduled.plan) return;
    const now = personsOf(scheduled);
    if (before) for (const person of personsOf(before)) if (!now.has(person)) this.byPerson.remove(person, id);
    for (const person of now) this.byPerson.add(person, id);
  }

  private listed(ids: ReadonlySet<string>): readonly ScheduledRoom[] {
    const found = [...ids].flatMap((id) => this.all.get(id) ?? []);
    return found.sort((one, other) => one.startsAtMs - other.startsAtMs || (one.id < other.id ? -1 : 1));
  }
}

function personsOf({ plan, coming }: ScheduledRoom): ReadonlySet<string> {
  return new Set([...plan.hosts, ...plan.coHosts, ...coming.map(({ person }) => person)]);
}

/** The result of a change that is refused. */
function notScheduled(id: unknown, refusal: Refusal<ScheduleErrorCode>): ScheduleBookStep {
  return { changed: [], effects: [{ kind: 'refuse', scheduled: typeof id === 'string' ? id : '', ...refusal }] };
}

function joined(steps: readonly ScheduleBookStep[]): ScheduleBookStep {
  return { changed: steps.flatMap(({ changed }) => changed), effects: steps.flatMap(({ effects }) => effects) };
}
