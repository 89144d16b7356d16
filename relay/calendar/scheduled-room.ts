// A room that is to be held at a time, as a value: once, or every week at the same time of day wherever its clocks are.
//
//   planned ──▶ (5 min before: opened, who comes is reminded) ──▶ (10 min after: reminders are over) ──▶ next week | over
//      └──▶ cancelled

import type { RoomKind, StagePolicy } from '../rooms';
import { DAY_MS, MINUTE_MS } from '../ports/time-units';
import { laterByDays, parseWallTime, type TimeZones } from './time-zones';

/** Somebody who said they come, and what they were told about the time at hand. */
export type Comer = { readonly person: string; readonly reminder: 'none' | 'soon' | 'over' };

/** What hosts decide. Instants in epoch milliseconds. */
export type Plan = {
  readonly title: string;
  /** The first time. */
  readonly firstMs: number;
  /** What clocks show at the first time, and where, if it was given so. */
  readonly clock?: { readonly wall: string; readonly zone: string };
  readonly durationMinutes: number;
  readonly repeats: 'never' | 'weekly';
  /** How many times in all, from the first one on; without it a weekly room never ends. */
  readonly times?: number;
  readonly hosts: readonly string[];
  readonly coHosts: readonly string[];
  readonly kind: RoomKind;
  readonly policy: StagePolicy;
};

/** The state of a scheduled room. */
export type ScheduledRoom = {
  readonly id: string;
  readonly room: string;
  readonly plan: Plan;
  readonly state: 'planned' | 'over' | 'cancelled';
  /** Which of its times is at hand, from 0, and when that starts. */
  readonly occurrence: number;
  readonly startsAtMs: number;
  /** Whether the reminders of this time have been sent and the room has been opened. */
  readonly isOpened: boolean;
  readonly coming: readonly Comer[];
  /** Rises with every change that a calendar has to know. */
  readonly revision: number;
  readonly createdAtMs: number;
  /** When hosts last changed it. */
  readonly changedAtMs: number;
};

const WEEK_MS = 7 * DAY_MS;

/** How much of everything a scheduled room takes. */
export const SCHEDULE_LIMITS = {
  titleBytes: 200,
  durationMinutes: 24 * 60,
  hosts: 10,
  coHosts: 20,
  times: 520,
  coming: 1000,
  aheadMs: 732 * DAY_MS,
  /** How long before the start who comes is reminded, and how long after it the reminder ends. */
  remindBeforeMs: 5 * MINUTE_MS,
  remindAfterMs: 10 * MINUTE_MS,
} as const;

/** When one of its times starts; on a wall time that is skipped that day, as long after the change. */
export function occurrenceMs({ firstMs, clock }: Plan, occurrence: number, zones: TimeZones): number {
  const wall = clock && parseWallTime(clock.wall);
  const zoned = wall && clock && zones.resolve(laterByDays(wall, 7 * occurrence), clock.zone);
  return zoned ? zoned.instantMs : firstMs + occurrence * WEEK_MS;
}

/** When the time at hand is over. */
export function endsAtMs({ startsAtMs, plan }: ScheduledRoom): number {
  return startsAtMs + Math.max(plan.durationMinutes * MINUTE_MS, SCHEDULE_LIMITS.remindAfterMs);
}

/** When time alone changes the scheduled room next, if ever. */
export function scheduleDueMs(scheduled: ScheduledRoom): number | undefined {
  const { state, isOpened, startsAtMs, coming } = scheduled;
  if (state !== 'planned') return undefined;
  if (!isOpened) return startsAtMs - SCHEDULE_LIMITS.remindBeforeMs;
  const isReminding = coming.some(({ reminder }) => reminder === 'soon');
  return isReminding ? startsAtMs + SCHEDULE_LIMITS.remindAfterMs : endsAtMs(scheduled);
}

/** The person in whose name it is planned. A plan has at least one host. */
export function firstHostOf({ hosts }: Plan): string {
  return hosts[0]!;
}

/** Whether the person may change it at all. */
export function isOrganiser({ hosts, coHosts }: Plan, person: string): boolean {
  return hosts.includes(person) || coHosts.includes(person);
}
