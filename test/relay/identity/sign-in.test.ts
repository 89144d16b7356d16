import fc from 'fast-check';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import { hmacWith } from '../../../wire/hmac';
import { parseToMember } from '../../../wire/to-member';
import { DECOY_SECRET, DeviceEnd, KITCHEN_KEY, SealedBench } from './sealed-bench';

const kitchen = (seed = 7): DeviceEnd => new DeviceEnd('kitchen', KITCHEN_KEY, seed);
const REFUSAL = '{"type":"error","code":"sign-in-refused"}';

test('a device that knows its key signs in, and all that is said afterwards is sealed', () => {
  const bench = new SealedBench();
  const { wire, relay, heard } = bench.connect();
  const device = kitchen().enter(wire);
  expect(bench.signedIn).toEqual([['kitchen', KITCHEN_KEY]]);
  expect(relay.device).toBe('kitchen');
  for (const text of ['{"type":"hello","name":"Кухня 👋"}', '', 'x'.repeat(3000)]) {
    const [frame] = wire.say(device.seal(text));
    expect(heard.at(-1)).toBe(text);
    expect(device.open(frame!)).toEqual({ plain: Buffer.from(`echo ${text}`).toString('latin1') });
  }
  expect(wire.closedWith).toBeUndefined();
});

test('what the relay says by itself is sealed too, and a message that no frame holds ends the connection', () => {
  const { wire, relay } = new SealedBench().connect();
  const device = kitchen().enter(wire);
  relay.send('ping');
  expect(device.open(wire.sent.at(-1) ?? '')).toEqual({ plain: 'ping' });
  relay.send('x'.repeat(3040));
  expect(wire.closedWith).toEqual({ code: 1011, reason: 'too-long' });
});

test('between sign-in and proof the relay says nothing, for nobody would know whether to believe it', () => {
  const { wire, relay } = new SealedBench().connect();
  wire.say(kitchen().signIn());
  relay.send('ping');
  expect(wire.sent.length).toBe(1);
});

test('whoever does not begin with a sign-in speaks plainly, for ever', () => {
  const bench = new SealedBench();
  const { wire, relay, heard } = bench.connect();
  expect(wire.say('{"type":"hello","name":"web"}')).toEqual(['echo {"type":"hello","name":"web"}']);
  expect(wire.say('no json')).toEqual(['echo no json']);
  wire.say(kitchen().signIn());
  expect(heard.length).toBe(3);
  expect(relay.device).toBeUndefined();
  expect(bench.signedIn).toEqual([]);
});

test('sealed text that is no UTF-8 ends the connection, as plain text that is none does', () => {
  const { wire, heard } = new SealedBench().connect();
  const device = kitchen().enter(wire);
  wire.say(device.sealBytes('\xff'));
  expect(wire.closedWith).toEqual({ code: 1007, reason: 'not-utf8' });
  wire.say(device.seal('later'));
  expect(heard).toEqual([]);
});

/** What a stranger sees of a failed sign-in, and how much the relay computes for it. */
function failure(id: string, key: string, bench: SealedBench): { seen: unknown; calls: unknown } {
  const { wire, heard } = bench.connect();
  const before = { ...bench.calls };
  const device = new DeviceEnd(id, key, 3);
  const [challenge] = wire.say(device.signIn());
  const answers = wire.say(device.prove(challenge!, true) ?? '');
  const calls = Object.entries(bench.calls).map(([name, count]) => [name, count - before[name as 'hashOf']]);
  expect(heard).toEqual([]);
  const shape = challenge!.replace(/[0-9a-f]{64}|[0-9a-f]{32}/g, (hex) => `<${hex.length}>`);
  return { seen: { shape, answers, closed: wire.closedWith, frames: wire.sent.length }, calls };
}

test('unknown, revoked and wrong get the same answers of the same form, for the same work', () => {
  const devices = {
    kitchen: { key: KITCHEN_KEY, isRevoked: false },
    gone: { key: 'G'.repeat(32), isRevoked: true },
    moved: { key: 'M'.repeat(32), oldKey: 'm'.repeat(32), isRevoked: false },
  };
  const bench = new SealedBench(devices);
  const wrong = failure('kitchen', 'X'.repeat(32), bench);
  expect(wrong.seen).toEqual({
    shape: '{"type":"challenge","nonce":"<32>","proof":"<64>"}',
    answers: [REFUSAL],
    closed: { code: 4003, reason: 'sign-in-refused' },
    frames: 2,
  });
  expect(failure('nobody', 'X'.repeat(32), bench)).toEqual(wrong);
  expect(failure('gone', 'G'.repeat(32), bench)).toEqual(wrong);
  expect(failure('gone', 'X'.repeat(32), bench)).toEqual(wrong);
  for (let i = 0; i < 4; i++) expect(failure('moved', 'X'.repeat(32), bench)).toEqual(wrong);
  expect(bench.refused.every(([, why]) => why === 'sign-in-refused')).toBe(true);
  expect(bench.signedIn).toEqual([]);
});

