import fc from 'fast-check';
import type * as Invitations from '../../../relay/invitations';
import type { Invitation, InvitationEffect, InvitationEvent, Party } from '../../../relay/invitations';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { DRAFT, START_MS } from './example';

// Random histories of an invitation, and the rules that hold along all of them. The rules are written a second time here, so that
// the code and its test do not share a mistake.

/** The code under test, perhaps with a mistake in it. */
export type Machine = Pick<
  typeof Invitations,
  'newInvitation' | 'nextInvitation' | 'invitationToJson' | 'invitationFromJson' | 'publicView' | 'nextDueMs'
>;

/** An event with its time relative to the one before. */
type Move = { readonly afterMs: number; readonly event: (atMs: number) => InvitationEvent };
type History = {
  readonly isPublic: boolean;
  readonly startsInMs: number | undefined;
  readonly moves: readonly Move[];
};

const GUESTS = ['consulted', 'accepted', 'declined', 'statementPublished', 'statementRetracted'];

const party: fc.Arbitrary<Party> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Party>({ kind: 'host', id: 'd:host' }) },
  { weight: 5, arbitrary: fc.constant<Party>({ kind: 'guest', id: 'd:president' }) },
  { weight: 3, arbitrary: fc.constantFrom('l0', 'l1', 'l2').map((id): Party => ({ kind: 'delegate', id })) },
  { weight: 2, arbitrary: fc.constant<Party>({ kind: 'operator', id: 'relay' }) },
  { weight: 1, arbitrary: fc.constantFrom<Party>({ kind: 'host', id: 'd:x' }, { kind: 'guest', id: 'd:x' }) },
);
const text = fc.constantFrom('Да', 'нет\nspäter', '🎙️', '', 'x'.repeat(1001), '\u202edab', '\u0000', 7);
const link = fc.constantFrom('l0', 'l0', 'l1', 'l1', 'l2', 'l2', 'l3', 'l4', 'l5', 'not a link');
const minutes = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 * 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: -60, max: 2 * 24 * 60 }) },
);
const deadlineInMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 7 * 24 }).map((hours) => hours * HOUR_MS) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0, 31 * DAY_MS, NaN) },
);

// Answers are rare, so that events come before and after them.
const KINDS: readonly InvitationEvent['kind'][] = [
  ...(['delivered', 'seen', 'consulted', 'consulted', 'noteAdded', 'noteAdded', 'timePassed'] as const),
  ...(['linkGranted', 'linkGranted', 'linkRevoked', 'linkRevoked', 'guestSat', 'guestSat'] as const),
  ...(['statementPublished', 'statementPublished', 'statementRetracted'] as const),
  ...(['accepted', 'accepted', 'declined', 'withdrawn', 'roomMoved', 'roomEnded'] as const),
];

/** The usual party of an event, so that most histories make progress. */
function usual(kind: InvitationEvent['kind'], dice: number): Party {
  if (['delivered', 'seen', 'guestSat', 'roomMoved', 'roomEnded', 'timePassed'].includes(kind))
    return { kind: 'operator', id: 'relay' };
  if (kind === 'withdrawn' || (dice < 2 && !GUESTS.includes(kind))) return { kind: 'host', id: 'd:host' };
  return dice % 2 || /^link/.test(kind)
    ? { kind: 'guest', id: 'd:president' }
    : { kind: 'delegate', id: `l${dice / 2}` };
}

const move: fc.Arbitrary<Move> = fc
  .record({
    afterMs: minutes.map((count) => count * MINUTE_MS),
    anyone: party,
    dice: fc.integer({ min: 0, max: 5 }),
    isUsual: fc.integer({ min: 0, max: 3 }).map((number) => number > 0),
    kind: fc.constantFrom(...KINDS),
    text,
    link,
    withText: fc.boolean(),
    deadlineInMs,
  })
  .map(({ afterMs, anyone, dice, isUsual, kind, text, link, withText, deadlineInMs }) => ({
    afterMs,
    event: (atMs: number): InvitationEvent => {
      const by = isUsual ? usual(kind, dice) : anyone;
      const words = withText ? { note: text, reason: text } : {};
      return {
        kind,
        atMs,
        by,
        text,
        link,
        deadlineMs: atMs + deadlineInMs,
        startsAtMs: atMs + deadlineInMs,
        ...words,
      };
    },
  }));

