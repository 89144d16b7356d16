import type { Refusal } from '../ports/refusal';
import type { InvitationState, Party } from './invitation';

type Told = { readonly atMs: number; readonly by: Party };

/** An event of an invitation. Fields of type `unknown` come from outside, and are checked when the event is applied. */
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
  /** The guest has a seat in the room, so the reservation is used. */
  | (Told & { readonly kind: 'guestSat' })
  /** The room starts at another time, in epoch milliseconds. */
  | (Told & { readonly kind: 'roomMoved'; readonly startsAtMs: number })
  /** The room has ended: no answer is needed, and no seat is held. */
  | (Told & { readonly kind: 'roomEnded' })
  | (Told & { readonly kind: 'timePassed' });

/** Every reason for which an event or a new invitation is refused. The codes are stable: pages, devices and tools act on them. */
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

/** News for the host: the state has changed, the guest's side left a note or a statement, or an accepted guest did not come. */
export type HostNews = 'state' | 'note' | 'statement' | 'guestAbsent';

/** Why a seat is no longer held: the invitation ended, the guest took the seat or did not come, or the room ended. */
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

/** What has to be done after an event. */
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
  /** Remind an accepted guest of the start. */
  | {
      readonly kind: 'expectGuest';
      readonly invitation: string;
      readonly room: string;
      readonly person: string;
      readonly startsAtMs: number;
    }
  | { readonly kind: 'audit'; readonly entry: InvitationAudit }
  | ({ readonly kind: 'refuse'; readonly invitation: string; readonly by: Party } & Refusal<InvitationErrorCode>);
