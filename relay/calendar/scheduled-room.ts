// A scheduled room as a value. It is held once, or every week at the same time of day in its time zone.
//
//   planned ──▶ (5 min before: opened, reminders start) ──▶ (10 min after: reminders end) ──▶ next week | over
//      └──▶ cancelled

import type { RoomKind, StagePolicy } from '../rooms';
import { DAY_MS, MINUTE_MS } from '../ports/time-units';
import { laterByDays, parseWallTime, type TimeZones } from './time-zones';

/** A person who comes, and the reminder that they got for the present time. */
export type Comer = { readonly person: string; readonly reminder: 'none' | 'soon' | 'over' };

/** What hosts decide. Instants are in epoch milliseconds. */
export type Plan = {
  readonly title: string;
  /** The start of the first time. */
  readonly firstMs: number;
  /** The first start as a wall time with its time zone, if hosts gave it so. */
  readonly clock?: { readonly wall: string; readonly zone: string };
  readonly durationMinutes: number;
  readonly repeats: 'never' | 'weekly';
  /** The number of times of a weekly room. Without it the room never ends. */
  readonly times?: number;
  readonly hosts: readonly string[];
  readonly coHosts: readonly string[];
  readonly kind: RoomKind;
  readonly policy: StagePolicy;
};

/** A scheduled room. Its "time" is one of its dates: the only one, or one of the weekly ones. */
export type ScheduledRoom = {
  readonly id: string;
  readonly room: string;
  readonly plan: Plan;
  readonly state: 'planned' | 'over' | 'cancelled';
  /** The present or next time, counted from 0, and its start. */
  readonly occurrence: number;
  readonly startsAtMs: number;
  /** Whether the room of this time was opened and its reminders were sent. */
  readonly isOpened: boolean;
  readonly coming: readonly Comer[];
  /** Incremented with every change that calendars need to know. */
  readonly revision: number;
  readonly createdAtMs: number;
  /** When hosts last changed it. */
  readonly changedAtMs: number;
};

const WEEK_MS = 7 * DAY_MS;

/** The limits of a scheduled room. */
export const SCHEDULE_LIMITS = {
  titleBytes: 200,
  durationMinutes: 24 * 60,
  hosts: 10,
  coHosts: 20,
  times: 520,
  coming: 1000,
  aheadMs: 732 * DAY_MS,
  /** How long before the start reminders start, and how long after it they end. */
  remindBeforeMs: 5 * MINUTE_MS,
  remindAfterMs: 10 * MINUTE_MS,
} as const;

/** The start of one of its times. If the wall time is skipped on that day, the start is as long after the change of the clocks. */
export function occurrenceMs({ firstMs, clock }: Plan, occurrence: number, zones: TimeZones): number {
  const wall = clock && parseWallTime(clock.wall);
  const zoned = wall && zones.resolve(laterByDays(wall, 7 * occurrence), clock.zone);
  return zoned ? zoned.instantMs : firstMs + occurrence * WEEK_MS;
}

/** The end of the present or next time. */
export function endsAtMs({ startsAtMs, plan }: ScheduledRoom): number {
  return startsAtMs + Math.max(plan.durationMinutes * MINUTE_MS, SCHEDULE_LIMITS.remindAfterMs);
}

/** When time alone changes the scheduled room next. Undefined if it never does. */
export function scheduleDueMs(scheduled: ScheduledRoom): number | undefined {
  const { state, isOpened, startsAtMs, coming } = scheduled;
  if (state !== 'planned') return undefined;
  if (!isOpened) return startsAtMs - SCHEDULE_LIMITS.remindBeforeMs;
  const isReminding = coming.some(({ reminder }) => reminder === 'soon');
  return isReminding ? startsAtMs + SCHEDULE_LIMITS.remindAfterMs : endsAtMs(scheduled);
}

/** The first host of a plan. There is at least one. */
export function firstHostOf({ hosts }: Plan): string {
  return hosts[0]!;
}

/** Whether the person is a host or co-host. */
export function isOrganiser({ hosts, coHosts }: Plan, person: string): boolean {
  return hosts.includes(person) || coHosts.includes(person);
}
