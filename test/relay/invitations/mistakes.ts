import type { Mutation } from '../../support/bundle';

const file = (name: string): string => `relay/invitations/${name}.ts`;

/** Mistakes that somebody could make, and the complaint about each. */
export const MISTAKES: readonly (readonly [what: string, mutation: Mutation, complaint: RegExp])[] = [
  [
    'a later answer wins',
    {
      file: file('next-invitation'),
      from: 'isFinal(invitation.state) ? answered(invitation) : accept(',
      to: 'accept(',
    },
    /final answer changed|seats are held|ends of/,
  ],
  [
    'an answer at the deadline still counts',
    { file: file('endings'), from: 'atMs < dueMs', to: 'atMs <= dueMs' },
    /silence did not lapse/,
  ],
  [
    'a revoked link still answers',
    { file: file('parties'), from: 'if (link.isRevoked) return REVOKED;', to: '' },
    /delegate .* may not/,
  ],
  [
    'what lapses keeps its seat',
    {
      file: file('endings'),
      from: "state !== 'accepted') effects.push(releaseSeat",
      to: "state === 'declined') effects.push(releaseSeat",
    },
    /seats are held/,
  ],
  [
    'a seat is given back twice when the guest sits and then does not leave in time',
    {
      file: file('endings'),
      from: "why === 'sat' ? 'taken' : 'released'",
      to: "why === 'sat' ? 'reserved' : 'released'",
    },
    /seats are held/,
  ],
  [
    'a note moves the deadline',
    {
      file: file('texts'),
      from: 'const invitation: Invitation = { ...before, notes, changedAtMs: atMs };',
      to: 'const invitation: Invitation = { ...before, notes, changedAtMs: atMs, deadlineMs: before.deadlineMs + 1 };',
    },
    /deadline|changed its terms/,
  ],
  [
    'the guest is not told of the end',
    {
      file: file('endings'),
      from: "sendToHost(invitation, 'state'), sendToGuest(invitation)",
      to: "sendToHost(invitation, 'state')",
    },
    /the guest was told of 0 ends/,
  ],
  [
    'a host answers for the guest',
    { file: file('parties'), from: "accepted: ['guest', 'delegate']", to: "accepted: ['host', 'guest', 'delegate']" },
    /host d:host may not: accepted/,
  ],
  [
    'any guest is the guest',
    {
      file: file('parties'),
      from: "by.kind === 'guest' && by.id !== invitation.guest",
      to: "by.kind === 'guest' && by.id === ''",
    },
    /guest d:x may not/,
  ],
  [
    'it still rings while it is consulted about',
    {
      file: file('next-invitation'),
      from: 'isWaiting(before.state) ? [stopRinging(invitation), ...effects] : effects',
      to: 'effects',
    },
    /ringing/,
  ],
  [
    'a late report takes back a step',
    {
      file: file('next-invitation'),
      from: "before.state === 'delivered' && event.kind",
      to: "before.state !== 'accepted' && event.kind",
    },
    /seen made|final answer changed|ringing|by a seen one/,
  ],
  [
    'a clock that was set back moves the time of a change back',
    { file: file('next-invitation'), from: 'Math.max(event.atMs, before.changedAtMs)', to: 'event.atMs' },
    /before it changed|silence did not lapse|deadline|read back/,
  ],
  [
    'consulting may last for ever',
    { file: file('next-invitation'), from: 'atMs + INVITATION_LIMITS.consultingMs', to: 'Infinity' },
    /deadline moved too far/,
  ],
  [
    'a private invitation takes a statement',
    { file: file('texts'), from: 'if (!before.isPublic) {', to: "if (before.id === '') {" },
    /private statement/,
  ],
  [
    'a private invitation has a page',
    { file: file('views'), from: 'invitation?.isPublic ? outside', to: 'invitation ? outside' },
    /has a page/,
  ],
  [
    'a refused note is kept after all',
    { file: file('next-invitation'), from: "typeof cleaned !== 'string'", to: 'cleaned === undefined' },
    /read back|final answer/,
  ],
  [
    'the record loses the reason',
    {
      file: file('invitation-json'),
      from: '{ schema: _schema, ...invitation }',
      to: '{ schema: _schema, reason: _reason, ...invitation }',
    },
    /read back/,
  ],
];
