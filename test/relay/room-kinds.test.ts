import { mapTuple } from '../support/map-tuple';
import { createTestRelay, personOf, tone } from './support/test-relay';

describe('a closed room', () => {
  test('lets in who is expected, and nobody else', () => {
    const test = createTestRelay({ closedRooms: ['den'] });
    const { rooms } = test.relay;
    const members = mapTuple(['s', 'g', 'h', 'i'], (name) => test.join(name, { room: 'hallway' }));
    const [stranger, guest, host, invited] = members;
    const [, guestPerson, hostPerson, invitedPerson] = mapTuple(members, (member) => personOf(test, member));
    void rooms.apply('den', { kind: 'guestListed', person: guestPerson, isGuest: true });
    void rooms.apply('den', { kind: 'rankGiven', person: hostPerson, rank: 'host' });
    void rooms.apply('den', { kind: 'seatReserved', invitation: 'i', person: invitedPerson });
    for (const member of members) member.join({ room: 'den' });
    expect(stranger.connection.errors).toEqual(['closed-room']);
    for (const { connection } of [guest, host, invited]) expect(connection.last('joined').room).toBe('den');
    expect(host.seat.rank).toBe('host');
    void rooms.apply('den', { kind: 'guestListed', person: guestPerson, isGuest: false });
    guest.connection.say({ type: 'leave' });
    guest.join({ room: 'den' });
    expect(guest.connection.errors).toEqual(['closed-room']);
  });

  test('leaves whoever is refused where it is', () => {
    const { join, relay } = createTestRelay({ closedRooms: ['den'] });
    const anna = join('anna');
    anna.join({ room: 'den' });
    expect(anna.connection.errors).toEqual(['closed-room']);
    anna.send(tone(), { marker: true });
    expect(relay.stats()).toMatchObject({ packetsIn: 1, dropped: 0 });
    expect(relay.rooms.viewOf('lounge')?.counts.speakers).toBe(1);
  });
});

describe('the echo room', () => {
  test('plays to everybody what they said 3 s ago, and nothing of others', () => {
    const { clock, join } = createTestRelay();
    const [anna, ben] = [join('anna', { room: 'echo' }), join('ben', { room: 'echo' })];
    clock.advance(3000);
    const [annaHeard, benHeard] = [anna.heard.length, ben.heard.length];
    const startMs = clock.nowMs();
    for (let i = 0; i < 10; i++) {
      anna.send(tone(i), { marker: i === 0 });
      if (i < 5) ben.send(tone(20 + i), { marker: i === 0 });
      clock.advance(20);
    }
    clock.runUntil(startMs + 2999);
    expect([anna.heard.length, ben.heard.length]).toEqual([annaHeard, benHeard]);
    clock.advance(2000);
    const [toAnna, toBen] = [anna.heard.slice(annaHeard), ben.heard.slice(benHeard)];
    expect(toAnna.map(({ payload }) => payload)).toEqual(Array.from({ length: 10 }, (_, i) => tone(i)));
    expect(toBen.map(({ payload }) => payload)).toEqual(Array.from({ length: 5 }, (_, i) => tone(20 + i)));
    for (const { atMs } of [toAnna[0]!, toBen[0]!]) expect(Math.abs(atMs - startMs - 3000)).toBeLessThan(20);
  });

  test('has no moderator, no hands and no audience: stepping down is leaving', () => {
    const { clock, join, relay } = createTestRelay();
    const [anna, ben] = [join('anna', { room: 'echo' }), join('ben', { room: 'echo' })];
    expect(anna.connection.heard.some(({ type }) => type === 'rank')).toBe(false);
    anna.connection.say({ type: 'moderate', action: 'remove', member: ben.id });
    anna.connection.say({ type: 'hand', raised: true });
    expect(anna.connection.errors).toEqual(['not-allowed', 'not-allowed']);
    anna.send(tone(), { marker: true });
    anna.connection.say({ type: 'step-down' });
    expect(anna.connection.last('left')).toEqual({ type: 'left', room: 'echo', reason: 'asked' });
    const before = anna.heard.length;
    clock.advance(5000);
    expect(anna.heard.length).toBe(before);
    expect(relay.rooms.viewOf('echo')?.counts).toMatchObject({ speakers: 1, listeners: 0 });
  });

  test('keeps nothing that was said for whoever joins again, and no timer once it is closed', async () => {
    const { clock, join, relay } = createTestRelay();
    const anna = join('anna', { room: 'echo' });
    anna.send(tone(3), { marker: true });
    anna.join({ room: 'echo' });
    anna.claim();
    clock.advance(5000);
    expect(anna.heard.some(({ payload }) => payload.some((byte) => byte !== 0xff))).toBe(false);
    anna.send(tone(3), { marker: true });
    await relay.close();
    expect(clock.pending).toBe(0);
  });
});

test('the echo of a flood is that of two voices', () => {
  const { clock, join, relay } = createTestRelay();
  const anna = join('anna', { room: 'echo' });
  for (let i = 0; i < 400; i++) anna.send(tone());
  expect(relay.stats()).toMatchObject({ late: 100 });
  clock.advance(2000);
  anna.connection.say({ type: 'leave' });
  clock.advance(10);
  // The end of the empty room, and who falls silent.
  expect(clock.pending).toBe(2);
});

describe('succession', () => {
  test('the longest-standing speaker is told that it moderates when the last moderator leaves', () => {
    const { join } = createTestRelay();
    const [anna, ben, carl] = [join('anna'), join('ben'), join('carl')];
    ben.connection.say({ type: 'step-down' });
    expect(anna.connection.last('rank').rank).toBe('moderator');
    anna.connection.say({ type: 'leave' });
    expect(carl.connection.last('rank')).toEqual({ type: 'rank', rank: 'moderator' });
    expect(ben.connection.heard.some(({ type }) => type === 'rank')).toBe(false);
    carl.connection.say({ type: 'leave' });
    expect(ben.connection.last('rank')).toEqual({ type: 'rank', rank: 'moderator' });
    // A rank by succession is not the person's: who comes back has none.
    anna.join({});
    expect(anna.seat.rank).toBeUndefined();
  });

  test('waits out the grace of a moderator whose connection is gone', () => {
    const { clock, join } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    anna.connection.close(1006, '');
    for (let s = 0; s < 59; s += 10) {
      clock.advance(9999);
      ben.connection.say({ type: 'ping', id: s });
    }
    expect(ben.connection.heard.some(({ type }) => type === 'rank')).toBe(false);
    clock.advance(100);
    expect(ben.connection.last('rank').rank).toBe('moderator');
  });
});
