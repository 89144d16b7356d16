// Instants in words. Pages run no script and do not know where their reader is: every instant is told in UTC and from now.
// Not by Intl, whose words differ from one Node to the next.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../ports/time-units';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
];

/** `Wednesday 3 March 2027, 12:00 UTC`. */
export function inUtc(instantMs: number): string {
  const date = new Date(instantMs);
  const day = `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** `in 2 days`, `3 hours ago`, `now`. Never longer than it is. */
export function fromNow(instantMs: number, nowMs: number): string {
  const size = Math.abs(instantMs - nowMs);
  if (size < MINUTE_MS) return 'now';
  const [unitMs, unit] =
    size < HOUR_MS ? [MINUTE_MS, 'minute'] : size < 2 * DAY_MS ? [HOUR_MS, 'hour'] : [DAY_MS, 'day'];
  const count = Math.floor(size / unitMs);
  const span = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return instantMs > nowMs ? `in ${span}` : `${span} ago`;
}

/** As machines read it. */
export function isoOf(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
