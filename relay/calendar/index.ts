export { ScheduleBook, DEFAULT_SCHEDULE_LIMITS, type ScheduleBookLimits, type ScheduleBookStep } from './schedule-book';
export { nextScheduledRoom, scheduleRoom } from './next-scheduled-room';
export type { ScheduleStep } from './schedule-time';
export { SCHEDULE_SCHEMA, scheduledRoomFromJson, scheduledRoomToJson } from './schedule-json';
export {
  SCHEDULE_LIMITS,
  endsAtMs,
  isOrganiser,
  occurrenceMs,
  scheduleDueMs,
  type Comer,
  type Plan,
  type ScheduledRoom,
} from './scheduled-room';
export type {
  Organiser,
  PlanDraft,
  ScheduleAudit,
  ScheduleDraft,
  ScheduleEffect,
  ScheduleErrorCode,
  ScheduleEvent,
} from './schedule-events';
export {
  formatWallTime,
  laterByDays,
  parseWallTime,
  type TimeZones,
  type WallTime,
  type ZonedInstant,
} from './time-zones';
