import type { Refusal } from '../ports/refusal';
import type { InvitationState, Party } from './invitation';

type Told = { readonly atMs: number; readonly by: Party };

/** What can happen to an invitation. Texts and deadlines are what strangers sent: they are checked here. */
export type InvitationEvent =
  | (Told & { readonly kind: 'delivered' | 'seen' })
  | (Told & { readonly kind: 'consulted'; readonly deadlineMs: unknown; readonly note?: unknown })
  | (Told & { readonly kind: 'accepted'; readonly note?: unknown })
  | (Told & { readonly kind: 'declined'; readonly reason?: unknown })
  | (Told & { readonly kind: 'noteAdded'; readonly text: unknown })
  | (Told & { readonly kind: 'statementPublished'; readonly text: unknown })
  | (Told & { readonly kind: 'statementRetracted' })
  | (Told & { readonly kind: 'withdrawn' })
  | (Told & { readonly kind: 'linkGranted'; readonly link: unknown })
  | (Told & { readonly kind: 'linkRevoked'; readonly link: unknown })
  /** The guest sits in the room: the reservation has served. */
  | (Told & { readonly kind: 'guestSat' })
  /** The room starts at another time, in epoch milliseconds. */
  | (Told & { readonly kind: 'roomMoved'; readonly startsAtMs: number })
  /** The room is no more: whoever was asked need not answer, and no seat is held. */
  | (Told & { readonly kind: 'roomEnded' })
  | (Told & { readonly kind: 'timePassed' });

/** Every reason for which an event or a new invitation is refused. Stable: pages, devices and tools act on them. */
export type InvitationErrorCode =
  | 'not-allowed'
  | 'revoked'
  | 'answered'
  | 'bad-field'
  | 'not-public'
  | 'not-accepted'
  | 'too-many-notes'
  | 'too-many-links'
  | 'too-many-open'
  | 'already-invited';

/** What the host is told: the state changed, the guest's side left a note or a statement, an accepted guest did not come. */
export type HostNews = 'state' | 'note' | 'statement' | 'guestAbsent';

/** Why a seat is no longer held: the end of the invitation, the guest took it, the guest did not come, the room ended. */
export type ReleaseReason = 'declined' | 'lapsed' | 'withdrawn' | 'sat' | 'absent' | 'roomEnded';

/** One line of the audit log. It holds nothing that anybody wrote. */
export type InvitationAudit = {
  readonly atMs: number;
  readonly invitation: string;
  readonly room: string;
  readonly by: Party;
  readonly what: InvitationEvent['kind'] | 'sent' | 'lapsed' | 'seatReleased';
  readonly state: InvitationState;
  readonly link?: string;
};

/** What is to be done about an event. */
export type InvitationEffect =
  | { readonly kind: 'ring'; readonly invitation: string; readonly guest: string; readonly room: string }
  | { readonly kind: 'stopRinging'; readonly invitation: string; readonly guest: string; readonly room: string }
  | {
      readonly kind: 'sendToHost';
      readonly invitation: string;
      readonly host: string;
      readonly room: string;
      readonly news: HostNews;
      readonly state: InvitationState;
    }
  | {
      readonly kind: 'sendToGuest';
      readonly invitation: string;
      readonly guest: string;
      readonly room: string;
      readonly state: InvitationState;
    }
  | { readonly kind: 'reserveSeat'; readonly invitation: string; readonly room: string; readonly person: string }
  | {
      readonly kind: 'releaseSeat';
      readonly invitation: string;
      readonly room: string;
      readonly person: string;
      readonly why: ReleaseReason;
    }
  /** An accepted guest is to be reminded of the start. */
  | {
      readonly kind: 'expectGuest';
      readonly invitation: string;
      readonly room: string;
      readonly person: string;
      readonly startsAtMs: number;
    }
  | { readonly kind: 'audit'; readonly entry: InvitationAudit }
  | ({ readonly kind: 'refuse'; readonly invitation: string; readonly by: Party } & Refusal<InvitationErrorCode>);
