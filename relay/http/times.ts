// Instants as text. Pages run no script and do not know the time zone of their reader, so they show every instant in UTC and
// relative to now. Intl is not used, because its texts differ between versions of Node.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../ports/time-units';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

/** An instant in UTC, such as `Wednesday 3 March 2027, 12:00 UTC`. */
export function inUtc(instantMs: number): string {
  const date = new Date(instantMs);
  const day = `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** An instant relative to now: `in 2 days`, `3 hours ago` or `now`. The span is rounded down. */
export function fromNow(instantMs: number, nowMs: number): string {
  const size = Math.abs(instantMs - nowMs);
  if (size < MINUTE_MS) return 'now';
  const [unitMs, unit] =
    size < HOUR_MS ? [MINUTE_MS, 'minute'] : size < 2 * DAY_MS ? [HOUR_MS, 'hour'] : [DAY_MS, 'day'];
  const count = Math.floor(size / unitMs);
  const span = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return instantMs > nowMs ? `in ${span}` : `${span} ago`;
}

/** An instant in ISO 8601. */
export function isoOf(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
