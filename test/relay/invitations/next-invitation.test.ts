import { hostView, isFinal, nextDueMs, nextInvitation, seatUntilMs, type Party } from '../../../relay/invitations';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { after, GUEST, HOST, kinds, PRESS, refusal, RELAY, sent, START_MS } from './example';

const link = { kind: 'linkGranted', by: HOST, link: 'press' } as const;
const accepted = { kind: 'accepted', by: GUEST } as const;
const consulted = { kind: 'consulted', by: GUEST, deadlineMs: START_MS + 5 * DAY_MS } as const;

describe('an invitation', () => {
  test('goes from sent to accepted as the story tells it', () => {
    let step = after(sent(), { kind: 'delivered', by: RELAY });
    expect(step.invitation.state).toBe('delivered');
    expect(kinds(step.effects)).toEqual(['sendToHost']);
    step = after(step.invitation, { kind: 'seen', by: GUEST });
    expect(step.invitation.state).toBe('seen');
    const words = 'Очень интересное предложение; сначала нужно понять, что предлагается.';
    step = after(step.invitation, { ...consulted, note: words });
    expect(step.invitation).toMatchObject({ state: 'consulting', deadlineMs: START_MS + 5 * DAY_MS, seat: 'reserved' });
    expect(step.invitation.notes.map(({ text }) => text)).toEqual([words]);
    expect(kinds(step.effects)).toEqual(['stopRinging', 'sendToHost', 'sendToGuest']);
    step = after(step.invitation, link, { kind: 'noteAdded', by: PRESS, text: 'Мы изучаем вопрос' });
    expect(step.effects).toContainEqual(expect.objectContaining({ kind: 'sendToHost', news: 'note' }));
    expect(hostView(step.invitation).notes.map(({ by }) => by)).toEqual(['guest', 'delegate']);
    step = after(step.invitation, { kind: 'accepted', by: PRESS });
    expect(step.invitation).toMatchObject({ state: 'accepted', seat: 'reserved', end: { by: PRESS } });
    expect(kinds(step.effects)).toEqual(['sendToHost', 'sendToGuest', 'expectGuest']);
    expect(nextDueMs(step.invitation)).toBe(START_MS + 7 * DAY_MS + HOUR_MS);
    step = after(step.invitation, { kind: 'guestSat', by: RELAY, atMs: START_MS + 7 * DAY_MS });
    expect(step.invitation.seat).toBe('taken');
    expect(step.effects).toContainEqual(expect.objectContaining({ kind: 'releaseSeat', why: 'sat' }));
    expect(nextDueMs(step.invitation)).toBeUndefined();
  });

  test('may be answered without any step between', () => {
    const { invitation, effects } = after(sent(), { kind: 'declined', by: GUEST, reason: ' Нет времени\r\nизвините ' });
    expect(invitation).toMatchObject({ state: 'declined', reason: 'Нет времени\nизвините', seat: 'released' });
    expect(kinds(effects)).toEqual(['stopRinging', 'releaseSeat', 'sendToHost', 'sendToGuest']);
  });

  test('lapses in silence at its deadline, and an answer at that instant is too late', () => {
    const early = after(sent(), { kind: 'timePassed', by: RELAY, atMs: START_MS + 3 * DAY_MS - 1 });
    expect(early.invitation.state).toBe('sent');
    expect(early.effects).toEqual([]);
    const late = after(sent(), { ...accepted, atMs: START_MS + 3 * DAY_MS });
    expect(late.invitation).toMatchObject({ state: 'lapsed', seat: 'released', end: { by: RELAY } });
    expect(kinds(late.effects)).toEqual(['stopRinging', 'releaseSeat', 'sendToHost', 'sendToGuest', 'refuse']);
    expect(refusal(late.effects)).toMatchObject({ code: 'answered', message: expect.stringMatching(/lapsed/) });
  });

  test('is the same whether the timer of its deadline was late or not', () => {
    const inTime = after(sent(), { kind: 'timePassed', by: RELAY, atMs: START_MS + 3 * DAY_MS });
    const late = after(sent(), { kind: 'timePassed', by: RELAY, atMs: START_MS + 9 * DAY_MS });
    expect(late).toEqual(inTime);
  });

  test('keeps the first final answer; a later one is refused politely and told what holds', () => {
    const first = after(sent(), link, accepted).invitation;
    for (const by of [GUEST, PRESS]) {
      const { invitation, effects } = after(first, { kind: 'declined', by });
      expect(invitation).toBe(first);
      expect(refusal(effects)).toMatchObject({
        code: 'answered',
        message: expect.stringMatching(/^Thank you.*accepted/),
      });
    }
    expect(refusal(after(first, { kind: 'withdrawn', by: HOST }).effects).message).toContain('accepted');
    const declined = after(sent(), { kind: 'declined', by: GUEST }).invitation;
    expect(refusal(after(declined, accepted).effects)).toMatchObject({
      code: 'answered',
      message: expect.stringMatching(/declined/),
    });
    expect(refusal(after(declined, consulted).effects).code).toBe('answered');
    expect(refusal(after(declined, link).effects).code).toBe('answered');
    expect(refusal(after(declined, { kind: 'noteAdded', by: HOST, text: 'Schade' }).effects).code).toBe('answered');
  });

  test('may be withdrawn while it is consulted about', () => {
    const { invitation, effects } = after(sent(), consulted, { kind: 'withdrawn', by: HOST });
    expect(invitation).toMatchObject({ state: 'withdrawn', seat: 'released' });
    expect(kinds(effects)).toEqual(['releaseSeat', 'sendToHost', 'sendToGuest']);
  });

  test('consulting may be renewed, within 30 days and never into the past', () => {
    const consulting = after(sent(), consulted).invitation;
    const atMs = consulting.changedAtMs + MINUTE_MS;
    const renewed = after(consulting, { ...consulted, atMs, deadlineMs: atMs + 30 * DAY_MS });
    expect(renewed.invitation.deadlineMs).toBe(atMs + 30 * DAY_MS);
    for (const deadlineMs of [atMs - 1, atMs + 30 * DAY_MS + 1, NaN, 1.5, '1', undefined]) {
      const { invitation, effects } = after(consulting, { ...consulted, atMs, deadlineMs });
      expect(invitation).toBe(consulting);
      expect(refusal(effects)).toMatchObject({ code: 'bad-field', field: 'deadlineMs' });
    }
  });

  test('an accepted seat waits for an hour after the start, or after the answer if that came later', () => {
    const booked = after(sent(), accepted).invitation;
    const absent = after(booked, { kind: 'timePassed', by: RELAY, atMs: START_MS + 7 * DAY_MS + HOUR_MS });
    expect(absent.invitation).toMatchObject({ state: 'accepted', seat: 'released' });
    expect(kinds(absent.effects)).toEqual(['releaseSeat', 'sendToHost']);
    expect(absent.effects).toContainEqual(expect.objectContaining({ kind: 'sendToHost', news: 'guestAbsent' }));
    const spontaneous = after(sent({ startsAtMs: undefined }), { ...accepted, atMs: START_MS + HOUR_MS });
    expect(seatUntilMs(spontaneous.invitation)).toBe(START_MS + 2 * HOUR_MS);
    expect(kinds(spontaneous.effects)).not.toContain('expectGuest');
    const chatted = after(spontaneous.invitation, { kind: 'noteAdded', by: HOST, text: 'bis gleich' });
    expect(seatUntilMs(chatted.invitation)).toBe(START_MS + 2 * HOUR_MS);
  });

  test('of a room that ended is over; an accepted one only loses its seat', () => {
    const open = after(sent(), { kind: 'roomEnded', by: RELAY });
    expect(open.invitation).toMatchObject({ state: 'withdrawn', seat: 'released', end: { by: RELAY } });
    const booked = after(sent(), accepted, { kind: 'roomEnded', by: RELAY });
    expect(booked.invitation).toMatchObject({ state: 'accepted', seat: 'released' });
    expect(kinds(booked.effects)).toEqual(['releaseSeat']);
    expect(after(booked.invitation, { kind: 'roomEnded', by: RELAY }).effects).toEqual([]);
    expect(refusal(after(sent(), { kind: 'guestSat', by: RELAY }).effects).code).toBe('not-accepted');
  });

  test('follows a room that is moved, as long as its seat is held', () => {
    const startsAtMs = START_MS + 9 * DAY_MS;
    const moved = { kind: 'roomMoved', by: RELAY, startsAtMs } as const;
    const booked = after(sent(), accepted, moved);
    expect(kinds(booked.effects)).toEqual(['expectGuest']);
    expect(nextDueMs(booked.invitation)).toBe(startsAtMs + HOUR_MS);
    expect(after(booked.invitation, moved).effects).toEqual([]);
    const open = after(sent(), moved).invitation;
    expect(open).toMatchObject({ startsAtMs, deadlineMs: START_MS + 3 * DAY_MS });
    const declined = after(sent(), { kind: 'declined', by: GUEST }).invitation;
    expect(after(declined, moved)).toEqual({ invitation: declined, effects: [] });
    expect(refusal(after(open, { ...moved, startsAtMs: NaN }).effects).field).toBe('startsAtMs');
  });

  test('takes late reports, and a clock that was set back, without a step backwards', () => {
    const consulting = after(sent(), consulted).invitation;
    for (const kind of ['delivered', 'seen'] as const) {
      expect(after(consulting, { kind, by: RELAY })).toEqual({ invitation: consulting, effects: [] });
    }
    const back = after(consulting, { ...accepted, atMs: START_MS - DAY_MS }).invitation;
    expect(back).toMatchObject({ state: 'accepted', changedAtMs: consulting.changedAtMs });
    expect(() => nextInvitation(consulting, { kind: 'timePassed', by: RELAY, atMs: NaN })).toThrow(RangeError);
  });
});

