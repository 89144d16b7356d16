import type { ScheduleEffect } from './schedule-events';
import {
  endsAtMs,
  occurrenceMs,
  SCHEDULE_LIMITS,
  scheduleDueMs,
  type Comer,
  type ScheduledRoom,
} from './scheduled-room';
import type { TimeZones } from './time-zones';

// What time alone does to a scheduled room: it opens, people are reminded, the reminder ends, and then the next week comes.

export type ScheduleStep = { readonly scheduled: ScheduledRoom; readonly effects: readonly ScheduleEffect[] };

/** Changes some of the people who come. The effects are for those whose reminder starts or ends. */
export function withComers(
  before: ScheduledRoom,
  isMeant: (comer: Comer) => boolean,
  changed: (comer: Comer) => Comer | undefined,
): ScheduleStep {
  if (!before.coming.some(isMeant)) return { scheduled: before, effects: [] };
  const { id, room } = before;
  const effects: ScheduleEffect[] = [];
  const coming = before.coming.flatMap((comer) => {
    if (!isMeant(comer)) return comer;
    const now = changed(comer);
    const [was, is] = [isBeingReminded(comer), now !== undefined && isBeingReminded(now)];
    const { person } = comer;
    if (was !== is) effects.push({ kind: 'remind', scheduled: id, room, person, state: is ? 'soon' : 'over' });
    return now ?? [];
  });
  return { scheduled: { ...before, coming }, effects };
}

export function isBeingReminded({ reminder }: Comer): boolean {
  return reminder === 'soon';
}

export function reminded(reminder: Comer['reminder']): (comer: Comer) => Comer {
  return (comer) => ({ ...comer, reminder });
}

/**
 * Everything that time alone has changed by then, in order. A relay that was off for weeks catches up: it opens no room whose
 * time is over, and reminds nobody of a room that started long ago.
 */
export function afterTime(before: ScheduledRoom, atMs: number, zones: TimeZones): ScheduleStep {
  let scheduled = before;
  const effects: ScheduleEffect[] = [];
  for (let dueMs = scheduleDueMs(scheduled); dueMs !== undefined && dueMs <= atMs; dueMs = scheduleDueMs(scheduled)) {
    const step = nextStep(scheduled, atMs, zones);
    scheduled = step.scheduled;
    effects.push(...step.effects);
  }
  return { scheduled, effects };
}

function nextStep(scheduled: ScheduledRoom, atMs: number, zones: TimeZones): ScheduleStep {
  if (!scheduled.isOpened) return open(scheduled, atMs);
  if (scheduled.coming.some(isBeingReminded)) return withComers(scheduled, isBeingReminded, reminded('over'));
  return { scheduled: afterwards(scheduled, zones), effects: [] };
}

function open(before: ScheduledRoom, atMs: number): ScheduleStep {
  const opened: ScheduledRoom = { ...before, isOpened: true };
  if (atMs >= endsAtMs(before)) return { scheduled: opened, effects: [] };
  const { id, room } = before;
  const { kind, policy, hosts, coHosts } = before.plan;
  const isLate = atMs >= before.startsAtMs + SCHEDULE_LIMITS.remindAfterMs;
  const reminding = withComers(opened, () => true, reminded(isLate ? 'over' : 'soon'));
  const openRoom = { kind: 'openRoom', scheduled: id, room, roomKind: kind, policy, hosts, coHosts } as const;
  return { scheduled: reminding.scheduled, effects: [openRoom, ...reminding.effects] };
}

/** Goes to the next week, or ends the schedule. */
function afterwards(before: ScheduledRoom, zones: TimeZones): ScheduledRoom {
  const { repeats, times } = before.plan;
  const occurrence = before.occurrence + 1;
  if (repeats === 'never' || (times !== undefined && occurrence >= times)) return { ...before, state: 'over' };
  const coming = before.coming.map(reminded('none'));
  const startsAtMs = occurrenceMs(before.plan, occurrence, zones);
  return { ...before, occurrence, startsAtMs, isOpened: false, coming };
}
