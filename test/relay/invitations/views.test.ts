import { delegateView, hostView, publicView } from '../../../relay/invitations';
import { DAY_MS } from '../../../relay/ports/time-units';
import { after, GUEST, HOST, PRESS, sent, START_MS } from './example';

const told = after(
  sent(),
  { kind: 'linkGranted', by: HOST, link: 'press' },
  { kind: 'linkGranted', by: GUEST, link: 'family' },
  { kind: 'consulted', by: PRESS, deadlineMs: START_MS + 2 * DAY_MS, note: 'Между нами' },
  { kind: 'statementPublished', by: PRESS, text: 'Интересно' },
  { kind: 'declined', by: PRESS, reason: 'Тайна' },
).invitation;

test('the public page has the text, who was asked, the state and the statement, and nothing else', () => {
  expect(publicView(told)).toEqual({
    id: 'inv-1',
    room: 'lounge',
    hostName: 'Anna',
    guestName: 'Президент',
    text: 'Было бы большой честью поговорить с вами',
    startsAtMs: START_MS + 7 * DAY_MS,
    deadlineMs: START_MS + 2 * DAY_MS,
    sentAtMs: START_MS,
    state: 'declined',
    endedAtMs: told.changedAtMs,
    statement: 'Интересно',
  });
});

test('a private invitation has no page, as one that does not exist', () => {
  expect(publicView(sent({ isPublic: false }))).toBeUndefined();
  expect(publicView(undefined)).toBeUndefined();
});

test('host and delegate see notes and reason; links only the host, who may revoke them', () => {
  const side = { reason: 'Тайна', notes: [{ by: 'delegate', text: 'Между нами' }], endedBy: 'delegate', isOpen: false };
  expect(hostView(told)).toMatchObject({ ...side, links: [{ id: 'press', isRevoked: false }] });
  expect(delegateView(told, 'press')).toMatchObject(side);
  expect(delegateView(told, 'press')).not.toHaveProperty('links');
});

test('a revoked or unknown link sees nothing', () => {
  const { invitation } = after(told, { kind: 'linkRevoked', by: HOST, link: 'press' });
  expect(delegateView(invitation, 'press')).toBeUndefined();
  expect(delegateView(told, 'guess')).toBeUndefined();
  expect(delegateView(undefined, 'press')).toBeUndefined();
});

test('no view holds the ids of persons', () => {
  for (const view of [publicView(told), hostView(told), delegateView(told, 'press')]) {
    expect(JSON.stringify(view)).not.toMatch(/d:host|d:president/);
  }
});
