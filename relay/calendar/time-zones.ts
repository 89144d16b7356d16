// Wall times, and the port that converts them to instants. The rules of time zones change by law, so they come from the time
// zone data of the machine; see node/luxon-zones.ts.

import { DAY_MS } from '../ports/time-units';

/** What a wall clock shows, to the minute. Months and days count from 1. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

/**
 * The instant at which clocks show a wall time. `once`: there is one such instant. `twice`: the clocks were put back, and this is
 * the first of two. `skipped`: the clocks were put forward over the wall time, and this instant is as long after the change as
 * RFC 5545, section 3.3.5 demands. `shown` is what the clocks show at the instant.
 */
export type ZonedInstant = {
  readonly instantMs: number;
  readonly fit: 'once' | 'twice' | 'skipped';
  readonly shown: WallTime;
};

/** Converts wall times by the rules of time zones. */
export type TimeZones = {
  /** The instant at which the clocks of a zone show a wall time. Undefined for an unknown zone. `zone` is an IANA name. */
  resolve(wall: WallTime, zone: string): ZonedInstant | undefined;
};

const WALL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/;

/** Reads a wall time such as `2027-03-28T20:00`. Undefined if the text is not one, or if there is no such day or minute. */
export function parseWallTime(text: string): WallTime | undefined {
  const digits = WALL.exec(text)?.slice(1).map(Number);
  if (!digits) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = digits;
  const wall = { year, month, day, hour, minute };
  // A day that does not exist, such as February 30, becomes another day here.
  return formatWallTime(laterByDays(wall, 0)) === text ? wall : undefined;
}

/** Writes a wall time, such as `2027-03-28T20:00`. */
export function formatWallTime({ year, month, day, hour, minute }: WallTime): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The same time of day, this many days later. */
export function laterByDays({ year, month, day, hour, minute }: WallTime, days: number): WallTime {
  // UTC has no changes of clocks. Date.UTC takes years before 100 for years after 1900, so the year is set afterwards.
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute));
  date.setUTCFullYear(year, month - 1, day);
  const later = new Date(date.getTime() + days * DAY_MS);
  return {
    ...{ year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() },
    ...{ hour: later.getUTCHours(), minute: later.getUTCMinutes() },
  };
}
