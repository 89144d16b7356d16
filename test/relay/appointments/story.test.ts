import { CONSULTING_MS } from '../../../relay/appointments';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { codeOf, DRAFT, good, START_MS, World } from './world';

const PRESS = { kind: 'delegate', id: 'press' } as const;
const GUEST = { kind: 'guest', id: 'd:president' } as const;
const HOST = { kind: 'host', id: 'd:host' } as const;

test('the president is asked, consults, accepts by a delegate, is reminded on the day and attends', async () => {
  const world = await World.open();
  const { appointments } = world;
  const id = await world.invited();
  expect(id).toMatch(/^[0-9a-f]{20}$/);
  expect(world.since()).toEqual(['lounge seatReserved d:president', 'd:president invitation ringing']);
  expect(await appointments.noted('d:president', id)).toBeUndefined();
  await world.advance(HOUR_MS);
  expect(await appointments.answer('d:president', id, 'consult')).toBeUndefined();
  expect(world.since()).toEqual(['d:president invitation consulting']);
  expect((await appointments.invitation(id))?.deadlineMs).toBe(START_MS + HOUR_MS + CONSULTING_MS);
  good(await appointments.apply(id, { kind: 'linkGranted', by: HOST, link: 'press' }));
  const text = 'Очень интересное предложение; сначала надо понять, что предлагается 🤔';
  const noted = good(await appointments.apply(id, { kind: 'noteAdded', by: PRESS, text }));
  expect(noted.notes.map((note) => note.text)).toEqual([text]);
  await world.advance(DAY_MS);
  good(await appointments.apply(id, { kind: 'accepted', by: PRESS }));
  expect(world.since()).toEqual(['d:president invitation accepted']);
  expect(world.replies).toEqual(['delivered', 'consulting', 'note', 'accepted'].map((news) => `d:host ${news} ${id}`));
  // The other side is a moment too late.
  expect(await appointments.answer('d:president', id, 'decline')).toBe('answered');
  await world.advance(START_MS + 7 * DAY_MS - 5 * MINUTE_MS - 1 - world.nowMs);
  expect(world.since()).toEqual([]);
  await world.advance(1);
  expect(world.since()).toEqual(['d:president reminder lounge soon']);
  await world.happens({ kind: 'speakerCame', person: 'd:president' });
  expect(world.since()).toEqual(['d:president invitation accepted', 'd:president reminder lounge soon']);
  await world.happens({ kind: 'personSeated', room: 'lounge', person: 'd:president' });
  expect(world.since()).toEqual([
    ...['lounge seatReleased d:president', 'd:president invitation over', 'd:president reminder lounge over'],
  ]);
  expect(world.audit.map(({ by, action }) => `${by}: ${action}`)).toEqual([
    'd:host: invitation sent',
    'd:president: invitation delivered',
    'd:president: invitation consulted',
    'd:host: invitation linkGranted',
    'w:press: invitation noteAdded',
    'w:press: invitation accepted',
    'relay: invitation seatReleased',
  ]);
});

test('declines with a reason, lapses, and withdrawing while they consult', async () => {
  const world = await World.open();
  const { appointments } = world;
  const first = await world.invited();
  const declined = good(await appointments.apply(first, { kind: 'declined', by: GUEST, reason: 'Not this year' }));
  expect(declined.reason).toBe('Not this year');
  expect(world.since().slice(2)).toEqual(['lounge seatReleased d:president', 'd:president invitation over']);

  const second = await world.invited();
  await world.advance(3 * DAY_MS);
  expect((await appointments.invitation(second))?.state).toBe('lapsed');
  expect(world.since().slice(2)).toEqual(['lounge seatReleased d:president', 'd:president invitation over']);
  expect(world.replies.at(-1)).toBe(`d:host lapsed ${second}`);

  const third = await world.invited({ deadlineMs: world.nowMs + DAY_MS });
  await appointments.answer('d:president', third, 'consult');
  good(await appointments.apply(third, { kind: 'withdrawn', by: HOST }));
  expect(world.since().slice(2)).toEqual([
    ...['d:president invitation consulting', 'lounge seatReleased d:president', 'd:president invitation over'],
  ]);
  expect(await appointments.answer('d:president', third, 'accept')).toBe('answered');
});

test('of two answers at once one counts, and the other is told so', async () => {
  const world = await World.open();
  const id = await world.invited();
  const [one, other] = await Promise.all([
    world.appointments.answer('d:president', id, 'accept'),
    world.appointments.answer('d:president', id, 'decline'),
  ]);
  expect([one, other]).toEqual([undefined, 'answered']);
  expect((await world.appointments.invitation(id))?.state).toBe('accepted');
});

