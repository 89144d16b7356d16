import { luxonZones } from '../../../relay/calendar/node/luxon-zones';
import {
  nextScheduledRoom,
  scheduleRoom,
  type Organiser,
  type ScheduleDraft,
  type ScheduledRoom,
  type ScheduleEffect,
  type ScheduleEvent,
} from '../../../relay/calendar';

export const NOW_MS = Date.parse('2027-03-01T12:00Z');
/** 20:00 in Berlin, before its clocks are put forward. */
export const START_MS = Date.parse('2027-03-21T19:00Z');
export const HOST: Organiser = { kind: 'person', id: 'd:host' };
export const CO_HOST: Organiser = { kind: 'person', id: 'd:co' };

export const DRAFT: ScheduleDraft = {
  id: 'evening',
  room: 'lounge',
  title: 'Разговор; вечер, чай 🎙️',
  starts: '2027-03-21T20:00 Europe/Berlin',
  durationMinutes: 90,
  hosts: ['d:host'],
  coHosts: ['d:co'],
};

/** The scheduled room of a good draft. */
export function scheduled(changes: Partial<ScheduleDraft> = {}): ScheduledRoom {
  const made = scheduleRoom({ ...DRAFT, ...changes }, NOW_MS, luxonZones);
  if (!('scheduled' in made)) throw new Error(made.message);
  return made.scheduled;
}

type Step = { readonly scheduled: ScheduledRoom; readonly effects: readonly ScheduleEffect[] };

/** The scheduled room after events, and all their effects. */
export function after(start: ScheduledRoom, ...events: readonly ScheduleEvent[]): Step {
  const effects: ScheduleEffect[] = [];
  let scheduled = start;
  for (const event of events) {
    const step = nextScheduledRoom(scheduled, event, luxonZones);
    scheduled = step.scheduled;
    effects.push(...step.effects);
  }
  return { scheduled, effects };
}

/** `d:x soon` for each reminder, and the kinds of the other effects, without lines for the audit log. */
export function told(effects: readonly ScheduleEffect[]): readonly string[] {
  return effects
    .filter(({ kind }) => kind !== 'audit')
    .map((effect) => (effect.kind === 'remind' ? `${effect.person} ${effect.state}` : effect.kind));
}
