import { isFinal, type Invitation, type InvitationState, type PartyKind } from './invitation';

// What each reader of a page may see. A view holds no person, and no link that its reader may not use.

/** What everybody may see of a public invitation. */
export type PublicView = {
  readonly id: string;
  readonly room: string;
  readonly hostName?: string;
  readonly guestName: string;
  readonly text: string;
  readonly startsAtMs?: number;
  readonly deadlineMs: number;
  readonly sentAtMs: number;
  readonly state: InvitationState;
  /** When it was answered or withdrawn, or lapsed. */
  readonly endedAtMs?: number;
  readonly statement?: string;
};

export type NoteView = { readonly by: PartyKind; readonly text: string; readonly atMs: number };
type LinkView = { readonly id: string; readonly isRevoked: boolean };

/** What both sides of an invitation may see. */
export type SideView = PublicView & {
  readonly isPublic: boolean;
  readonly reason?: string;
  readonly notes: readonly NoteView[];
  /** Who ended it. The relay itself counts as operator. */
  readonly endedBy?: PartyKind;
  /** Whether it can still be answered or withdrawn. */
  readonly isOpen: boolean;
};

/** What the host may see, with the links that it may revoke. */
type HostView = SideView & { readonly links: readonly LinkView[] };

function outside(invitation: Invitation): PublicView {
  const { id, room, hostName, guestName, text, startsAtMs, deadlineMs, sentAtMs, state, end, statement } = invitation;
  return {
    ...{ id, room, guestName, text, deadlineMs, sentAtMs, state },
    ...(hostName === undefined ? {} : { hostName }),
    ...(startsAtMs === undefined ? {} : { startsAtMs }),
    ...(end === undefined ? {} : { endedAtMs: end.atMs }),
    ...(statement === undefined ? {} : { statement }),
  };
}

function inside(invitation: Invitation): SideView {
  const { isPublic, reason, notes, end, state } = invitation;
  return {
    ...outside(invitation),
    isPublic,
    notes: notes.map(({ by, text, atMs }) => ({ by: by.kind, text, atMs })),
    isOpen: !isFinal(state),
    ...(reason === undefined ? {} : { reason }),
    ...(end === undefined ? {} : { endedBy: end.by.kind }),
  };
}

/** What the public page shows. Undefined for a private invitation, as for one that does not exist. */
export function publicView(invitation: Invitation | undefined): PublicView | undefined {
  return invitation?.isPublic ? outside(invitation) : undefined;
}

export function hostView(invitation: Invitation): HostView {
  const own = invitation.links.filter(({ grantedBy }) => grantedBy === 'host');
  return { ...inside(invitation), links: own.map(({ id, isRevoked }) => ({ id, isRevoked })) };
}

/** What a delegate may see. Undefined if the link is revoked. */
export function delegateView(invitation: Invitation | undefined, link: string): SideView | undefined {
  const known = invitation?.links.find(({ id }) => id === link);
  return invitation && known && !known.isRevoked ? inside(invitation) : undefined;
}
