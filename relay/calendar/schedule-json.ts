import { isRoomId } from '../../wire/signal';
import { cleanText } from '../records/clean-text';
import { isInvitationId, isPerson } from '../invitations/invitation';
import { type BadRecord, readRecord, type RecordReader } from '../records/record-reader';
import { SCHEDULE_LIMITS as LIMITS, type Plan, type ScheduledRoom } from './scheduled-room';
import { parseWallTime } from './time-zones';

/** The version of the record; a later one is refused rather than misread. */
export const SCHEDULE_SCHEMA = 1;

/** A scheduled room as one JSON text, to be stored. */
export function scheduledRoomToJson(scheduled: ScheduledRoom): string {
  return JSON.stringify({ schema: SCHEDULE_SCHEMA, ...scheduled });
}

/** The scheduled room that was stored, or which field of the record is bad. Total: any text gives one or the other. */
export function scheduledRoomFromJson(text: string): ScheduledRoom | BadRecord {
  return readRecord(text, (record) => {
    record.oneOf('schema', [SCHEDULE_SCHEMA]);
    const plan = readPlanRecord(record.record('plan'));
    const createdAtMs = record.number('createdAtMs', 0);
    const scheduled: ScheduledRoom = {
      id: record.checked('id', isInvitationId, 'is not an id'),
      room: record.checked('room', isRoomId, 'is not a room id'),
      plan,
      state: record.oneOf('state', ['planned', 'over', 'cancelled'] as const),
      occurrence: record.whole('occurrence', 0, Number.MAX_SAFE_INTEGER),
      startsAtMs: record.number('startsAtMs', plan.firstMs),
      isOpened: record.flag('isOpened'),
      coming: record.records('coming', LIMITS.coming, (comer) => ({
        person: comer.checked('person', isPerson, 'is not a person'),
        reminder: comer.oneOf('reminder', ['none', 'soon', 'over'] as const),
      })),
      revision: record.whole('revision', 0, Number.MAX_SAFE_INTEGER),
      createdAtMs,
      changedAtMs: record.number('changedAtMs', createdAtMs),
    };
    const persons = new Set(scheduled.coming.map(({ person }) => person));
    if (persons.size < scheduled.coming.length) record.fail('coming', 'has a person twice');
    return scheduled;
  });
}

function readPlanRecord(record: RecordReader): Plan {
  const title = (value: unknown): unknown => cleanText(value, { field: '', maxBytes: LIMITS.titleBytes, lines: 'one' });
  const hosts = record.list('hosts', LIMITS.hosts, isPerson);
  if (hosts.length === 0) record.fail('hosts', 'is empty');
  return {
    title: record.text('title', title),
    firstMs: record.number('firstMs', 0),
    ...record.optional('clock', () => readClock(record.record('clock'))),
    durationMinutes: record.whole('durationMinutes', 1, LIMITS.durationMinutes),
    repeats: record.oneOf('repeats', ['never', 'weekly'] as const),
    ...record.optional('times', () => record.whole('times', 2, LIMITS.times)),
    hosts,
    coHosts: record.list('coHosts', LIMITS.coHosts, isPerson),
    kind: record.oneOf('kind', ['open', 'closed'] as const),
    policy: record.oneOf('policy', ['open', 'moderated'] as const),
  };
}

function readClock(record: RecordReader): NonNullable<Plan['clock']> {
  const isWall = (value: unknown): value is string => typeof value === 'string' && parseWallTime(value) !== undefined;
  const isZone = (value: unknown): value is string =>
    typeof value === 'string' && /^[A-Za-z0-9_+/-]{1,40}$/.test(value);
  return {
    wall: record.checked('wall', isWall, 'is not a wall time'),
    zone: record.checked('zone', isZone, 'is not a zone'),
  };
}
