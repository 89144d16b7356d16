import type { Link } from '../../relay/identity/link-token';
import { openIdentity } from '../../relay/identity/relay-identity';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { createMemoryStore } from '../../relay/store/memory-store';
import { SeededRandom, type InMemoryConnection } from './support/in-memory-ports';
import { identityWith } from './support/sealed-member';
import { createTestRelay, type TestRelay } from './support/test-relay';

// People with links. A link allows what it says, and nothing else.

type World = TestRelay & {
  readonly tokenOf: (fields: Partial<Link>) => string;
  readonly links: Awaited<ReturnType<typeof identityWith>>['identity']['links'];
  readonly wall: { ms: number };
  /** Connects, shows a link and says hello. */
  readonly visit: (fields: Partial<Link>) => InMemoryConnection;
};

async function world(config = {}): Promise<World> {
  const { links, ...identity } = (await identityWith()).identity;
  const wall = { ms: 1_800_000_000_000 };
  const test = createTestRelay(
    { signIn: 'needed', ...config },
    { identity: { ...identity, links }, wallClock: { epochMs: () => wall.ms } },
  );
  const tokenOf = (fields: Partial<Link>): string => {
    const made = links.make({ kind: 'room', room: 'lounge', name: 'Анна', expiresAtMs: wall.ms + 1000, ...fields });
    if (!made) throw new Error('not a link');
    return made.token;
  };
  const visit = (fields: Partial<Link>): InMemoryConnection => {
    const connection = test.signal.connect();
    connection.say({ type: 'link', token: tokenOf(fields) });
    connection.say({ type: 'hello', name: 'what I say I am called' });
    return connection;
  };
  return { ...test, tokenOf, links, wall, visit };
}

const join = (connection: InMemoryConnection, room = 'lounge'): void =>
  connection.say({ type: 'join', room, payloadTypes: [0] });
const moderate = (connection: InMemoryConnection, action: 'mute' | 'offer' | 'remove', member: number): void =>
  connection.say({ type: 'moderate', action, member });

test('a link lets in, by the name that is in it, and only into its room', async () => {
  const { relay, visit } = await world();
  const anna = visit({});
  expect(anna.errors).toEqual([]);
  expect(anna.last('hello')).toEqual({ type: 'hello', name: 'what I say I am called', member: 1 });
  join(anna, 'kitchen');
  expect(anna.errors).toEqual(['not-allowed']);
  expect(relay.stats().rooms).toBe(0);
  join(anna);
  expect(anna.last('joined')).toMatchObject({ room: 'lounge', role: 'stage' });
  expect(relay.rooms.viewOf('lounge')?.roster).toMatchObject([
    { name: 'Анна', person: expect.stringMatching(/^w:/) as string, rank: 'moderator' },
  ]);
});

test.each(['host', 'moderator'] as const)(
  'a link of a %s gives that rank, and takes none from others',
  async (kind) => {
    const { relay, visit } = await world();
    const [first, second] = [visit({}), visit({ kind })];
    for (const one of [first, second]) join(one);
    expect(second.last('joined').rank).toBe(kind);
    moderate(second, 'mute', first.last('hello').member);
    expect(first.last('mute').muted).toBe(true);
    expect(relay.rooms.viewOf('lounge')?.roster.map(({ rank }) => rank)).toEqual(['moderator', kind]);
    join(second, 'kitchen');
    expect(second.errors).toEqual(['not-allowed']);
  },
);

test('a link of a moderator says nothing about hosts', async () => {
  const { visit } = await world();
  const [host, moderator] = [visit({ kind: 'host' }), visit({ kind: 'moderator' })];
  for (const one of [host, moderator]) join(one);
  moderate(moderator, 'remove', host.last('hello').member);
  expect(moderator.errors).toEqual(['not-allowed']);
  moderate(host, 'remove', moderator.last('hello').member);
  expect(moderator.last('left').reason).toBe('removed');
});

test.each(['open', 'moderated'] as const)('a link for a listener stays one in an %s room', async (policy) => {
  const { media, relay, visit } = await world({ stagePolicies: { lounge: policy } });
  const [host, listener] = [visit({ kind: 'host' }), visit({ role: 'audience' })];
  for (const one of [host, listener]) join(one);
  const roleOf = (): string | undefined =>
    relay.rooms.viewOf('lounge')?.roster.find(({ rank }) => rank === 'none')?.role;
  expect(roleOf()).toBe('audience');
  listener.say({ type: 'hand', raised: true });
  const offer = (): void => moderate(host, 'offer', listener.last('hello').member);
  offer();
  listener.say({ type: 'answer', answer: 'accept' });
  expect(listener.errors).toEqual(['not-allowed']);
  expect(roleOf()).toBe('audience');
  // The listener can still decline, and then the seat is free again.
  listener.say({ type: 'answer', answer: 'decline' });
  expect(listener.last('offer').withinMs).toBe(0);
  join(listener);
  expect(roleOf()).toBe('audience');
  expect(media.sent).toEqual([]);
});

