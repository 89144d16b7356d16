import fc from 'fast-check';
import * as machine from '../../../relay/invitations';
import { loadMutated } from '../../support/mutated-modules';
import { DRAFT, START_MS } from './example';
import { complaintAbout, histories, type Machine } from './histories';
import { MISTAKES } from './mistakes';

const SEED = 4_001;
const HISTORIES = 4_000;

test(`every rule holds along ${HISTORIES} histories, seed ${SEED}`, () => {
  fc.assert(
    fc.property(histories, (history) => expect(complaintAbout(machine, history)).toBe('')),
    { numRuns: HISTORIES, seed: SEED },
  );
});

test('the histories come everywhere', () => {
  const reached = new Map<string, number>();
  for (const { isPublic, startsInMs, moves } of fc.sample(histories, { numRuns: 1500, seed: SEED })) {
    const made = machine.newInvitation(
      { ...DRAFT, isPublic, startsAtMs: startsInMs === undefined ? undefined : START_MS + startsInMs },
      START_MS,
    );
    if (!('invitation' in made)) throw new Error(made.message);
    let { invitation } = made;
    let atMs = START_MS;
    for (const { afterMs, event } of moves) {
      const step = machine.nextInvitation(invitation, event((atMs += afterMs)));
      ({ invitation } = step);
      for (const effect of step.effects) {
        const what = effect.kind === 'refuse' ? effect.code : effect.kind;
        reached.set(what, (reached.get(what) ?? 0) + 1);
      }
      reached.set(invitation.state, (reached.get(invitation.state) ?? 0) + 1);
      reached.set(invitation.seat, (reached.get(invitation.seat) ?? 0) + 1);
    }
  }
  const wanted = [
    ...machine.INVITATION_STATES,
    ...['reserved', 'taken', 'released', 'expectGuest', 'stopRinging', 'sendToHost', 'sendToGuest', 'releaseSeat'],
    ...['not-allowed', 'revoked', 'answered', 'bad-field', 'not-public', 'not-accepted'],
  ];
  expect(wanted.filter((what) => (reached.get(what) ?? 0) < 10)).toEqual([]);
});

describe('a mistake put into the machine on purpose is found out', () => {
  const complaint = (mutation?: (typeof MISTAKES)[number][1], numRuns = HISTORIES): string => {
    const judged = loadMutated('relay/invitations/index.ts', mutation) as Machine;
    const { failed, counterexample } = fc.check(
      fc.property(histories, (history) => complaintAbout(judged, history) === ''),
      { numRuns, seed: SEED, endOnFailure: true },
    );
    return failed && counterexample ? complaintAbout(judged, counterexample[0]) : '';
  };

  test('loaded without one, it is the machine itself', () => {
    expect(complaint(undefined, 200)).toBe('');
  });

  test.each(MISTAKES)('%s', (_what, mutation, expected) => {
    expect(complaint(mutation)).toMatch(expected);
  });
});
