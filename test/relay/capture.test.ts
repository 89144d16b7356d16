import fc from 'fast-check';
import { fromHex } from '../../wire/byte-string';
import { writeClaim } from '../../wire/claim';
import { DeviceEnd } from './identity/sealed-bench';
import { SealedMember, TappedWire, identityWith } from './support/sealed-member';
import { createTestRelay, tone, type TestRelay } from './support/test-relay';

// A stranger who sees every frame and every datagram, and puts in what it likes: it can end a session, and nothing else.

const BROKEN = { code: 4004, reason: 'seal-broken' };

type Scene = TestRelay & {
  readonly keys: Readonly<Record<string, string>>;
  readonly kitchen: SealedMember;
  readonly attic: SealedMember;
  /** All that others can see of the room. */
  readonly room: () => unknown;
};

/** Two devices in a moderated room: the attic moderates and sits on the stage, the kitchen has its hand up. */
async function scene(): Promise<Scene> {
  const { identity, keys } = await identityWith('kitchen', 'attic');
  const test = createTestRelay({ signIn: 'needed', stagePolicies: { lounge: 'moderated' } }, { identity });
  const attic = new SealedMember(test, 'attic', keys.attic!).enter();
  attic.say({ type: 'hand', raised: true }).say({ type: 'answer', answer: 'accept' });
  const kitchen = new SealedMember(test, 'kitchen', keys.kitchen!).enter();
  kitchen.say({ type: 'hand', raised: true });
  const room = (): unknown => test.relay.rooms.viewOf('lounge');
  return { ...test, keys, kitchen, attic, room };
}

/** The room as it is when the kitchen's connection has ended, and nothing else has happened. */
function withoutKitchen(room: unknown): unknown {
  const { counts, roster } = room as { counts: unknown; roster: readonly { person: string }[] };
  return { counts, roster: roster.map((one) => (one.person === 'd:kitchen' ? { ...one, isAway: true } : one)) };
}

test('it reads nothing: no frame holds a word, a name, a room or a token, and no datagram before the claim does', async () => {
  const { kitchen, attic } = await scene();
  for (const { wire } of [kitchen, attic]) {
    const sealed = [...wire.toRelay.slice(2), ...wire.toMember.slice(1)];
    expect(sealed.length).toBeGreaterThan(5);
    const bytes = sealed.map((frame) => Buffer.from(frame, 'base64'));
    for (const word of ['lounge', 'kitchen', 'hello', 'joined', 'token', kitchen.last('joined').token]) {
      expect(sealed.join(' ')).not.toContain(word);
      for (const one of bytes) expect(one.includes(word)).toBe(false);
    }
    const raw = Buffer.from(kitchen.last('joined').token, 'hex');
    for (const one of bytes) expect(one.includes(raw)).toBe(false);
    expect(new Set(sealed).size).toBe(sealed.length);
  }
});

type Attack = (scene: Scene) => string;
const ATTACKS: readonly (readonly [string, Attack])[] = [
  ['says something in clear', () => '{"type":"leave"}'],
  ['says a join in clear', () => '{"type":"join","room":"kitchen","payloadTypes":[0]}'],
  ['begins another sign-in', () => new DeviceEnd('kitchen', 'x'.repeat(32), 3).signIn()],
  ['sends nothing', () => ''],
  ['sends 100 KB', () => 'A'.repeat(100_000)],
  ['plays the last frame again', ({ kitchen }) => kitchen.wire.toRelay.at(-1) ?? ''],
  ['plays the first sealed frame again', ({ kitchen }) => kitchen.wire.toRelay[2]!],
  ['plays the proof again', ({ kitchen }) => kitchen.wire.toRelay[1]!],
  ['sends back what the relay said', ({ kitchen }) => kitchen.wire.toMember.at(-1) ?? ''],
  ['takes a frame of another device', ({ attic }) => attic.wire.toRelay.at(-1) ?? ''],
  ['takes the next frame of another device', ({ attic }) => attic.end.seal('{"type":"step-down"}')],
  ['leaves a frame out', ({ kitchen }) => (kitchen.end.seal('{"type":"leave"}'), kitchen.end.seal('{"type":"leave"}'))],
  [
    'seals with a key it has made up',
    () => {
      const end = new DeviceEnd('kitchen', 'guess'.padEnd(32), 9);
      end.prove(`{"type":"challenge","nonce":"${'0'.repeat(32)}","proof":"${'0'.repeat(64)}"}`, true);
      return end.seal('{"type":"leave"}');
    },
  ],
];

test.each(ATTACKS)('whoever %s ends that session, changes nothing and is told nothing', async (_, attack) => {
  const test = await scene();
  const before = withoutKitchen(test.room());
  const frame = attack(test);
  const { wire } = test.kitchen;
  const toOthers = test.attic.wire.toMember.length;
  expect(wire.carry(frame)).toEqual([]);
  expect(wire.closedWith).toEqual(BROKEN);
  expect(test.room()).toEqual(before);
  expect(test.attic.wire.toMember.length).toBe(toOthers);
  expect(test.attic.wire.closedWith).toBeUndefined();
  // The owner comes back to all it had.
  const again = new SealedMember(test, 'kitchen', test.keys.kitchen!, '198.51.100.7').enter();
  expect(again.last('queue').place).toBe(1);
});