describe('who may do what', () => {
  const start = after(sent(), link).invitation;
  const strangers: readonly Party[] = [
    { kind: 'host', id: 'd:other' },
    { kind: 'guest', id: 'd:host' },
    { kind: 'delegate', id: 'guessed' },
    RELAY,
  ];

  test.each([...strangers, HOST])('$kind $id cannot answer for the guest', (by) => {
    for (const event of [{ ...accepted, by }, { kind: 'declined', by } as const, { ...consulted, by }]) {
      const { invitation, effects } = after(start, event);
      expect(invitation).toBe(start);
      expect(refusal(effects).code).toBe('not-allowed');
    }
  });

  test('a delegate cannot withdraw, give out or revoke links, or say what the relay says', () => {
    const events = [
      { kind: 'withdrawn', by: PRESS },
      { kind: 'linkGranted', by: PRESS, link: 'more' },
      { kind: 'linkRevoked', by: PRESS, link: 'press' },
      { kind: 'guestSat', by: PRESS },
      { kind: 'roomEnded', by: PRESS },
      { kind: 'timePassed', by: PRESS },
      { kind: 'seen', by: PRESS },
    ] as const;
    for (const event of events) expect(refusal(after(start, event).effects).code).toBe('not-allowed');
  });

  test('a revoked link is refused at once and for good, also when its side granted another', () => {
    const revoked = after(start, { kind: 'linkRevoked', by: GUEST, link: 'press' }, { ...link, link: 'second' });
    const events = [
      { kind: 'accepted', by: PRESS },
      { kind: 'noteAdded', by: PRESS, text: 'still here' },
      { kind: 'statementPublished', by: PRESS, text: 'still here' },
    ] as const;
    for (const event of events) {
      const { invitation, effects } = after(revoked.invitation, event);
      expect(invitation).toBe(revoked.invitation);
      expect(refusal(effects).code).toBe('revoked');
    }
    expect(refusal(after(revoked.invitation, link).effects)).toMatchObject({ code: 'bad-field', field: 'link' });
    const second = after(revoked.invitation, { kind: 'accepted', by: { kind: 'delegate', id: 'second' } });
    expect(second.invitation.state).toBe('accepted');
  });

  test('a host revokes only what the host gave out; guest and operator revoke any', () => {
    const both = after(start, { kind: 'linkGranted', by: GUEST, link: 'family' }).invitation;
    expect(refusal(after(both, { kind: 'linkRevoked', by: HOST, link: 'family' }).effects).code).toBe('not-allowed');
    for (const by of [GUEST, RELAY]) {
      for (const id of ['family', 'press']) {
        const { invitation } = after(both, { kind: 'linkRevoked', by, link: id });
        expect(invitation.links.find((known) => known.id === id)?.isRevoked).toBe(true);
      }
    }
    const once = after(both, { kind: 'linkRevoked', by: HOST, link: 'press' }).invitation;
    expect(after(once, { kind: 'linkRevoked', by: HOST, link: 'press' })).toEqual({ invitation: once, effects: [] });
    expect(refusal(after(both, { kind: 'linkRevoked', by: GUEST, link: 'none' }).effects).code).toBe('not-allowed');
  });

  test('there are at most five links at a time and fifty ever', () => {
    let invitation = sent();
    for (let i = 0; i < 5; i++) ({ invitation } = after(invitation, { ...link, link: `l${i}` }));
    expect(refusal(after(invitation, link).effects).code).toBe('too-many-links');
    for (let i = 5; i < 50; i++) {
      const gone = { kind: 'linkRevoked', by: HOST, link: `l${i - 1}` } as const;
      ({ invitation } = after(invitation, gone, { ...link, link: `l${i}` }));
    }
    expect(invitation.links).toHaveLength(50);
    ({ invitation } = after(invitation, { kind: 'linkRevoked', by: HOST, link: 'l49' }));
    expect(refusal(after(invitation, link).effects).code).toBe('too-many-links');
    for (const bad of ['', 'a b', 'x'.repeat(65), 7, undefined]) {
      expect(refusal(after(sent(), { ...link, link: bad }).effects)).toMatchObject({
        code: 'bad-field',
        field: 'link',
      });
    }
  });
});

