import { Bystander, crowd } from './support/crowd';
import { createTestRelay, type TestRelay } from './support/test-relay';
import { seededNumbers } from '../support/seeded-numbers';

// What a full room costs those who sit in it, and whoever comes into it.

const FULL = 8000;
const SETTINGS = { stagePolicies: { lounge: 'moderated' }, audienceSeats: 2 * FULL } as const;

/** Whole numbers from 0 to less than `most`, made from a seed. */
function numbers(seed: number): (most: number) => number {
  const next = seededNumbers(seed);
  return (most) => Math.floor(next() * most);
}

/** Time passes while everybody who is there says that it still is. */
function pass(test: TestRelay, members: Iterable<Bystander>, ms: number): void {
  for (let left = ms; left > 0; left -= 20_000) {
    test.clock.advance(Math.min(left, 20_000));
    for (const member of members) if (!member.isClosed) member.say({ type: 'ping', id: 1 });
  }
}

describe('a room of 8,000', () => {
  const test = createTestRelay(SETTINGS);
  const everybody = new Set(crowd(test, FULL));
  const [host] = everybody;
  const SEED = 20260511;

  it('a join is answered within its own call, whoever else is there', () => {
    const { clock } = test;
    const beforeMs = clock.nowMs();
    const late = new Bystander(test, '192.0.2.1').join('lounge');
    expect(late.last('joined')).toMatchObject({ role: 'audience', packetMs: 40 });
    expect(clock.nowMs()).toBe(beforeMs);
    late.say({ type: 'leave' });
  });

  it('settles: everybody knows how many there are, and then nothing is said any more', () => {
    pass(test, everybody, 4000);
    for (const { newsCount } of everybody) expect(newsCount).toBeLessThanOrEqual(4);
    expect([...everybody].every((one) => one.last('room')?.listeners === FULL)).toBe(true);
    const before = [...everybody].map(({ newsCount }) => newsCount);
    expect(test.clock.pending).toBe(1);
    pass(test, everybody, 60_000);
    expect([...everybody].map(({ newsCount }) => newsCount)).toEqual(before);
  });

  it('the first change of a quiet room is seen within a second, the own hand at once', () => {
    const [, anna, ben] = [...everybody];
    anna!.say({ type: 'hand', raised: true });
    expect(anna!.last('queue')?.place).toBe(1);
    ben!.say({ type: 'hand', raised: true });
    expect(ben!.last('queue')?.place).toBe(2);
    test.clock.advance(1000);
    expect([...everybody].every((one) => one.last('room')?.hands === 2)).toBe(true);
    for (const one of [anna, ben]) one!.say({ type: 'hand', raised: false });
    pass(test, everybody, 3000);
  });

  it(`a minute of 50 joins, leaves and hands a second, from seed ${SEED}`, () => {
    const next = numbers(SEED);
    for (const one of everybody) Object.assign(one, { newsCount: 0, shortestMs: Infinity, longestBytes: 0 });
    const early = [...everybody];
    const present = early.slice(1);
    const isHandUp = new Set<Bystander>();
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 50; i++) {
        test.clock.advance(20);
        const at = next(present.length);
        const one = present[at]!;
        const what = next(4);
        if (what === 0) {
          const newcomer = new Bystander(test, `10.9.${second}.${i}`).join('lounge');
          expect(newcomer.last('joined')).toBeDefined();
          everybody.add(newcomer);
          present.push(newcomer);
        } else if (what === 1) {
          one.say({ type: 'leave' }).close();
          everybody.delete(one);
          isHandUp.delete(one);
          present[at] = present[present.length - 1]!;
          present.pop();
        } else {
          if (isHandUp.delete(one)) one.say({ type: 'hand', raised: false });
          else one.say({ type: 'hand', raised: isHandUp.add(one).size > 0 });
        }
      }
      if (second % 15 === 0) for (const one of everybody) one.say({ type: 'ping', id: second });
    }
    const others = early.filter((one) => everybody.has(one));
    expect(others.length).toBeGreaterThan(FULL - 1000);
    expect(Math.max(...others.map(({ newsCount }) => newsCount))).toBeLessThanOrEqual(61);
    // Nobody is starved either.
    expect(Math.min(...others.map(({ newsCount }) => newsCount))).toBeGreaterThanOrEqual(55);
    expect(Math.min(...[...everybody].map(({ shortestMs }) => shortestMs))).toBeGreaterThanOrEqual(1000 - 1e-6);
    expect(Math.max(...[...everybody].map(({ longestBytes }) => longestBytes))).toBeLessThan(100);

    pass(test, everybody, 4000);
    const { roster = [], counts } = test.relay.rooms.viewOf('lounge') ?? {};
    expect(counts).toEqual({ speakers: 0, listeners: everybody.size, hands: isHandUp.size });
    const places = new Map(roster.map(({ member, place }) => [member, place]));
    for (const one of everybody) {
      if (!one.last('room')) throw new Error(`${one.id} was told nothing`);
      expect(one.last('room')).toEqual({ type: 'room', ...counts });
      expect(one.last('queue')?.place ?? 0).toBe(places.get(one.id));
    }
    expect(host!.newsCount).toBeGreaterThan(55);
  });
});

test('in a room of any size that comes and goes nobody hears twice within a second', () => {
  const small = createTestRelay({ ...SETTINGS, connectionsMax: 5000 });
  const next = numbers(7);
  const members = crowd(small, 100, 'lounge', 2);
  const gone: Bystander[] = [];
  for (let step = 0; step < 30; step++) {
    const size = 10 + next(400);
    while (members.length < size) members.push(...crowd(small, 1, 'lounge', 3 + members.length + step * 700));
    for (const one of members.splice(size)) gone.push(one.say({ type: 'leave' }));
    members[next(members.length)]!.say({ type: 'hand', raised: step % 3 > 0 });
    small.clock.advance(10 + next(900));
    if (step % 10 === 0) for (const one of members) one.say({ type: 'ping', id: 1 });
  }
  for (const one of members) one.say({ type: 'ping', id: 1 });
  small.clock.advance(3000);
  const shortest = Math.min(...[...members, ...gone].map(({ shortestMs }) => shortestMs));
  expect(shortest).toBeGreaterThanOrEqual(1000 - 1e-6);
  const counts = small.relay.rooms.viewOf('lounge')?.counts;
  for (const one of members) expect(one.last('room')).toMatchObject({ listeners: counts?.listeners });
});

test('who is in the middle of being told of a hand is not told that its own is down', () => {
  const small = createTestRelay(SETTINGS);
  const members = crowd(small, 1000);
  small.clock.advance(3000);
  members[0]!.say({ type: 'hand', raised: true });
  small.clock.advance(100);
  for (const one of members.slice(1, 60)) one.say({ type: 'hand', raised: true });
  const told: number[] = [];
  const last = members[59]!;
  const send = last.send.bind(last);
  last.send = (text) => {
    if (text.includes('"queue"')) told.push((JSON.parse(text) as { place: number }).place);
    send(text);
  };
  small.clock.advance(5000);
  expect(told).toEqual([]);
  expect(last.last('queue')?.place).toBe(60);
});
