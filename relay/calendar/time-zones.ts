// Clocks on walls. Where their hands are put forward or back is known to the machine, not to us, and changes by law:
// node/luxon-zones.ts asks it.

import { DAY_MS } from '../ports/time-units';

/** What a clock on a wall shows, to the minute. Months and days count from 1. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

/**
 * The instant at which clocks show a wall time. `once`: there is one. `twice`: the clocks were put back over it, and
 * this is the first. `skipped`: the clocks were put forward over it, and this is as long after the change as the wall
 * time is, as calendars have it (RFC 5545, 3.3.5); `shown` is what they show then.
 */
export type ZonedInstant = {
  readonly instantMs: number;
  readonly fit: 'once' | 'twice' | 'skipped';
  readonly shown: WallTime;
};

/** The rules of time zones. */
export type TimeZones = {
  /** When the clocks of a zone (by its IANA name) show this; nothing if there is no such zone. */
  resolve(wall: WallTime, zone: string): ZonedInstant | undefined;
};

const WALL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

/** The wall time in `2027-03-28T20:00`; nothing if there is no such day or minute. */
export function parseWallTime(text: string): WallTime | undefined {
  const digits = WALL.exec(text)?.slice(1).map(Number);
  if (!digits) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = digits;
  const wall = { year, month, day, hour, minute };
  // A day that there is not, such as February 30, becomes another one on the way.
  return formatWallTime(laterByDays(wall, 0)) === text ? wall : undefined;
}

/** `2027-03-28T20:00`. */
export function formatWallTime({ year, month, day, hour, minute }: WallTime): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The same time of day, days later. */
export function laterByDays({ year, month, day, hour, minute }: WallTime, days: number): WallTime {
  // The calendar of a place without time zone; years before 100 would be taken for those after 1900.
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute));
  date.setUTCFullYear(year, month - 1, day);
  const later = new Date(date.getTime() + days * DAY_MS);
  return {
    ...{ year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() },
    ...{ hour: later.getUTCHours(), minute: later.getUTCMinutes() },
  };
}