describe('what the sides write', () => {
  test('notes are limited, each side having its share', () => {
    let { invitation } = after(sent(), link);
    for (let i = 0; i < 10; i++) ({ invitation } = after(invitation, { kind: 'noteAdded', by: HOST, text: `h${i}` }));
    expect(refusal(after(invitation, { kind: 'noteAdded', by: HOST, text: 'x' }).effects).code).toBe('too-many-notes');
    for (let i = 0; i < 10; i++) {
      ({ invitation } = after(invitation, { kind: 'noteAdded', by: i % 2 ? GUEST : PRESS, text: `g${i}` }));
    }
    expect(refusal(after(invitation, { ...consulted, note: 'x' }).effects).code).toBe('too-many-notes');
    expect(after(invitation, accepted).invitation.state).toBe('accepted');
    expect(invitation.notes).toHaveLength(20);
  });

  test('a bad note, reason or statement refuses the whole event and names the field', () => {
    const start = sent();
    const events = [
      [{ kind: 'noteAdded', by: HOST, text: 'я'.repeat(501) }, 'note'],
      [{ ...consulted, note: '\u0007' }, 'note'],
      [{ ...accepted, note: 5 }, 'note'],
      [{ kind: 'declined', by: GUEST, reason: 'я'.repeat(501) }, 'reason'],
      [{ kind: 'declined', by: GUEST, reason: '\u202egnp' }, 'reason'],
      [{ kind: 'statementPublished', by: GUEST, text: 'я'.repeat(1001) }, 'statement'],
    ] as const;
    for (const [event, field] of events) {
      const { invitation, effects } = after(start, event);
      expect(invitation).toBe(start);
      expect(refusal(effects)).toMatchObject({ code: 'bad-field', field });
    }
  });

  test('a statement is published, replaced, taken back, and kept from the page of a private invitation', () => {
    const say = (text: string) => ({ kind: 'statementPublished', by: GUEST, text }) as const;
    const said = after(sent(), say('A very interesting proposal'), say('First we must understand it'));
    expect(said.invitation.statement).toBe('First we must understand it');
    expect(said.effects).toContainEqual(expect.objectContaining({ kind: 'sendToHost', news: 'statement' }));
    const silent = after(said.invitation, { kind: 'statementRetracted', by: GUEST });
    expect('statement' in silent.invitation).toBe(false);
    expect(after(silent.invitation, { kind: 'statementRetracted', by: GUEST }).effects).toEqual([]);
    expect(refusal(after(sent({ isPublic: false }), say('hello')).effects).code).toBe('not-public');
    const declined = after(sent(), { kind: 'declined', by: GUEST }, say('We thank the host')).invitation;
    expect(declined).toMatchObject({ state: 'declined', statement: 'We thank the host' });
    expect(isFinal(declined.state)).toBe(true);
  });
});
