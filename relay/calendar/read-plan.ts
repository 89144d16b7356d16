import * as v from 'valibot';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import { exactly, isInstant, oneOf, persons, together, whole, writtenText, type FieldsOf } from '../records/fields';
import { readAs } from '../records/read-as';
import type { PlanDraft, ScheduleErrorCode } from './schedule-events';
import { SCHEDULE_LIMITS as LIMITS, type Plan } from './scheduled-room';
import { formatWallTime, parseWallTime, type TimeZones } from './time-zones';

/** A checked plan, and a notice if clocks show its start twice on that day. */
export type ReadPlan = { readonly plan: Plan; readonly notice?: string };
type Start = Pick<Plan, 'firstMs' | 'clock'> & { readonly notice?: string };

/** The schema of what hosts ask for, completed from the plan before. */
const plan = v.pipe(
  exactly({
    title: writtenText({ maxBytes: LIMITS.titleBytes, lines: 'one' }),
    starts: v.optional(v.union([v.string(), v.number()], 'has to be a wall time with its zone, or epoch milliseconds')),
    durationMinutes: whole(1, LIMITS.durationMinutes),
    repeats: v.optional(oneOf(['never', 'weekly']), 'never'),
    times: v.optional(whole(2, LIMITS.times)),
    hosts: persons(1, LIMITS.hosts),
    coHosts: v.optional(persons(0, LIMITS.coHosts), []),
    kind: v.optional(oneOf(['open', 'closed']), 'open'),
    policy: v.optional(oneOf(['open', 'moderated']), 'moderated'),
  } satisfies FieldsOf<PlanDraft>),
  together('times', ({ times, repeats }) => times === undefined || repeats === 'weekly', 'is for a weekly room only'),
  together('coHosts', ({ coHosts, hosts }) => !coHosts.some((one) => hosts.includes(one)), 'has one of the hosts'),
);

/** In these fields, null stands for a field that is left out. */
const MAY_BE_NULL: readonly string[] = ['repeats', 'times', 'hosts', 'coHosts', 'kind', 'policy'];

function isGiven([name, value]: readonly [name: string, value: unknown]): boolean {
  return value !== undefined && !(value === null && MAY_BE_NULL.includes(name));
}

/** What stays of the plan before: everything but its start, and `times` only if it is still weekly. */
function keptOf({ firstMs: _firstMs, clock: _clock, times, ...kept }: Plan, draft: PlanDraft): PlanDraft {
  const isWeekly = (draft.repeats ?? kept.repeats) === 'weekly';
  return isWeekly && times !== undefined ? { ...kept, times } : kept;
}

/**
 * Checks what hosts ask for. If there is a plan before, fields that are left out stay as they are. If there is none, `title`,
 * `starts`, `durationMinutes` and `hosts` are needed.
 */
export function readPlan(
  draft: PlanDraft,
  atMs: number,
  zones: TimeZones,
  before?: Plan,
): ReadPlan | Refusal<ScheduleErrorCode> {
  const kept = before === undefined ? {} : keptOf(before, draft);
  const given = Object.fromEntries(Object.entries(draft).filter(isGiven));
  const read = readAs(plan, { ...kept, ...given }, 'bad-field', 'plan');
  if (isRefusal(read)) return read;
  const { starts, times, ...rest } = read;
  const start: Start | Refusal<ScheduleErrorCode> =
    before !== undefined && starts === undefined ? before : readStart(starts, atMs, zones);
  if (isRefusal(start)) return start;
  const { firstMs, clock, notice } = start;
  return {
    plan: { ...rest, firstMs, ...(clock ? { clock } : {}), ...(times === undefined ? {} : { times }) },
    ...(notice === undefined ? {} : { notice }),
  };
}

function badStart(complaint: string): Refusal<'bad-field'> {
  return refuse('bad-field', `starts ${complaint}`, 'starts');
}

function readStart(
  starts: string | number | undefined,
  atMs: number,
  zones: TimeZones,
): Start | Refusal<ScheduleErrorCode> {
  if (starts === undefined) return badStart('is missing');
  const start = typeof starts === 'string' ? readClock(starts, zones) : { firstMs: starts };
  if (isRefusal(start)) return start;
  const isSoon = isInstant(start.firstMs, Math.ceil(atMs), atMs + LIMITS.aheadMs);
  return isSoon ? start : badStart('has to lie within the next two years');
}

function readClock(text: string, zones: TimeZones): Start | Refusal<ScheduleErrorCode> {
  const [wallText = '', zone = '', ...rest] = text.length <= 80 ? text.split(' ') : [];
  const wall = parseWallTime(wallText);
  if (!wall || zone === '' || rest.length > 0) return badStart('has to look like "2027-03-28T20:00 Europe/Berlin"');
  const zoned = zones.resolve(wall, zone);
  if (!zoned) {
    const message = 'starts names an unknown time zone: give one such as Europe/Berlin or Asia/Kathmandu';
    return refuse('no-such-zone', message, 'starts');
  }
  const [day, time] = wallText.split('T');
  const place = `on ${day} in ${zone}, because the clocks are put`;
  const start = { firstMs: zoned.instantMs, clock: { wall: wallText, zone } };
  switch (zoned.fit) {
    case 'once':
      return start;
    case 'twice':
      return { ...start, notice: `${time} comes twice ${place} back: the first one is used` };
    case 'skipped': {
      const other = formatWallTime(zoned.shown).split('T')[1];
      const message = `${time} does not exist ${place} forward: choose another time, such as ${other}`;
      return refuse('no-such-time', message, 'starts');
    }
  }
}
