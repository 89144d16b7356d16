import fc from 'fast-check';
import { createTestRelay, tone } from '../support/test-relay';

describe('signalling', () => {
  test('greets, seats, and tells where the media goes', () => {
    const { join, relay } = createTestRelay();
    const anna = join('Анна 🎤');
    expect(anna.connection.heard).toEqual([
      { type: 'hello', name: 'Анна 🎤', member: anna.id, resume: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
      {
        type: 'joined',
        room: 'lounge',
        role: 'stage',
        ssrc: anna.seat.ssrc,
        token: expect.stringMatching(/^[0-9a-f]{32}$/),
        mediaPort: 5004,
        payloadType: 0,
        packetMs: 20,
      },
      // Somebody has to look after a room.
      { type: 'rank', rank: 'moderator' },
    ]);
    expect(relay.stats()).toMatchObject({ rooms: 1, members: 1 });
  });

  test('gives everybody another token, SSRC and number', () => {
    const { join } = createTestRelay();
    const members = Array.from({ length: 20 }, (_, i) => join(`m${i}`));
    for (const of of [
      (i: number) => members[i]!.id,
      (i: number) => members[i]!.seat.ssrc,
      (i: number) => members[i]!.seat.token,
    ]) {
      expect(new Set(members.map((_, i) => of(i))).size).toBe(20);
    }
  });

  test('puts everyone of a moderated room into the audience', () => {
    const { join } = createTestRelay({ stagePolicies: { court: 'moderated' } });
    expect(join('anna', { room: 'court' }).seat).toMatchObject({ role: 'audience', packetMs: 40 });
    expect(join('ben', { room: 'constructor' }).seat.role).toBe('stage');
  });

  test.each([
    ['{"type":"join"', 'not-json'],
    ['[]', 'not-an-object'],
    ['{"type":"dance"}', 'unknown-type'],
    ['{"type":"join","room":"Lounge!","payloadTypes":[0]}', 'bad-room'],
    ['{"type":"join","room":"lounge","payloadTypes":"0"}', 'bad-field'],
    ['{"type":"join","room":"lounge","payloadTypes":[]}', 'no-common-codec'],
    ['{"type":"join","room":"lounge","payloadTypes":[96]}', 'no-common-codec'],
    ['{"type":"leave"}', 'not-joined'],
    ['{"type":"mute","muted":true}', 'not-joined'],
    ['{"type":"hello","name":"anna"}', 'not-allowed'],
    ['{"type":"speaking","members":[1]}', 'unknown-type'],
    ['{"type":"left","room":"lounge","reason":"asked"}', 'unknown-type'],
    ['{"type":"error","code":"too-fast"}', 'unknown-type'],
    [`{"type":"hello","name":"${'x'.repeat(5000)}"}`, 'too-long'],
  ])('answers %.50s with %s and goes on', (text, code) => {
    const { signal } = createTestRelay();
    const connection = signal.connect();
    connection.say({ type: 'hello', name: 'anna' });
    connection.say(text);
    expect(connection.errors).toEqual([code]);
    connection.say({ type: 'ping', id: 7 });
    expect(connection.last('pong').id).toBe(7);
  });

  test('wants hello before anything else, with a proper name', () => {
    const { relay, signal } = createTestRelay();
    const connection = signal.connect();
    connection.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
    connection.say({ type: 'ping', id: 1 });
    connection.say('{"type":"hello","name":""}');
    connection.say('{"type":"hello","name":"a\\nb"}');
    expect(connection.errors).toEqual(['not-hello', 'not-hello', 'bad-name', 'bad-name']);
    expect(relay.stats()).toMatchObject({ rooms: 0, members: 0 });
  });

  test('survives any text, and answers each with at most one error', () => {
    const { clock, signal } = createTestRelay();
    const connection = signal.connect();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('{"type":"__proto__"}')), (text) => {
        const before = connection.errors.length;
        connection.say(text);
        clock.advance(60);
        expect(connection.errors.length).toBeLessThanOrEqual(before + 1);
      }),
    );
    expect(connection.closedWith).toBeUndefined();
  });

  test('moves a member that joins another room: out of the old one first', () => {
    const { clock, join, relay } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    const old = anna.seat;
    anna.join({ room: 'kitchen' });
    expect(anna.connection.heard.filter(({ type }) => type === 'left' || type === 'joined').slice(-2)).toMatchObject([
      { type: 'left', room: 'lounge', reason: 'moved' },
      { type: 'joined', room: 'kitchen' },
    ]);
    expect(anna.seat.token).not.toBe(old.token);
    anna.send(tone(), { marker: true });
    expect(relay.stats().droppedBy.stranger).toBe(1);
    anna.claim();
    clock.advance(100);
    anna.send(tone());
    expect(ben.heard.length).toBe(3);
    expect(relay.stats()).toMatchObject({ packetsIn: 1, rooms: 2 });
  });

  test('leaves a member where it is when the other room is full', () => {
    const { join } = createTestRelay({ stageSeats: 1, audienceSeats: 1 });
    join('anna', { room: 'kitchen' });
    join('ben', { room: 'kitchen' });
    const carl = join('carl');
    const before = carl.seat;
    carl.join({ room: 'kitchen' });
    expect(carl.connection.errors).toEqual(['room-full']);
    expect(carl.seat).toEqual(before);
    carl.connection.say({ type: 'leave' });
    expect(carl.connection.last('left')).toEqual({ type: 'left', room: 'lounge', reason: 'asked' });
  });

  test('lets a member join its own full room again', () => {
    const { join } = createTestRelay({ stageSeats: 1, audienceSeats: 0 });
    const anna = join('anna');
    anna.join({});
    expect(anna.connection.errors).toEqual([]);
    expect(anna.connection.heard.filter(({ type }) => type === 'joined').length).toBe(2);
  });

  test('opens no more rooms than allowed', () => {
    const { join } = createTestRelay({ roomsMax: 2 });
    join('anna', { room: 'a' });
    const ben = join('ben', { room: 'b' });
    ben.join({ room: 'c' });
    expect(ben.connection.errors).toEqual(['room-full']);
  });

  test('gives up a member after 25 s without a message, and not before', () => {
    const { clock, join, relay } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    clock.advance(20000);
    ben.connection.say({ type: 'ping', id: 1 });
    clock.advance(4999);
    expect(anna.connection.closedWith).toBeUndefined();
    clock.advance(1);
    expect(anna.connection.closedWith).toEqual({ code: 4000, reason: 'silent' });
    expect(ben.connection.closedWith).toBeUndefined();
    clock.advance(20000);
    expect(ben.connection.closedWith).toBeDefined();
    expect(relay.stats().members).toBe(0);
  });

  test('ends an empty room after 60 s, and keeps one that somebody came back to', () => {
    const { clock, join, relay } = createTestRelay();
    const anna = join('anna');
    anna.connection.say({ type: 'leave' });
    const pingUntil = (seconds: number): void => {
      for (let s = 0; s < seconds; s += 10) {
        anna.connection.say({ type: 'ping', id: s });
        clock.advance(10000);
      }
    };
    pingUntil(50);
    anna.join({});
    pingUntil(70);
    expect(relay.stats().rooms).toBe(1);
    anna.connection.say({ type: 'leave' });
    pingUntil(50);
    expect(relay.stats().rooms).toBe(1);
    pingUntil(10);
    expect(relay.stats().rooms).toBe(0);
    expect(clock.pending).toBe(1);
  });

  test('slows down who talks too fast, and closes on who floods', () => {
    const { clock, signal } = createTestRelay();
    const connection = signal.connect();
    connection.say({ type: 'hello', name: 'anna' });
    for (let i = 0; i < 60; i++) connection.say({ type: 'ping', id: i });
    expect(connection.heard.filter(({ type }) => type === 'pong').length).toBe(39);
    expect(connection.errors).toEqual(['too-fast']);
    clock.advance(1000);
    connection.say({ type: 'ping', id: 99 });
    expect(connection.last('pong').id).toBe(99);
    for (let i = 0; i < 300; i++) connection.say({ type: 'ping', id: i });
    expect(connection.closedWith).toEqual({ code: 1008, reason: 'too-fast' });
  });

  test('refuses a connection over the limit', () => {
    const { signal } = createTestRelay({ connectionsMax: 1 });
    const [first, second] = [signal.connect(), signal.connect()];
    expect(second.closedWith).toMatchObject({ code: 1013 });
    first.close(1000, '');
    expect(signal.connect().closedWith).toBeUndefined();
  });

  test('tells the room who speaks, at most four times a second, and when nobody does', () => {
    const { clock, join } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    clock.advance(500);
    const startMs = clock.nowMs();
    for (let i = 0; i < 50; i++) {
      anna.send(tone(), { marker: i === 0 });
      if (i >= 2) ben.send(tone(1), { marker: i === 2 });
      clock.advance(20);
    }
    clock.advance(1000);
    for (const member of [anna, ben]) {
      const told = member.connection.heard.flatMap((message) => (message.type === 'speaking' ? [message.members] : []));
      expect(told).toEqual([[anna.id], [anna.id, ben.id], []]);
    }
    expect(clock.nowMs() - startMs).toBe(2000);
  });
});

