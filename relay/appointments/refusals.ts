import type { InvitationErrorCode, InvitationState } from '../invitations';
import type { ScheduleErrorCode } from '../calendar';

/** Why nothing came of something: a stable code, words, and the field or the state that it is about. */
export type Refusal = {
  readonly code: InvitationErrorCode | ScheduleErrorCode | 'not-stored';
  readonly words: string;
  readonly field?: string;
  readonly state?: InvitationState;
};

/** The store failed. Everything is as it was before, and nobody was told anything. */
export const NOT_STORED: Refusal = {
  code: 'not-stored',
  words: 'The relay could not store this, so it did not happen. Try again in a moment.',
};

/** Whether something was refused. */
export function isRefusal<T extends object>(outcome: T | Refusal): outcome is Refusal {
  return 'code' in outcome && 'words' in outcome;
}
