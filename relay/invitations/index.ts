export { InvitationBook, DEFAULT_BOOK_LIMITS, type BookStep } from './invitation-book';
export {
  INVITATION_LIMITS,
  INVITATION_STATES,
  THE_RELAY,
  deviceStateOf,
  isFinal,
  isWaiting,
  nextDueMs,
  seatUntilMs,
  type Invitation,
  type Party,
} from './invitation';
export type { InvitationEffect, InvitationErrorCode, InvitationEvent } from './invitation-events';
export { invitationFromJson, invitationToJson } from './invitation-json';
export { newInvitation, type InvitationDraft } from './new-invitation';
export { nextInvitation } from './next-invitation';
export { NOT_ALLOWED } from './parties';
export { delegateView, hostView, publicView, type NoteView, type PublicView, type SideView } from './views';