test('nobody else can answer, note or even learn that there is an invitation', async () => {
  const world = await World.open();
  const id = await world.invited();
  world.since();
  for (const answer of ['accept', 'decline', 'consult'] as const) {
    expect(await world.appointments.answer('d:other', id, answer)).toBe('no-such-invitation');
    expect(await world.appointments.answer('d:president', 'no-such', answer)).toBe('no-such-invitation');
  }
  expect(await world.appointments.noted('d:other', id)).toBe('no-such-invitation');
  // The log has the reason that the speaker is not told.
  const reason = { event: 'invitation-refused', person: 'd:other', invitation: id, code: 'not-allowed' };
  expect(world.logged).toContainEqual({ ...reason, message: expect.stringContaining('nothing here') as string });
  await world.happens({ kind: 'speakerCame', person: 'd:other' });
  expect(world.since()).toEqual([]);
  expect((await world.appointments.invitation(id))?.state).toBe('sent');
});

test('who accepts while in the audience is brought on stage, unless it is for another day', async () => {
  const world = await World.open();
  const now = await world.invited({ guest: 'd:here' });
  const soon = await world.invited({ guest: 'd:soon', startsAtMs: world.nowMs + MINUTE_MS });
  const open = good(
    await world.appointments.invite((({ startsAtMs: _, ...draft }) => ({ ...draft, guest: 'd:open' }))(DRAFT)),
  );
  world.since();
  await world.appointments.answer('d:here', now, 'accept');
  await world.appointments.answer('d:soon', soon, 'accept');
  await world.appointments.answer('d:open', open.id, 'accept');
  expect(world.since().filter((line) => / seat(Reserved|Released|Claimed) /.test(line))).toEqual([
    ...['lounge seatClaimed d:soon', 'lounge seatClaimed d:open'],
  ]);
  // Being there a week before does not use the seat up.
  await world.happens({ kind: 'personSeated', room: 'lounge', person: 'd:here' });
  expect((await world.appointments.invitation(now))?.seat).toBe('reserved');
});

test('a room that a moderator ended voids what was for now; an empty one voids nothing', async () => {
  const world = await World.open();
  const later = await world.invited();
  const now = await world.invited({ guest: 'd:now', startsAtMs: world.nowMs });
  await world.advance(MINUTE_MS);
  await world.happens({ kind: 'roomEnded', room: 'lounge', why: 'empty' });
  await world.happens({ kind: 'roomEnded', room: 'lounge', why: 'closing' });
  const states = async (): Promise<unknown[]> =>
    (await world.appointments.invitationsTo('lounge')).map(({ id, state }) => [id, state]);
  expect(await states()).toEqual([
    [later, 'sent'],
    [now, 'sent'],
  ]);
  await world.happens({ kind: 'roomEnded', room: 'lounge', why: 'moderator' });
  expect(await states()).toEqual([
    [later, 'sent'],
    [now, 'withdrawn'],
  ]);
});

test('a device that comes back is told the one that rings, and what is consulted about', async () => {
  const world = await World.open();
  const first = await world.invited();
  await world.invited({ room: 'other' });
  const third = await world.invited({ room: 'third' });
  await world.appointments.answer('d:president', third, 'consult');
  world.since();
  await world.happens({ kind: 'speakerCame', person: 'd:president' });
  expect(world.since()).toEqual(['d:president invitation ringing', 'd:president invitation consulting']);
  await world.appointments.answer('d:president', first, 'decline');
  // The next one rings by itself.
  expect(world.since()).toEqual([
    ...['lounge seatReleased d:president', 'd:president invitation over', 'd:president invitation ringing'],
  ]);
});

test('a refusal changes nothing and says why', async () => {
  const world = await World.open();
  const refusals = [
    await world.appointments.invite({ ...DRAFT, text: 'x'.repeat(100_000) }),
    await world.appointments.invite({ ...DRAFT, text: 'a\u202eb' }),
    await world.appointments.invite({ ...DRAFT, guest: 'nobody' }),
    await world.appointments.apply('nothing', { kind: 'withdrawn', by: HOST }),
    await world.appointments.cancelScheduled('nothing', { kind: 'operator', id: 'operator' }),
  ];
  expect(refusals.map(codeOf)).toEqual(['bad-field', 'bad-field', 'bad-field', 'not-allowed', 'not-planned']);
  expect([world.since(), world.commits]).toEqual([[], 0]);
});