test('the same link by another connection is the same person', async () => {
  const { relay, signal, tokenOf } = await world();
  const token = tokenOf({});
  const [first, second] = [signal.connect(), signal.connect('198.51.100.1')];
  for (const one of [first, second]) {
    one.say({ type: 'link', token });
    one.say({ type: 'hello', name: 'x' });
    join(one);
  }
  expect(first.closedWith).toEqual({ code: 4002, reason: 'taken-over' });
  expect(second.last('hello').member).toBe(first.last('hello').member);
  expect(relay.rooms.viewOf('lounge')?.roster).toHaveLength(1);
});

describe('a link is refused, and lets nobody in,', () => {
  const expectRefused = ({ relay, signal }: World, token: string, code: string): void => {
    const connection = signal.connect();
    connection.say({ type: 'link', token });
    connection.say({ type: 'hello', name: 'x' });
    join(connection);
    expect(connection.errors).toEqual([code, 'sign-in-needed', 'not-hello']);
    expect(relay.stats()).toMatchObject({ rooms: 0, members: 0 });
  };

  test('once it has expired', async () => {
    const test = await world();
    const token = test.tokenOf({});
    test.wall.ms += 1000;
    expectRefused(test, token, 'expired');
  });

  test('once it was taken back, which can end its connection too', async () => {
    const test = await world();
    const made = test.links.make({ kind: 'room', room: 'lounge', name: 'x', expiresAtMs: test.wall.ms + 9e6 });
    const connection = test.signal.connect();
    connection.say({ type: 'link', token: made?.token ?? '' });
    connection.say({ type: 'hello', name: 'x' });
    join(connection);
    await test.links.revoke(made?.link ?? { id: '', expiresAtMs: 0 });
    test.relay.expel(`w:${made?.link.id}`);
    expect(connection.closedWith).toEqual({ code: 4005, reason: 'revoked' });
    test.wall.ms += 60_000;
    test.clock.advance(60_000);
    expectRefused(test, made?.token ?? '', 'revoked');
  });

  test('of another relay, or changed', async () => {
    const test = await world();
    const other = (await openIdentity(createMemoryStore(), new SeededRandom(5), nodePrimitives)).identity;
    const foreign = other.links.make({ kind: 'host', room: 'lounge', name: 'x', expiresAtMs: test.wall.ms + 9e6 });
    expectRefused(test, foreign?.token ?? '', 'sign-in-refused');
    const token = test.tokenOf({});
    const kind = Buffer.from('{"kind":"host"').toString('base64url');
    expectRefused(test, kind + token.slice(kind.length), 'sign-in-refused');
  });

  test.each([
    ['for answering an invitation', { kind: 'delegate', invitation: 'i1' }],
    ['for a calendar', { kind: 'feed', room: '', person: 'd:kitchen' }],
  ] as const)('%s', async (_, fields) => {
    const test = await world();
    expectRefused(test, test.tokenOf(fields), 'not-allowed');
  });

  test('after another one, and after hello', async () => {
    const test = await world();
    const anna = test.visit({});
    anna.say({ type: 'link', token: test.tokenOf({ kind: 'host' }) });
    join(anna);
    expect(anna.errors).toEqual(['not-allowed']);
    expect(anna.last('joined').rank ?? 'none').not.toBe('host');
    const twice = test.signal.connect();
    twice.say({ type: 'link', token: test.tokenOf({ room: 'kitchen' }) });
    twice.say({ type: 'link', token: test.tokenOf({ kind: 'host' }) });
    expect(twice.errors).toEqual(['not-allowed']);
  });

  test('from a plain member of a relay for one machine that has said hello', async () => {
    const test = await world({ signIn: 'optional' });
    const plain = test.join('plain');
    plain.connection.say({ type: 'link', token: test.tokenOf({ kind: 'host' }) });
    plain.join({});
    expect(plain.connection.errors).toEqual(['not-allowed']);
    expect(plain.seat.rank).toBe('moderator');
    plain.join({ room: 'kitchen' });
    expect(plain.seat.room).toBe('kitchen');
  });
});

test('links that fail slow an address down, and nobody else', async () => {
  const { signal } = await world();
  for (let i = 0; i < 4; i++) signal.connect('203.0.113.9').say({ type: 'link', token: 'AAAA.AAAA' });
  expect(signal.connect('203.0.113.9').closedWith).toEqual({ code: 1008, reason: 'too-fast' });
  expect(signal.connect('203.0.113.10').closedWith).toBeUndefined();
});

test('a relay that knows nobody takes no link', () => {
  const { signal } = createTestRelay();
  const connection = signal.connect();
  connection.say({ type: 'link', token: 'AAAA.AAAA' });
  expect(connection.errors).toEqual(['sign-in-refused']);
});

test('a link lets into a closed room, and one for the stage keeps a seat there', async () => {
  const { relay, visit } = await world({ closedRooms: ['lounge'], stagePolicies: { lounge: 'moderated' } });
  const listener = visit({ role: 'audience' });
  join(listener);
  expect(listener.errors).toEqual([]);
  expect(listener.last('joined').role).toBe('audience');
  const guest = visit({ role: 'stage', name: 'Борис' });
  join(guest);
  expect(guest.last('joined').role).toBe('stage');
  expect(relay.rooms.viewOf('lounge')?.counts).toMatchObject({ speakers: 1, listeners: 1 });
});