describe('whoever leaves', () => {
  test('is no longer among those who speak, at once', () => {
    const { clock, join } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    clock.advance(500);
    anna.send(tone(), { marker: true });
    clock.advance(300);
    anna.send(tone());
    anna.connection.say({ type: 'leave' });
    expect(ben.connection.last('speaking').members).toEqual([]);
  });

  test('leaves no timer behind when the connection drops', () => {
    const { clock, signal } = createTestRelay();
    const connection = signal.connect();
    connection.say({ type: 'hello', name: 'anna' });
    expect(clock.pending).toBe(1);
    connection.close(1006, '');
    expect(clock.pending).toBe(0);
  });
});

describe('closing the relay', () => {
  test('sends everybody out, closes ports and connections, leaves no timer, and may be done twice', async () => {
    const { clock, join, media, relay, signal } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben', { room: 'kitchen' })];
    anna.send(tone(), { marker: true });
    await Promise.all([relay.close(), relay.close()]);
    for (const [member, room] of [
      [anna, 'lounge'],
      [ben, 'kitchen'],
    ] as const) {
      expect(member.connection.last('left')).toEqual({ type: 'left', room, reason: 'closing' });
      expect(member.connection.closedWith).toEqual({ code: 1001, reason: 'closing' });
    }
    expect([media.isClosed, signal.isClosed, clock.pending]).toEqual([true, true, 0]);
    expect(relay.stats()).toMatchObject({ rooms: 0, members: 0 });
    expect(signal.connect().closedWith).toBeDefined();
    await relay.close();
  });

  test('never logs a token', async () => {
    const { join, log, relay } = createTestRelay();
    const anna = join('anna');
    anna.connection.say({ type: 'leave' });
    await relay.close();
    expect(log.lines.map(({ event }) => event)).toEqual([
      'relay-started',
      'member-hello',
      'room-opened',
      'member-joined',
      'media-claimed',
      'member-left',
      'room-ended',
      'relay-closed',
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(anna.seat.token);
  });
});
