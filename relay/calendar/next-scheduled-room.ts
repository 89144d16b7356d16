import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import { exactly, recordId, roomId } from '../records/fields';
import { readAs } from '../records/read-as';
import { readPlan, type ReadPlan } from './read-plan';
import type {
  Organiser,
  ScheduleAudit,
  ScheduleDraft,
  ScheduleEffect,
  ScheduleErrorCode,
  ScheduleEvent,
} from './schedule-events';
import { afterTime, isBeingReminded, reminded, withComers, type ScheduleStep } from './schedule-time';
import { firstHostOf, isOrganiser, SCHEDULE_LIMITS as LIMITS, type Comer, type ScheduledRoom } from './scheduled-room';
import type { TimeZones } from './time-zones';

type Outcome = ScheduleStep | Refusal<ScheduleErrorCode>;
type EventOf<K extends ScheduleEvent['kind']> = Extract<ScheduleEvent, { kind: K }>;

const aboutRoom = exactly({ id: recordId, room: roomId });

/** Schedules a room, or refuses the draft by its first wrong field. For the audit log, the first host plans it. */
export function scheduleRoom(draft: ScheduleDraft, atMs: number, zones: TimeZones): Outcome {
  const { id, room, ...plan } = draft;
  const about = readAs(aboutRoom, { id, room }, 'bad-field', 'draft');
  if (isRefusal(about)) return about;
  const read = readPlan(plan, atMs, zones);
  if (isRefusal(read)) return read;
  const scheduled: ScheduledRoom = {
    ...{ ...about, plan: read.plan, state: 'planned', occurrence: 0, startsAtMs: read.plan.firstMs },
    ...{ isOpened: false, coming: [], revision: 0, createdAtMs: atMs, changedAtMs: atMs },
  };
  const by: Organiser = { kind: 'person', id: firstHostOf(read.plan) };
  const then = afterTime(scheduled, atMs, zones);
  const effects = [audit(scheduled, by, 'scheduled', atMs), ...noticed(scheduled, read)];
  return { scheduled: then.scheduled, effects: [...effects, ...then.effects] };
}

/**
 * The scheduled room after an event, and the effects of the event. What was due before the event happens first, and what the
 * event makes due happens afterwards. An event that is older than the last change counts as simultaneous with it.
 */
export function nextScheduledRoom(before: ScheduledRoom, event: ScheduleEvent, zones: TimeZones): ScheduleStep {
  if (!Number.isFinite(event.atMs)) throw new RangeError(`event ${event.kind} at ${event.atMs} ms`);
  const atMs = Math.max(event.atMs, before.changedAtMs);
  const passed = afterTime(before, atMs, zones);
  const outcome = outcomeOf(passed.scheduled, event, atMs, zones);
  if (!('scheduled' in outcome)) {
    const refusal = { kind: 'refuse', scheduled: before.id, ...outcome } as const;
    return { scheduled: passed.scheduled, effects: [...passed.effects, refusal] };
  }
  const then = afterTime(outcome.scheduled, atMs, zones);
  return { scheduled: then.scheduled, effects: [...passed.effects, ...outcome.effects, ...then.effects] };
}

function outcomeOf(scheduled: ScheduledRoom, event: ScheduleEvent, atMs: number, zones: TimeZones): Outcome {
  switch (event.kind) {
    case 'timePassed':
      return { scheduled, effects: [] };
    case 'changed':
      return refusalOf(scheduled, event.by) ?? change(scheduled, event, atMs, zones);
    case 'cancelled':
      return refusalOf(scheduled, event.by) ?? cancel(scheduled, event.by, atMs);
    case 'saidTheyCome':
      return come(scheduled, event.person, atMs);
    case 'saidTheyDoNot':
      return withComers(
        scheduled,
        ({ person }) => person === event.person,
        () => undefined,
      );
    case 'attended':
      return attend(scheduled, event.person);
  }
}

const NOT_ALLOWED = refuse('not-allowed', 'Only its hosts may do that.');

