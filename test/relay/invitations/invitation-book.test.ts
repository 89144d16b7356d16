import fc from 'fast-check';
import {
  DEFAULT_BOOK_LIMITS,
  InvitationBook,
  nextDueMs,
  type BookStep,
  type InvitationDraft,
  type Party,
} from '../../../relay/invitations';
import { DueQueue } from '../../../relay/records/due-queue';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { DRAFT, GUEST, HOST, refusal, RELAY, START_MS } from './example';

const draft = (id: string, changes: Partial<InvitationDraft> = {}): InvitationDraft => ({
  ...DRAFT,
  id,
  room: `r-${id}`,
  ...changes,
});
const rings = ({ effects }: BookStep): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'ring' || effect.kind === 'stopRinging' ? `${effect.kind} ${effect.invitation}` : [],
  );

describe('what rings', () => {
  test('is the oldest that waits, one at a time, and the next follows by itself', () => {
    const book = new InvitationBook();
    expect(rings(book.send(draft('a'), START_MS))).toEqual(['ring a']);
    expect(rings(book.send(draft('b'), START_MS + 1))).toEqual([]);
    expect(rings(book.send(draft('c'), START_MS + 2))).toEqual([]);
    const consulted = { kind: 'consulted', by: GUEST, atMs: START_MS + 3, deadlineMs: START_MS + DAY_MS } as const;
    expect(rings(book.apply('a', consulted))).toEqual(['stopRinging a', 'ring b']);
    expect(rings(book.apply('c', { kind: 'withdrawn', by: HOST, atMs: START_MS + 4 }))).toEqual([]);
    expect(book.ringingFor('d:president')?.id).toBe('b');
    expect(rings(book.apply('b', { kind: 'declined', by: GUEST, atMs: START_MS + 5 }))).toEqual(['stopRinging b']);
    expect(book.ringingFor('d:president')).toBeUndefined();
  });

  test('is the same after a restart', () => {
    const book = new InvitationBook();
    for (const id of ['b', 'a', 'c']) book.send(draft(id), START_MS);
    const again = new InvitationBook(DEFAULT_BOOK_LIMITS, [...book.ofGuest('d:president')].reverse());
    expect(again.ringingFor('d:president')?.id).toBe(book.ringingFor('d:president')?.id);
    expect(again.nextDueMs).toBe(book.nextDueMs);
    expect(rings(again.apply('b', { kind: 'delivered', by: RELAY, atMs: START_MS + 1 }))).toEqual([]);
  });
});

describe('limits', () => {
  test('a host has at most 100 open invitations, and a place is free once one is settled', () => {
    const book = new InvitationBook();
    for (let i = 0; i < 100; i++) book.send(draft(`i${i}`, { guest: `d:${i}` }), START_MS);
    expect(refusal(book.send(draft('more', { guest: 'd:more' }), START_MS).effects).code).toBe('too-many-open');
    book.apply('i7', { kind: 'withdrawn', by: HOST, atMs: START_MS });
    expect(book.send(draft('more', { guest: 'd:more' }), START_MS).changed).toHaveLength(1);
  });

  test('a guest and a whole book have theirs', () => {
    const byGuest = new InvitationBook({ openPerHost: 9, openPerGuest: 1, invitations: 9 });
    byGuest.send(draft('a'), START_MS);
    expect(refusal(byGuest.send(draft('b'), START_MS).effects).code).toBe('too-many-open');
    const small = new InvitationBook({ openPerHost: 9, openPerGuest: 9, invitations: 1 });
    small.send(draft('a'), START_MS);
    expect(refusal(small.send(draft('b'), START_MS).effects).code).toBe('too-many-open');
  });

  test('a guest is asked into a room once at a time, and an id is used once', () => {
    const book = new InvitationBook();
    book.send(draft('a', { room: 'lounge' }), START_MS);
    expect(refusal(book.send(draft('b', { room: 'lounge', host: 'd:other' }), START_MS).effects).code).toBe(
      'already-invited',
    );
    expect(refusal(book.send(draft('a'), START_MS).effects)).toMatchObject({ code: 'bad-field', field: 'id' });
    book.apply('a', { kind: 'accepted', by: GUEST, atMs: START_MS });
    expect(refusal(book.send(draft('b', { room: 'lounge' }), START_MS).effects).code).toBe('already-invited');
    book.apply('a', { kind: 'guestSat', by: RELAY, atMs: START_MS + 1 });
    expect(book.send(draft('b', { room: 'lounge' }), START_MS).changed).toHaveLength(1);
  });

  test('a bad draft is refused by value, whatever it holds', () => {
    const { changed, effects } = new InvitationBook().send({ ...DRAFT, id: 7, host: Object.create(null) }, START_MS);
    expect(changed).toEqual([]);
    expect(refusal(effects)).toMatchObject({ code: 'bad-field', field: 'id', invitation: '' });
  });
});

