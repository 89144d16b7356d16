import {
  newInvitation,
  nextInvitation,
  type Invitation,
  type InvitationDraft,
  type InvitationEffect,
  type InvitationEvent,
  type Party,
} from '../../../relay/invitations';
import { DAY_MS, MINUTE_MS } from '../../../relay/ports/time-units';

export const START_MS = Date.UTC(2027, 2, 1, 12);

export const HOST: Party = { kind: 'host', id: 'd:host' };
export const GUEST: Party = { kind: 'guest', id: 'd:president' };
export const PRESS: Party = { kind: 'delegate', id: 'press' };
export const RELAY: Party = { kind: 'operator', id: 'relay' };

/** A host invites a president. */
export const DRAFT: InvitationDraft = {
  id: 'inv-1',
  room: 'lounge',
  host: 'd:host',
  hostName: 'Anna',
  guest: 'd:president',
  guestName: 'Президент',
  text: 'Было бы большой честью поговорить с вами',
  isPublic: true,
  startsAtMs: START_MS + 7 * DAY_MS,
  deadlineMs: START_MS + 3 * DAY_MS,
};

/** The invitation of a good draft. */
export function sent(changes: Partial<InvitationDraft> = {}): Invitation {
  const made = newInvitation({ ...DRAFT, ...changes }, START_MS);
  if (!('invitation' in made)) throw new Error(made.message);
  return made.invitation;
}

type WithoutTime<E> = E extends InvitationEvent ? Omit<E, 'atMs'> & { readonly atMs?: number } : never;
type Happening = WithoutTime<InvitationEvent>;

/** The invitation after events, and the effects of the last one. An event without a time comes a minute after the one before. */
export function after(
  start: Invitation,
  ...events: readonly Happening[]
): { readonly invitation: Invitation; readonly effects: readonly InvitationEffect[] } {
  let step: { readonly invitation: Invitation; readonly effects: readonly InvitationEffect[] } = {
    invitation: start,
    effects: [],
  };
  for (const event of events) {
    const atMs = event.atMs ?? step.invitation.changedAtMs + MINUTE_MS;
    step = nextInvitation(step.invitation, { ...event, atMs });
  }
  return step;
}

/** The kinds of effects, without lines for the audit log. */
export function kinds(effects: readonly InvitationEffect[]): readonly string[] {
  return effects.filter(({ kind }) => kind !== 'audit').map(({ kind }) => kind);
}

/** The refusal among the effects. */
export function refusal(effects: readonly InvitationEffect[]): InvitationEffect & { kind: 'refuse' } {
  const found = effects.find((effect) => effect.kind === 'refuse');
  if (!found) throw new Error(`nothing was refused: ${JSON.stringify(effects)}`);
  return found;
}
