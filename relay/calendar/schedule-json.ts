import * as v from 'valibot';
import type { Refusal } from '../ports/refusal';
import {
  exactly,
  flag,
  instant,
  listOf,
  oneOf,
  person,
  persons,
  recordId,
  roomId,
  storedText,
  together,
  whole,
  type FieldsOf,
} from '../records/fields';
import { readJsonRecord } from '../records/read-as';
import { SCHEDULE_LIMITS as LIMITS, type Comer, type Plan, type ScheduledRoom } from './scheduled-room';
import { parseWallTime } from './time-zones';

/** The version of the record, which defines its fields. A record of another version is refused. */
const SCHEDULE_SCHEMA = 1;

const count = whole(0, Number.MAX_SAFE_INTEGER);

function isWallTime(value: unknown): boolean {
  return typeof value === 'string' && parseWallTime(value) !== undefined;
}

const clock = exactly({
  wall: v.custom<string>(isWallTime, 'has to look like 2027-03-28T20:00'),
  zone: v.pipe(v.string('is not a zone'), v.regex(/^[A-Za-z0-9_+/-]{1,40}$/, 'is not a zone')),
} satisfies FieldsOf<NonNullable<Plan['clock']>>);

const plan = exactly({
  title: storedText({ maxBytes: LIMITS.titleBytes, lines: 'one' }),
  firstMs: instant,
  clock: v.exactOptional(clock),
  durationMinutes: whole(1, LIMITS.durationMinutes),
  repeats: oneOf(['never', 'weekly']),
  times: v.exactOptional(whole(2, LIMITS.times)),
  hosts: persons(1, LIMITS.hosts),
  coHosts: persons(0, LIMITS.coHosts),
  kind: oneOf(['open', 'closed']),
  policy: oneOf(['open', 'moderated']),
} satisfies FieldsOf<Plan>);

const comer = exactly({ person, reminder: oneOf(['none', 'soon', 'over']) } satisfies FieldsOf<Comer>);

const fields = {
  schema: v.literal(SCHEDULE_SCHEMA, `has to be ${SCHEDULE_SCHEMA}`),
  id: recordId,
  room: roomId,
  plan,
  state: oneOf(['planned', 'over', 'cancelled']),
  occurrence: count,
  startsAtMs: instant,
  isOpened: flag,
  coming: listOf(comer, LIMITS.coming),
  revision: count,
  createdAtMs: instant,
  changedAtMs: instant,
} satisfies FieldsOf<ScheduledRoom & { readonly schema: typeof SCHEDULE_SCHEMA }>;

const record = v.pipe(
  exactly(fields),
  together('startsAtMs', (scheduled) => scheduled.startsAtMs >= scheduled.plan.firstMs, 'lies before the first time'),
  together('changedAtMs', ({ changedAtMs, createdAtMs }) => changedAtMs >= createdAtMs, 'lies before createdAtMs'),
  together(
    'coming',
    ({ coming }) => new Set(coming.map((one) => one.person)).size === coming.length,
    'has a person twice',
  ),
  v.transform(({ schema: _schema, ...scheduled }) => scheduled),
);

/** A scheduled room as JSON text for the store. */
export function scheduledRoomToJson(scheduled: ScheduledRoom): string {
  return JSON.stringify({ schema: SCHEDULE_SCHEMA, ...scheduled });
}

/** Reads a stored scheduled room. Total: any text gives a scheduled room, or a refusal that names a field. */
export function scheduledRoomFromJson(text: string): ScheduledRoom | Refusal<'bad-record'> {
  return readJsonRecord(record, text);
}