test('of an invitation that does not exist a stranger learns no more than of a private one', () => {
  const book = new InvitationBook();
  book.send(draft('a', { isPublic: false }), START_MS);
  const strangers: readonly Party[] = [
    { kind: 'guest', id: 'd:x' },
    { kind: 'host', id: 'd:x' },
    { kind: 'delegate', id: 'x' },
  ];
  for (const by of strangers) {
    const said = ['a', 'none'].map((id) => book.apply(id, { kind: 'accepted', by, atMs: START_MS }).effects);
    expect(JSON.stringify(said[0]).replace('"a"', '"none"')).toBe(JSON.stringify(said[1]));
  }
});

test('time settles what is due, and what is in a room that ends', () => {
  const book = new InvitationBook();
  book.send(draft('a'), START_MS);
  book.send(draft('b', { deadlineMs: START_MS + HOUR_MS }), START_MS);
  book.send(draft('c', { room: 'r-a', guest: 'd:x' }), START_MS);
  expect(book.nextDueMs).toBe(START_MS + HOUR_MS);
  expect(book.timePassed(START_MS + HOUR_MS - 1)).toEqual({ changed: [], effects: [] });
  expect(book.timePassed(START_MS + HOUR_MS).changed.map(({ id, state }) => `${id} ${state}`)).toEqual(['b lapsed']);
  expect(book.ofRoom('r-a').map(({ id }) => id)).toEqual(['a', 'c']);
  const ended = book.roomEnded('r-a', START_MS + 2 * HOUR_MS);
  expect(ended.changed.map(({ id, state }) => `${id} ${state}`)).toEqual(['a withdrawn', 'c withdrawn']);
  expect(book.nextDueMs).toBeUndefined();
  expect(book.forget(START_MS + 2 * HOUR_MS)).toEqual(['b']);
  expect(book.size).toBe(2);
});

test('agrees with a plain list of invitations under any sequence of calls', () => {
  const person = fc.constantFrom('d:1', 'd:2', 'd:3');
  const call = fc.record({
    what: fc.constantFrom(
      'send',
      'send',
      'send',
      'accepted',
      'declined',
      'consulted',
      'withdrawn',
      'time',
      'restart',
      'forget',
    ),
    host: person,
    guest: person,
    room: fc.constantFrom('r1', 'r2'),
    which: fc.nat(20),
    minutes: fc.nat(600),
  });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60, size: 'max' }), (calls) => {
      let book = new InvitationBook({ openPerHost: 4, openPerGuest: 3, invitations: 30 });
      const ids: string[] = [];
      const seats = new Map<string, number>();
      const ringing = new Map<string, string>();
      let atMs = START_MS;
      const all = () => ['d:1', 'd:2', 'd:3'].flatMap((guest) => book.ofGuest(guest));
      for (const { what, host, guest, room, which, minutes } of calls) {
        atMs += minutes * MINUTE_MS;
        const id = ids[which % Math.max(1, ids.length)] ?? 'none';
        const known = book.get(id);
        const steps: BookStep[] = [];
        if (what === 'send') {
          const fresh = `i${ids.push(`i${ids.length}`) - 1}`;
          const guestId = guest === host ? 'd:2' : guest;
          steps.push(
            book.send(
              draft(fresh, { host, guest: guestId, room, startsAtMs: undefined, deadlineMs: atMs + DAY_MS }),
              atMs,
            ),
          );
        } else if (what === 'time') steps.push(book.timePassed(atMs));
        else if (what === 'restart')
          book = new InvitationBook({ openPerHost: 4, openPerGuest: 3, invitations: 30 }, all());
        else if (what === 'forget') book.forget(atMs - DAY_MS);
        else {
          const by =
            what === 'withdrawn' ? { kind: 'host', id: known?.host ?? '' } : { kind: 'guest', id: known?.guest ?? '' };
          steps.push(
            book.apply(id, { kind: what, by, atMs, deadlineMs: atMs + HOUR_MS } as Parameters<
              InvitationBook['apply']
            >[1]),
          );
        }
        for (const effect of steps.flatMap(({ effects }) => effects)) {
          if (effect.kind === 'reserveSeat' || effect.kind === 'releaseSeat') {
            const key = `${effect.room} ${effect.person}`;
            seats.set(key, (seats.get(key) ?? 0) + (effect.kind === 'reserveSeat' ? 1 : -1));
          }
          if (effect.kind === 'stopRinging') {
            expect(ringing.get(effect.guest)).toBe(effect.invitation);
            ringing.delete(effect.guest);
          }
          if (effect.kind === 'ring') {
            expect(ringing.has(effect.guest)).toBe(false);
            ringing.set(effect.guest, effect.invitation);
          }
        }
        const held = all()
          .filter(({ seat }) => seat === 'reserved')
          .map((one) => `${one.room} ${one.guest}`);
        expect([...seats].filter(([, count]) => count !== 0).sort()).toEqual(held.map((key) => [key, 1]).sort());
        for (const guestId of ['d:1', 'd:2', 'd:3']) {
          const waiting = book.ofGuest(guestId).filter(({ state }) => ['sent', 'delivered', 'seen'].includes(state));
          const oldest = waiting.reduce<(typeof waiting)[number] | undefined>(
            (a, b) => (a && a.sentAtMs <= b.sentAtMs ? a : b),
            undefined,
          );
          expect(book.ringingFor(guestId)?.sentAtMs).toBe(oldest?.sentAtMs);
          expect(ringing.get(guestId)).toBe(book.ringingFor(guestId)?.id);
        }
        const dues = all().flatMap((one) => nextDueMs(one) ?? []);
        expect(book.nextDueMs).toBe(dues.length > 0 ? Math.min(...dues) : undefined);
        expect(book.size).toBe(all().length);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
});

