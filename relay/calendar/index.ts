export { ScheduleBook, type ScheduleBookStep } from './schedule-book';
export { nextScheduledRoom, scheduleRoom } from './next-scheduled-room';
export { scheduledRoomFromJson, scheduledRoomToJson } from './schedule-json';
export { endsAtMs, occurrenceMs, scheduleDueMs, type ScheduledRoom } from './scheduled-room';
export type {
  Organiser,
  PlanDraft,
  ScheduleDraft,
  ScheduleEffect,
  ScheduleErrorCode,
  ScheduleEvent,
} from './schedule-events';
export { formatWallTime, laterByDays, parseWallTime, type TimeZones, type WallTime } from './time-zones';