test('the challenge of an unknown device is as good as any: it is the same key every time', () => {
  // If the key were random, two challenges for one pair of nonces would differ, unlike real ones.
  const proofs = [1, 1].map((seed) => {
    const { wire } = new SealedBench({}, seed).connect();
    return wire.say(new DeviceEnd('nobody', '', 3).signIn())[0];
  });
  expect(proofs[0]).toBe(proofs[1]);
  const { wire } = new SealedBench({}, 1).connect();
  expect(wire.say(new DeviceEnd('nobody-2', '', 3).signIn())[0]).not.toBe(proofs[0]);
});

test('a device that is unknown does not get in even with the key that is made up for it', () => {
  const madeUp = hmacWith(nodePrimitives, DECOY_SECRET)('attic');
  for (const becomesKnown of [false, true]) {
    const bench = new SealedBench();
    const { wire } = bench.connect();
    const device = new DeviceEnd('attic', madeUp, 7);
    const proof = device.prove(wire.say(device.signIn())[0]!) ?? '';
    expect(proof).not.toBe('');
    if (becomesKnown) bench.devices.set('attic', { key: 'A'.repeat(32), isRevoked: false });
    expect(wire.say(proof)).toEqual([REFUSAL]);
    expect(bench.signedIn).toEqual([]);
  }
});

test('a revoked key is not used any more, not even to challenge with', () => {
  const { wire } = new SealedBench({ kitchen: { key: KITCHEN_KEY, isRevoked: true } }).connect();
  const device = kitchen();
  expect(device.prove(wire.say(device.signIn())[0]!)).toBeUndefined();
});

test('a device revoked between challenge and proof is refused', () => {
  const bench = new SealedBench();
  const { wire } = bench.connect();
  const device = kitchen();
  const proof = device.prove(wire.say(device.signIn())[0]!) ?? '';
  bench.devices.set('kitchen', { key: KITCHEN_KEY, isRevoked: true });
  expect(wire.say(proof)).toEqual([REFUSAL]);
  expect(wire.closedWith?.code).toBe(4003);
});

test('while a key is being replaced a device gets in with either, within a few attempts', () => {
  const old = 'o'.repeat(32);
  const bench = new SealedBench({ kitchen: { key: KITCHEN_KEY, oldKey: old, isRevoked: false } });
  for (const key of [KITCHEN_KEY, old]) {
    let entered = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { wire } = bench.connect();
      const device = new DeviceEnd('kitchen', key, seed);
      const proof = device.prove(wire.say(device.signIn())[0]!);
      if (proof === undefined) continue;
      wire.say(proof);
      expect(bench.signedIn.at(-1)).toEqual(['kitchen', key]);
      entered++;
    }
    expect(entered).toBeGreaterThan(4);
  }
});

test('a device does not answer a relay that does not know its key', () => {
  const { wire } = new SealedBench({ kitchen: { key: 'X'.repeat(32), isRevoked: false } }).connect();
  const device = kitchen();
  expect(device.prove(wire.say(device.signIn())[0]!)).toBeUndefined();
});

test('anything but a proof in answer to a challenge is refused once, and nothing is heard afterwards', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '{"type":"hello","name":"x"}',
      kitchen().signIn(),
      '{"type":"proof","proof":"00"}',
      '{"type":"leave"}',
    ),
    fc.stringMatching(/^[0-9a-f]{64}$/).map((proof) => `{"type":"proof","proof":"${proof}"}`),
  );
  fc.assert(
    fc.property(anything, anything, (first, second) => {
      const bench = new SealedBench();
      const { wire, heard } = bench.connect();
      wire.say(kitchen().signIn());
      expect(wire.say(first)).toEqual([REFUSAL]);
      expect(wire.say(second)).toEqual([]);
      expect(wire.closedWith).toEqual({ code: 4003, reason: 'sign-in-refused' });
      expect(heard).toEqual([]);
      expect(bench.refused.length).toBe(1);
    }),
  );
});

test('a nonce of the relay is never used twice', () => {
  const bench = new SealedBench();
  const nonces = Array.from({ length: 200 }, () => {
    const message = parseToMember(bench.connect().wire.say(kitchen().signIn())[0]!);
    return message.type === 'challenge' ? message.nonce : '';
  });
  expect(new Set(nonces).size).toBe(200);
});
