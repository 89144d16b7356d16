export { InvitationBook, DEFAULT_BOOK_LIMITS, type BookLimits, type BookStep } from './invitation-book';
export {
  INVITATION_LIMITS,
  INVITATION_STATES,
  THE_RELAY,
  deviceStateOf,
  isFinal,
  isWaiting,
  nextDueMs,
  seatUntilMs,
  type DelegateLink,
  type Invitation,
  type InvitationState,
  type Note,
  type Party,
  type PartyKind,
  type SeatState,
} from './invitation';
export type {
  HostNews,
  InvitationAudit,
  InvitationEffect,
  InvitationErrorCode,
  InvitationEvent,
  ReleaseReason,
} from './invitation-events';
export { INVITATION_SCHEMA, invitationFromJson, invitationToJson } from './invitation-json';
export { newInvitation, type InvitationDraft, type NewInvitation } from './new-invitation';
export { nextInvitation } from './next-invitation';
export { NOT_ALLOWED } from './parties';
export type { InvitationStep } from './endings';
export {
  delegateView,
  hostView,
  publicView,
  type HostView,
  type LinkView,
  type NoteView,
  type PublicView,
  type SideView,
} from './views';
