import { fromHex } from '../../wire/byte-string';
import { DeviceEnd } from './identity/sealed-bench';
import { SealedMember, TappedWire, identityWith } from './support/sealed-member';
import { createTestRelay, tone, type TestRelay } from './support/test-relay';

// Devices with a key, on a relay where everybody is known.

const MODERATED = { lounge: 'moderated' } as const;

async function world(config = {}): Promise<TestRelay & Awaited<ReturnType<typeof identityWith>>> {
  const known = await identityWith('kitchen', 'attic');
  const test = createTestRelay({ signIn: 'needed', ...config }, { identity: known.identity });
  return { ...test, ...known };
}

test('a device is its person wherever it comes from, and keeps number, seat, rank and place', async () => {
  const test = await world({ stagePolicies: MODERATED });
  const { clock, keys, relay } = test;
  const first = new SealedMember(test, 'attic', keys.attic!).enter();
  expect(first.last('rank').rank).toBe('moderator');
  const kitchen = new SealedMember(test, 'kitchen', keys.kitchen!).enter();
  kitchen.say({ type: 'hand', raised: true });
  expect(kitchen.last('hello')).toEqual({ type: 'hello', name: 'kitchen', member: kitchen.last('hello').member });
  const [entry] = relay.rooms.viewOf('lounge')?.roster.slice(1) ?? [];
  expect(entry).toMatchObject({ person: 'd:kitchen', place: 1, isAway: false });

  kitchen.wire.close(1006, '');
  first.wire.close(1006, '');
  expect(relay.rooms.viewOf('lounge')?.roster.map(({ isAway }) => isAway)).toEqual([true, true]);
  clock.advance(59_000);
  const again = new SealedMember(test, 'kitchen', keys.kitchen!, '198.51.100.7').enter();
  expect(again.last('hello').member).toBe(kitchen.last('hello').member);
  expect(again.last('queue').place).toBe(1);
  expect(again.last('joined').token).not.toBe(kitchen.last('joined').token);
  const firstAgain = new SealedMember(test, 'attic', keys.attic!, '198.51.100.8').enter();
  expect(firstAgain.last('joined').rank).toBe('moderator');
  clock.advance(2000);
  expect(relay.rooms.viewOf('lounge')?.counts).toEqual({ speakers: 0, listeners: 2, hands: 1 });
});

test('a speaker that dropped comes back with its microphone closed, and its old address means nothing', async () => {
  const test = await world();
  const { clock, keys, media, relay } = test;
  const attic = new SealedMember(test, 'attic', keys.attic!).enter();
  const kitchen = new SealedMember(test, 'kitchen', keys.kitchen!).enter();
  kitchen.say({ type: 'mute', muted: false });
  const isOpen = (): boolean | undefined =>
    relay.rooms.viewOf('lounge')?.roster.find(({ person }) => person === 'd:kitchen')?.isMicrophoneOpen;
  expect(isOpen()).toBe(true);
  kitchen.wire.close(1006, '');
  expect(isOpen()).toBe(false);
  clock.advance(10_000);
  const again = new SealedMember(test, 'kitchen', keys.kitchen!, '198.51.100.7').enter();
  expect(again.last('joined').role).toBe('stage');
  expect(isOpen()).toBe(false);
  const packet = (ssrc: number): Uint8Array => {
    const bytes = new Uint8Array(172);
    bytes.set([0x80, 0x80]);
    new DataView(bytes.buffer).setUint32(8, ssrc);
    bytes.set(tone(), 12);
    return bytes;
  };
  media.receive(packet(kitchen.last('joined').ssrc), kitchen.address);
  expect(relay.stats().droppedBy.stranger).toBe(1);
  media.receive(packet(again.last('joined').ssrc), again.address);
  expect(relay.stats().packetsIn).toBe(1);
  expect(attic.wire.closedWith).toBeUndefined();
});

test('a second connection of a device ends the first, whose seat is only kept until it joins', async () => {
  const test = await world();
  const { clock, keys, media, relay } = test;
  const other = new SealedMember(test, 'attic', keys.attic!).enter();
  const first = new SealedMember(test, 'kitchen', keys.kitchen!).enter();
  first.say({ type: 'mute', muted: false });
  const second = new SealedMember(test, 'kitchen', keys.kitchen!, '198.51.100.7');
  second.signIn();
  expect(first.wire.closedWith).toBeUndefined();
  second.say({ type: 'hello', name: 'kitchen' });
  expect(first.wire.closedWith).toEqual({ code: 4002, reason: 'taken-over' });
  const roster = relay.rooms.viewOf('lounge')?.roster.find(({ person }) => person === 'd:kitchen');
  expect(roster).toMatchObject({ isAway: true, isMicrophoneOpen: false });
  const rtp = new Uint8Array(172).fill(0x80);
  new DataView(rtp.buffer).setUint32(8, first.last('joined').ssrc);
  media.receive(rtp.fill(0, 1, 2), first.address);
  expect(relay.stats()).toMatchObject({ packetsIn: 0, members: 2, droppedBy: { silenced: 1 } });
  second.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  expect(second.last('joined').role).toBe('stage');
  expect(relay.rooms.viewOf('lounge')?.roster).toHaveLength(2);
  // Who comes and does not join has its seat for the grace alone.
  const third = new SealedMember(test, 'kitchen', keys.kitchen!, '198.51.100.8');
  third.signIn();
  third.say({ type: 'hello', name: 'kitchen' });
  for (let s = 0; s < 60; s += 10) {
    clock.advance(10_000);
    for (const one of [other, third]) one.say({ type: 'ping', id: s });
  }
  expect(relay.rooms.viewOf('lounge')?.roster).toHaveLength(1);
  expect(relay.stats().members).toBe(2);
});

