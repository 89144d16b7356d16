import type { ScheduleErrorCode } from '../calendar';
import type { InvitationErrorCode } from '../invitations';
import { refuse } from '../ports/refusal';

/** Every reason for which a change of invitations or scheduled rooms is refused. */
export type AppointmentErrorCode = InvitationErrorCode | ScheduleErrorCode | 'not-stored';

/** The store failed. Everything is as it was before, and no message was sent. */
export const NOT_STORED = refuse(
  'not-stored',
  'The relay could not store this, so it did not happen. Try again in a moment.',
);