function refusalOf(scheduled: ScheduledRoom, by: Organiser): Refusal<ScheduleErrorCode> | undefined {
  if (by.kind === 'person' && !isOrganiser(scheduled.plan, by.id)) return NOT_ALLOWED;
  return scheduled.state === 'planned' ? undefined : notPlanned(scheduled);
}

function notPlanned({ state }: ScheduledRoom): Refusal<'not-planned'> {
  return refuse('not-planned', state === 'over' ? 'It is over.' : 'It has been cancelled.');
}

function audit({ id, room }: ScheduledRoom, by: Organiser, what: ScheduleAudit['what'], atMs: number): ScheduleEffect {
  return { kind: 'audit', entry: { atMs, scheduled: id, room, by, what } };
}

function noticed({ id }: ScheduledRoom, { notice }: ReadPlan): readonly ScheduleEffect[] {
  return notice === undefined ? [] : [{ kind: 'notice', scheduled: id, code: 'comes-twice', message: notice }];
}

function change(before: ScheduledRoom, { by, changes }: EventOf<'changed'>, atMs: number, zones: TimeZones): Outcome {
  const isOfHosts = changes.hosts !== undefined || changes.coHosts !== undefined;
  // A co-host may change title and time, but not the hosts.
  if (isOfHosts && by.kind === 'person' && !before.plan.hosts.includes(by.id)) return NOT_ALLOWED;
  const read = readPlan(changes, atMs, zones, before.plan);
  if (!('plan' in read)) return read;
  const { id, room, revision } = before;
  const changed = { ...before, plan: read.plan, revision: revision + 1, changedAtMs: atMs };
  const effects = [audit(before, by, 'changed', atMs), ...noticed(before, read)];
  if (changes.starts === undefined) return { scheduled: changed, effects };
  // The time has changed: people who were reminded of the old one are reminded of the new one.
  const ended = withComers(changed, () => true, reminded('none'));
  const startsAtMs = read.plan.firstMs;
  return {
    scheduled: { ...ended.scheduled, occurrence: 0, startsAtMs, isOpened: false },
    effects: [...effects, ...ended.effects, { kind: 'moved', scheduled: id, room, startsAtMs }],
  };
}

function cancel(before: ScheduledRoom, by: Organiser, atMs: number): Outcome {
  if (by.kind === 'person' && !before.plan.hosts.includes(by.id)) return NOT_ALLOWED;
  const ended = withComers(before, isBeingReminded, reminded('over'));
  const { id, room, revision } = before;
  return {
    scheduled: { ...ended.scheduled, state: 'cancelled', revision: revision + 1, changedAtMs: atMs },
    effects: [audit(before, by, 'cancelled', atMs), ...ended.effects, { kind: 'calledOff', scheduled: id, room }],
  };
}

function come(before: ScheduledRoom, person: string, atMs: number): Outcome {
  if (before.state !== 'planned') return notPlanned(before);
  if (before.coming.some((comer) => comer.person === person)) return { scheduled: before, effects: [] };
  if (before.coming.length >= LIMITS.coming) {
    return refuse(
      'too-many-coming',
      `${LIMITS.coming} people have said that they come, and that is the limit. You can come without saying so.`,
    );
  }
  const coming: readonly Comer[] = [...before.coming, { person, reminder: 'none' }];
  const scheduled: ScheduledRoom = { ...before, coming };
  if (!before.isOpened) return { scheduled, effects: [] };
  // The other guests have been reminded already.
  const isLate = atMs >= before.startsAtMs + LIMITS.remindAfterMs;
  return withComers(scheduled, (comer) => comer.person === person, reminded(isLate ? 'over' : 'soon'));
}

/** Somebody who has a seat in the room needs no reminder. Before the reminder starts, a seat is for an earlier visit. */
function attend(scheduled: ScheduledRoom, person: string): ScheduleStep {
  return withComers(scheduled, (comer) => comer.person === person && isBeingReminded(comer), reminded('over'));
}