test('who does not sign in is told to, and gets no further', async () => {
  const { relay, signal } = await world();
  const connection = signal.connect();
  connection.say({ type: 'hello', name: 'anna' });
  connection.say({ type: 'hello', name: 'anna', resume: '0'.repeat(32) });
  connection.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  expect(connection.errors).toEqual(['sign-in-needed', 'sign-in-needed', 'not-hello']);
  // It has begun plainly: there is no way from here to a sealed session.
  connection.say({ type: 'sign-in', device: 'kitchen', nonce: '0'.repeat(32) });
  expect(connection.errors.at(-1)).toBe('not-hello');
  expect(relay.stats()).toMatchObject({ rooms: 0, members: 0 });
});

test('wrong, unknown and revoked devices are answered alike, and sit nowhere', async () => {
  const test = await world();
  await test.identity.devices.revoke('attic', 0);
  for (const [device, key] of [
    ['kitchen', test.keys.attic],
    ['cellar', test.keys.kitchen],
    ['attic', test.keys.attic],
  ]) {
    const wire = new TappedWire(test, '10.0.0.9');
    const end = new DeviceEnd(device!, fromHex(key!), 4);
    const [challenge] = wire.carry(end.signIn());
    expect(end.prove(challenge!)).toBeUndefined();
    wire.carry(end.prove(challenge!, true) ?? '');
    expect(wire.closedWith).toEqual({ code: 4003, reason: 'sign-in-refused' });
    expect(wire.toMember.slice(1)).toEqual(['{"type":"error","code":"sign-in-refused"}']);
  }
  expect(test.relay.stats()).toMatchObject({ rooms: 0, members: 0 });
});

describe('a key that is revoked', () => {
  test('sends its device out and ends its connection', async () => {
    const test = await world();
    const kitchen = new SealedMember(test, 'kitchen', test.keys.kitchen!).enter();
    await test.identity.devices.revoke('kitchen', 0);
    test.relay.expel('d:kitchen');
    expect(kitchen.last('left').reason).toBe('removed');
    expect(kitchen.wire.closedWith).toEqual({ code: 4005, reason: 'revoked' });
    expect(test.relay.stats()).toMatchObject({ members: 0 });
    expect(new SealedMember(test, 'kitchen', test.keys.kitchen!).signIn()).toBe(false);
  });

  test('ends a connection that has not said hello yet', async () => {
    const test = await world();
    const kitchen = new SealedMember(test, 'kitchen', test.keys.kitchen!);
    kitchen.signIn();
    await test.identity.devices.revoke('kitchen', 0);
    test.relay.expel('d:kitchen');
    expect(kitchen.wire.closedWith).toEqual({ code: 4005, reason: 'revoked' });
    kitchen.wire.carry(kitchen.end.seal('{"type":"hello","name":"kitchen"}'));
    expect(test.relay.stats()).toMatchObject({ members: 0 });
  });

  test('gives up the seat that was kept for a device that is away, and its address', async () => {
    const test = await world();
    const { media, relay } = test;
    const attic = new SealedMember(test, 'attic', test.keys.attic!).enter();
    const kitchen = new SealedMember(test, 'kitchen', test.keys.kitchen!).enter();
    kitchen.wire.close(1006, '');
    await test.identity.devices.revoke('kitchen', 0);
    relay.expel('d:kitchen');
    expect(relay.rooms.viewOf('lounge')?.roster.map(({ person }) => person)).toEqual(['d:attic']);
    const { stranger } = relay.stats().droppedBy;
    media.receive(new Uint8Array(172).fill(0x80, 0, 1), kitchen.address);
    expect(relay.stats().droppedBy.stranger).toBe(stranger + 1);
    expect(attic.wire.closedWith).toBeUndefined();
  });
});

test('keys are changed without a device being locked out', async () => {
  const test = await world();
  const replaced = await test.identity.devices.replaceKey('kitchen', 0);
  const now = (replaced as { key: string }).key;
  // Either key is asked for as the relay's nonce falls: a device tries again.
  const tries = (key: string): boolean =>
    Array.from({ length: 20 }, () => new SealedMember(test, 'kitchen', key)).some((member) => member.signIn());
  expect(tries(test.keys.kitchen!)).toBe(true);
  expect(tries(now)).toBe(true);
  // Changes are made one after the other.
  await test.identity.devices.add('cellar', 'cellar', 0);
  test.clock.advance(3600_000);
  expect(tries(test.keys.kitchen!)).toBe(false);
});

test('of a long line of passers-by only who is still here can come back', () => {
  const test = createTestRelay();
  const anchor = test.join('anchor');
  const hellos = Array.from({ length: 3000 }, (_, i) => {
    const connection = test.signal.connect(`10.1.${i >> 8}.${i & 0xff}`);
    connection.say({ type: 'hello', name: 'passer-by' });
    connection.close(1000, '');
    return connection.last('hello').resume ?? '';
  });
  for (const resume of [hellos[0]!, hellos[2999]!]) {
    const back = test.signal.connect();
    back.say({ type: 'hello', name: 'passer-by', resume });
    expect(back.last('hello').resume).not.toBe(resume);
  }
  const again = test.signal.connect();
  again.say({ type: 'hello', name: 'anchor', resume: anchor.connection.last('hello').resume ?? '' });
  expect(again.last('hello').member).toBe(anchor.id);
});
