import { cleanText } from '../records/clean-text';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import { isPerson } from '../invitations/invitation';
import type { PlanDraft, ScheduleErrorCode } from './schedule-events';
import { SCHEDULE_LIMITS as LIMITS, type Plan } from './scheduled-room';
import { formatWallTime, parseWallTime, type TimeZones } from './time-zones';

/** A checked plan, and a notice about a start that clocks show twice that day. */
export type ReadPlan = { readonly plan: Plan; readonly notice?: string };
type Start = Pick<Plan, 'firstMs' | 'clock'> & { readonly notice?: string };

function bad(field: string, message: string): Refusal<'bad-field'> {
  return refuse('bad-field', `${field} ${message}`, field);
}

/**
 * Checks what hosts ask for. With a plan before it, fields that are left out stay as they are; without one, `title`,
 * `starts`, `durationMinutes` and `hosts` are needed.
 */
export function readPlan(
  draft: PlanDraft,
  atMs: number,
  zones: TimeZones,
  before?: Plan,
): ReadPlan | Refusal<ScheduleErrorCode> {
  const isKept = (field: keyof PlanDraft): boolean => before !== undefined && draft[field] === undefined;
  const title = isKept('title')
    ? (before?.title ?? '')
    : cleanText(draft.title, { field: 'title', maxBytes: LIMITS.titleBytes, lines: 'one' });
  if (typeof title !== 'string') return refuse('bad-field', title.message, 'title');
  const start: Start | Refusal<ScheduleErrorCode> =
    before && isKept('starts') ? before : readStart(draft.starts, atMs, zones);
  if (isRefusal(start)) return start;
  const durationMinutes = isKept('durationMinutes') ? before?.durationMinutes : draft.durationMinutes;
  if (!isWhole(durationMinutes, 1, LIMITS.durationMinutes)) {
    return bad('durationMinutes', `has to be a whole number from 1 to ${LIMITS.durationMinutes}`);
  }
  const repeats = draft.repeats ?? before?.repeats ?? 'never';
  if (repeats !== 'never' && repeats !== 'weekly') return bad('repeats', 'has to be never or weekly');
  const times = draft.times ?? (repeats === 'weekly' ? before?.times : undefined);
  if (times !== undefined && (repeats === 'never' || !isWhole(times, 2, LIMITS.times))) {
    return bad('times', `has to be a whole number from 2 to ${LIMITS.times}, of a weekly room`);
  }
  const hosts = draft.hosts ?? before?.hosts;
  if (!arePersons(hosts, 1, LIMITS.hosts)) return bad('hosts', `has to be a list of 1 to ${LIMITS.hosts} persons`);
  const coHosts = draft.coHosts ?? before?.coHosts ?? [];
  if (!arePersons(coHosts, 0, LIMITS.coHosts) || coHosts.some((person) => hosts.includes(person))) {
    return bad('coHosts', `has to be a list of at most ${LIMITS.coHosts} persons, none of them a host`);
  }
  const kind = draft.kind ?? before?.kind ?? 'open';
  if (kind !== 'open' && kind !== 'closed') return bad('kind', 'has to be open or closed');
  const policy = draft.policy ?? before?.policy ?? 'moderated';
  if (policy !== 'open' && policy !== 'moderated') return bad('policy', 'has to be open or moderated');
  const { firstMs, clock, notice } = start;
  const plan: Plan = {
    ...{ title, firstMs, durationMinutes, repeats, kind, policy },
    ...(clock ? { clock } : {}),
    ...(times === undefined ? {} : { times: times as number }),
    ...{ hosts: [...hosts], coHosts: [...coHosts] },
  };
  return notice === undefined ? { plan } : { plan, notice };
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function arePersons(value: unknown, least: number, most: number): value is readonly string[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) return false;
  return value.every(isPerson) && new Set(value).size === value.length;
}

function readStart(starts: unknown, atMs: number, zones: TimeZones): Start | Refusal<ScheduleErrorCode> {
  const start = typeof starts === 'string' ? readClock(starts, zones) : { firstMs: starts };
  if (isRefusal(start)) return start;
  const { firstMs } = start;
  if (!isWhole(firstMs, Math.ceil(atMs), atMs + LIMITS.aheadMs))
    return bad('starts', 'has to lie within the next two years');
  return { ...start, firstMs };
}

function readClock(text: string, zones: TimeZones): Start | Refusal<ScheduleErrorCode> {
  const [wallText = '', zone = '', ...rest] = text.length <= 80 ? text.split(' ') : [];
  const wall = parseWallTime(wallText);
  if (!wall || zone === '' || rest.length > 0)
    return bad('starts', 'has to look like "2027-03-28T20:00 Europe/Berlin"');
  const zoned = zones.resolve(wall, zone);
  if (!zoned) {
    const message = 'starts names a time zone that there is not: give one such as Europe/Berlin or Asia/Kathmandu';
    return refuse('no-such-zone', message, 'starts');
  }
  const [day, time] = wallText.split('T');
  const place = `on ${day} in ${zone}, where the clocks are put`;
  const start = { firstMs: zoned.instantMs, clock: { wall: wallText, zone } };
  switch (zoned.fit) {
    case 'once':
      return start;
    case 'twice':
      return { ...start, notice: `${time} comes twice ${place} back: the first is taken` };
    case 'skipped': {
      const other = formatWallTime(zoned.shown).split('T')[1];
      const message = `${time} does not exist ${place} forward over it: choose another time, such as ${other}`;
      return refuse('no-such-time', message, 'starts');
    }
  }
}