export const histories: fc.Arbitrary<History> = fc.record({
  isPublic: fc.boolean(),
  startsInMs: fc.option(
    fc.integer({ min: 0, max: 5 * 24 }).map((h) => h * HOUR_MS),
    { nil: undefined },
  ),
  moves: fc.array(move, { maxLength: 30, size: 'max' }),
});

const FINAL = ['accepted', 'declined', 'lapsed', 'withdrawn'];

class Complaint extends Error {}
function demand(isSo: boolean, what: string): void {
  if (!isSo) throw new Complaint(what);
}

/** What follows from the effects so far. */
class Ledger {
  seats = 0;
  isRinging = false;
  endsToldToHost = 0;
  endsToldToGuest = 0;

  add(effects: readonly InvitationEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'reserveSeat') this.seats++;
      if (effect.kind === 'releaseSeat') this.seats--;
      if (effect.kind === 'ring' || effect.kind === 'stopRinging') {
        demand(this.isRinging === (effect.kind === 'stopRinging'), 'it rings twice, or stops twice');
        this.isRinging = effect.kind === 'ring';
      }
      if (effect.kind === 'sendToHost' && effect.news === 'state' && FINAL.includes(effect.state))
        this.endsToldToHost++;
      if (effect.kind === 'sendToGuest' && FINAL.includes(effect.state)) this.endsToldToGuest++;
    }
  }

  judge({ state, seat }: Invitation): void {
    const held = !FINAL.includes(state) ? 1 : state === 'accepted' && seat === 'reserved' ? 1 : 0;
    demand(this.seats === held, `${this.seats} seats are held by a ${state} one`);
    demand(this.isRinging === ['sent', 'delivered', 'seen'].includes(state), `${state} and ringing: ${this.isRinging}`);
    const told = FINAL.includes(state) ? 1 : 0;
    demand(this.endsToldToHost === told, `the host was told of ${this.endsToldToHost} ends of a ${state} one`);
    demand(this.endsToldToGuest === told, `the guest was told of ${this.endsToldToGuest} ends of a ${state} one`);
  }
}

/** Whether the rules allow this event for the party. */
function may(before: Invitation, { by, kind }: InvitationEvent): boolean {
  if (by.kind === 'operator') {
    return [
      'delivered',
      'seen',
      'withdrawn',
      'linkRevoked',
      'guestSat',
      'roomMoved',
      'roomEnded',
      'timePassed',
    ].includes(kind);
  }
  if (by.kind === 'host') return by.id === before.host && /^(noteAdded|withdrawn|link)/.test(kind);
  if (by.kind === 'guest') {
    return by.id === before.guest && (/^(delivered|seen|noteAdded|link)/.test(kind) || GUESTS.includes(kind));
  }
  const isWorking = before.links.some(({ id, isRevoked }) => id === by.id && !isRevoked);
  return isWorking && (kind === 'noteAdded' || GUESTS.includes(kind));
}

