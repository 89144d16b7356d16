import type { Refusal } from '../ports/refusal';
import type { RoomKind, StagePolicy } from '../rooms';

/** Who changes a scheduled room: one of its hosts or co-hosts, or the operator of the relay. */
export type Organiser = { readonly kind: 'person' | 'operator'; readonly id: string };

/** A plan as hosts send it. No field is checked yet. */
export type PlanDraft = {
  readonly title?: unknown;
  /** `2027-03-28T20:00 Europe/Berlin`, or epoch milliseconds. */
  readonly starts?: unknown;
  readonly durationMinutes?: unknown;
  readonly repeats?: unknown;
  readonly times?: unknown;
  readonly hosts?: unknown;
  readonly coHosts?: unknown;
  readonly kind?: unknown;
  readonly policy?: unknown;
};

/** A scheduled room as hosts send it. No field is checked yet. */
export type ScheduleDraft = PlanDraft & { readonly id: unknown; readonly room: unknown };

type At = { readonly atMs: number };

/** An event of a scheduled room. */
export type ScheduleEvent =
  | (At & { readonly kind: 'changed'; readonly by: Organiser; readonly changes: PlanDraft })
  | (At & { readonly kind: 'cancelled'; readonly by: Organiser })
  | (At & { readonly kind: 'saidTheyCome'; readonly person: string })
  | (At & { readonly kind: 'saidTheyDoNot'; readonly person: string })
  /** The person has a seat in the room. */
  | (At & { readonly kind: 'attended'; readonly person: string })
  | (At & { readonly kind: 'timePassed' });

/** Every reason for which a change is refused. The codes are stable: pages and tools act on them. */
export type ScheduleErrorCode =
  | 'bad-field'
  | 'no-such-zone'
  | 'no-such-time'
  | 'not-allowed'
  | 'not-planned'
  | 'too-many-coming'
  | 'too-many-planned';

/** One line of the audit log. */
export type ScheduleAudit = {
  readonly atMs: number;
  readonly scheduled: string;
  readonly room: string;
  readonly by: Organiser;
  readonly what: 'scheduled' | 'changed' | 'cancelled';
};

/** What has to be done after an event. */
export type ScheduleEffect =
  /** `soon`: the speaker blinks and chimes. `over`: it stops. */
  | {
      readonly kind: 'remind';
      readonly scheduled: string;
      readonly room: string;
      readonly person: string;
      readonly state: 'soon' | 'over';
    }
  /** Shortly before the start, the room has to be there with these rules and hosts. */
  | {
      readonly kind: 'openRoom';
      readonly scheduled: string;
      readonly room: string;
      readonly roomKind: RoomKind;
      readonly policy: StagePolicy;
      readonly hosts: readonly string[];
      readonly coHosts: readonly string[];
    }
  /** Invitations to the room have to get the new start. */
  | { readonly kind: 'moved'; readonly scheduled: string; readonly room: string; readonly startsAtMs: number }
  /** Invitations to the room have to end. */
  | { readonly kind: 'calledOff'; readonly scheduled: string; readonly room: string }
  /** Something that the planner should know, although nothing is wrong. */
  | { readonly kind: 'notice'; readonly scheduled: string; readonly code: 'comes-twice'; readonly message: string }
  | { readonly kind: 'audit'; readonly entry: ScheduleAudit }
  | ({ readonly kind: 'refuse'; readonly scheduled: string } & Refusal<ScheduleErrorCode>);