test('any changed bit of any frame ends the session and changes nothing', async () => {
  const { identity, keys } = await identityWith('kitchen');
  const test = createTestRelay({ signIn: 'needed', stagePolicies: { lounge: 'moderated' } }, { identity });
  let host = 0;
  fc.assert(
    fc.property(fc.nat(), (at) => {
      const kitchen = new SealedMember(test, 'kitchen', keys.kitchen!, `10.2.${host >> 8}.${host++ & 0xff}`).enter();
      const before = JSON.stringify(test.relay.rooms.viewOf('lounge')).replace('"isAway":false', '"isAway":true');
      const frame = Buffer.from(kitchen.end.seal('{"type":"hand","raised":true}'), 'base64');
      frame[(at >> 3) % frame.length]! ^= 1 << (at & 7);
      kitchen.wire.carry(frame.toString('base64'));
      expect(kitchen.wire.closedWith).toEqual(BROKEN);
      expect(JSON.stringify(test.relay.rooms.viewOf('lounge'))).toBe(before);
    }),
    { numRuns: 50 },
  );
});

test('a whole session that is played again is refused at its proof', async () => {
  const test = await scene();
  const before = test.room();
  const replay = new TappedWire(test, '203.0.113.4');
  for (const frame of test.kitchen.wire.toRelay) replay.carry(frame);
  expect(replay.closedWith).toEqual({ code: 4003, reason: 'sign-in-refused' });
  expect(test.room()).toEqual(before);
  expect(test.kitchen.wire.closedWith).toBeUndefined();
  test.kitchen.say({ type: 'ping', id: 5 });
  expect(test.kitchen.last('pong').id).toBe(5);
});

test('whoever leads a device to itself, and passes everything on to the relay, is in no session', async () => {
  const test = await scene();
  // The stranger signs in towards the relay with what the device says to it, and says something of its own then.
  const device = new DeviceEnd('kitchen', fromHex(test.keys.kitchen!), 31);
  const toRelay = new TappedWire(test, '203.0.113.4');
  const [challenge] = toRelay.carry(device.signIn());
  toRelay.carry(device.prove(challenge!) ?? '');
  // It has signed in, but only who has the key can go on: anything else is a broken seal.
  const before = test.room();
  toRelay.carry('{"type":"hello","name":"kitchen"}');
  expect(toRelay.closedWith).toEqual(BROKEN);
  expect(test.room()).toEqual(before);
  expect(test.kitchen.wire.closedWith).toBeUndefined();
});

describe('the media', () => {
  test('from any other address than the claimed one is dropped unread, whatever it is', async () => {
    const { attic, media, relay } = await scene();
    const { ssrc } = attic.last('joined');
    const packet = new Uint8Array(172);
    packet.set([0x80, 0x80]);
    new DataView(packet.buffer).setUint32(8, ssrc);
    packet.set(tone(), 12);
    const { host, port } = attic.address;
    for (const from of [
      { host, port: port + 1000 },
      { host: '203.0.113.4', port },
      { host: `${host} `, port },
    ]) {
      media.receive(packet, from);
    }
    expect(relay.stats()).toMatchObject({ packetsIn: 0, droppedBy: { stranger: 3 } });
    media.receive(packet, attic.address);
    expect(relay.stats().packetsIn).toBe(1);
  });

  test('goes to nobody who has no token: guesses are refused, and bind nothing', async () => {
    const { attic, media, relay } = await scene();
    const { ssrc, token } = attic.last('joined');
    const stranger = { host: '203.0.113.4', port: 4000 };
    const before = media.sent.length;
    for (let digit = 0; digit < 32; digit++) {
      const changed = (parseInt(token[digit]!, 16) ^ 1).toString(16);
      const guess = token.slice(0, digit) + changed + token.slice(digit + 1);
      media.receive(writeClaim({ kind: 'claim', ssrc, token: guess }), stranger);
    }
    expect(relay.stats().droppedBy['bad-claim']).toBe(32);
    expect(media.sent.length).toBe(before);
  });

  test('of a stay that is over belongs to nobody: its claim, seen on the network, opens nothing', async () => {
    const test = await scene();
    const { media, relay } = test;
    const { ssrc, token } = test.kitchen.last('joined');
    const seen = writeClaim({ kind: 'claim', ssrc, token });
    test.kitchen.say({ type: 'join', room: 'lounge', payloadTypes: [0] }).claim();
    const before = media.sent.length;
    media.receive(seen, { host: '203.0.113.4', port: 4000 });
    expect(relay.stats().droppedBy['bad-claim']).toBe(1);
    expect(media.sent.length).toBe(before);
  });
});