function judgeStep(
  machine: Machine,
  before: Invitation,
  event: InvitationEvent,
  now: Invitation,
  isRefused: boolean,
): void {
  const clock = { kind: 'timePassed', atMs: event.atMs, by: { kind: 'operator', id: 'relay' } } as const;
  const byTime = machine.nextInvitation(before, clock).invitation;
  const same = (one: unknown, other: unknown): boolean =>
    one === other || JSON.stringify(one) === JSON.stringify(other);
  const atMs = Math.max(event.atMs, before.changedAtMs);
  const isLate = !FINAL.includes(before.state) && atMs >= before.deadlineMs;

  demand(isRefused || may(before, event), `${event.by.kind} ${event.by.id} may not: ${event.kind}`);
  demand(!isRefused || same(now, byTime), 'a refused event changed something');
  demand(!isLate || now.state === 'lapsed', 'silence did not lapse');
  if (FINAL.includes(before.state)) {
    demand(now.state === before.state && same(now.end, before.end), 'a final answer changed');
    demand(now.reason === before.reason && now.deadlineMs === before.deadlineMs, 'a final answer changed its terms');
  } else if (!isLate && !isRefused) {
    const expected: { [kind: string]: string | undefined } = {
      ...{ accepted: 'accepted', declined: 'declined', consulted: 'consulting' },
      ...{ withdrawn: 'withdrawn', roomEnded: 'withdrawn' },
      delivered: before.state === 'sent' ? 'delivered' : before.state,
      seen: before.state === 'sent' || before.state === 'delivered' ? 'seen' : before.state,
    };
    demand(now.state === (expected[event.kind] ?? before.state), `${event.kind} made ${before.state} ${now.state}`);
  }
  if (now.deadlineMs !== before.deadlineMs) {
    demand(event.kind === 'consulted' && !isRefused, 'a deadline moved without consulting');
    demand(now.deadlineMs >= atMs && now.deadlineMs <= atMs + 30 * DAY_MS, 'a deadline moved too far');
  }
  demand(now.changedAtMs >= before.changedAtMs, 'it changed before it changed');
  const dueMs = machine.nextDueMs(now);
  demand(FINAL.includes(now.state) || dueMs === now.deadlineMs, 'an open one is not due at its deadline');
  demand(
    !before.links.some((l) => l.isRevoked && !now.links.find((k) => k.id === l.id)?.isRevoked),
    'a link came back',
  );
}

function judgeValue(machine: Machine, now: Invitation): void {
  demand(now.links.filter(({ isRevoked }) => !isRevoked).length <= 5, 'too many links');
  demand(now.notes.length <= 20 && now.notes.every((n) => Buffer.byteLength(n.text) <= 1000), 'too many notes');
  demand(now.isPublic || now.statement === undefined, 'a private statement');
  const back = machine.invitationFromJson(machine.invitationToJson(now));
  demand(JSON.stringify(sorted(back)) === JSON.stringify(sorted(now)), `read back as ${JSON.stringify(back)}`);
  const page = machine.publicView(now);
  demand((page !== undefined) === now.isPublic, 'what is private has a page, or what is public has none');
  const shown = JSON.stringify(page ?? {});
  const secrets = [now.host, now.guest, '"notes"', '"reason"', '"links"', '"by"'];
  demand(!secrets.some((secret) => shown.includes(secret)), `the page shows ${shown}`);
}

function sorted(value: object): unknown {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The first broken rule along a history. Empty if there is none. */
export function complaintAbout(machine: Machine, history: History): string {
  const startsAtMs = history.startsInMs === undefined ? undefined : START_MS + history.startsInMs;
  const made = machine.newInvitation({ ...DRAFT, isPublic: history.isPublic, startsAtMs }, START_MS);
  if (!('invitation' in made)) return made.message;
  const ledger = new Ledger();
  const log: InvitationEvent[] = [];
  let { invitation } = made;
  let atMs = START_MS;
  try {
    const happen = (event: InvitationEvent): void => {
      const before = invitation;
      const step = machine.nextInvitation(before, event);
      ({ invitation } = step);
      log.push(event);
      ledger.add(step.effects);
      ledger.judge(invitation);
      judgeStep(
        machine,
        before,
        event,
        invitation,
        step.effects.some(({ kind }) => kind === 'refuse'),
      );
      if (invitation !== before) judgeValue(machine, invitation);
    };
    ledger.add(made.effects);
    ledger.judge(invitation);
    for (const move of history.moves) {
      atMs += move.afterMs;
      happen(move.event(atMs));
    }
    const again = log.reduce((value, event) => machine.nextInvitation(value, event).invitation, made.invitation);
    demand(JSON.stringify(again) === JSON.stringify(invitation), 'the same log gave another invitation');
    happen({ kind: 'timePassed', atMs: atMs + 1000 * DAY_MS, by: { kind: 'operator', id: 'relay' } });
    demand(FINAL.includes(invitation.state) && ledger.seats === 0, 'it never comes to an end');
    demand(machine.nextDueMs(invitation) === undefined, 'it is due for ever');
  } catch (error) {
    if (error instanceof Complaint) return error.message;
    throw error;
  }
  return '';
}