test('the queue of what is due does not grow with changes', () => {
  const queue = new DueQueue();
  for (let i = 0; i < 10_000; i++) queue.set(String(i % 10), 20_000 - i);
  const { heap } = queue as unknown as { readonly heap: readonly unknown[] };
  expect(heap.length).toBeLessThan(100);
  expect([queue.size, queue.nextDueMs]).toEqual([10, 10_001]);
});

test('the queue of what is due agrees with a sorted list', () => {
  const call = fc.tuple(
    fc.integer({ min: 0, max: 9 }).map(String),
    fc.option(fc.nat(50), { nil: undefined }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(fc.array(call, { maxLength: 300, size: 'max' }), (calls) => {
      const queue = new DueQueue();
      const plain = new Map<string, number>();
      for (const [id, dueMs, isTaken] of calls) {
        if (isTaken) {
          const due = [...plain].filter(([, at]) => at <= 25).sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
          expect(queue.takeDue(25)).toBe(due[0]?.[0]);
          if (due[0]) plain.delete(due[0][0]);
        } else {
          queue.set(id, dueMs);
          if (dueMs === undefined) plain.delete(id);
          else plain.set(id, dueMs);
        }
        expect(queue.nextDueMs).toBe(plain.size > 0 ? Math.min(...plain.values()) : undefined);
        expect(queue.size).toBe(plain.size);
      }
    }),
    { numRuns: 80, seed: 8 },
  );
});

test('undo leads back to what was kept, with its ringing, its seats and its deadlines', () => {
  const book = new InvitationBook();
  book.send({ ...DRAFT, id: 'a' }, START_MS);
  book.send({ ...DRAFT, id: 'b', room: 'other' }, START_MS + 1);
  book.keep();
  const before = [book.get('a'), book.get('b'), book.nextDueMs];
  book.apply('a', { kind: 'declined', by: GUEST, atMs: START_MS + 2 });
  book.send({ ...DRAFT, id: 'c' }, START_MS + 3);
  expect(book.ringingFor(GUEST.id)?.id).toBe('b');
  book.timePassed(START_MS + 90 * DAY_MS);
  book.forget(START_MS + 900 * DAY_MS);
  expect(book.size).toBe(0);
  book.undo();
  expect([book.get('a'), book.get('b'), book.nextDueMs]).toEqual(before);
  expect([book.size, book.ringingFor(GUEST.id)?.id, book.get('c')]).toEqual([2, 'a', undefined]);
  expect(book.send({ ...DRAFT, id: 'c' }, START_MS + 4).effects).toMatchObject([{ code: 'already-invited' }]);
  expect(book.timePassed(START_MS + 90 * DAY_MS).changed.map(({ id }) => id)).toEqual(['a', 'b']);
});
