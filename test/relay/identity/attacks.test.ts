import fc from 'fast-check';
import { DeviceEnd, KITCHEN_KEY, SealedBench, type Wire } from './sealed-bench';

// A stranger on the network who has seen every frame of a session can end it, and can do nothing else.

const HELLO = '{"type":"hello","name":"kitchen-of-anna"}';
const BROKEN = { code: 4004, reason: 'seal-broken' };

type Session = {
  readonly bench: SealedBench;
  readonly wire: Wire;
  readonly device: DeviceEnd;
  readonly heard: string[];
  /** Every frame to the relay, and every frame to the device. */ readonly toRelay: string[];
};

/** A device that has signed in and sent some messages. */
function session(messages: readonly string[], bench = new SealedBench(), seed = 5): Session {
  const { wire, heard } = bench.connect();
  const device = new DeviceEnd('kitchen', KITCHEN_KEY, seed);
  const toRelay: string[] = [];
  const say = (text: string): string[] => (toRelay.push(text), wire.say(text));
  say(device.prove(say(device.signIn())[0]!) ?? '');
  for (const message of messages) say(device.seal(message));
  expect(heard).toEqual(messages);
  return { bench, wire, device, heard, toRelay };
}

/** The relay has received nothing more, sent no answer and closed the connection. */
function expectEnded({ wire, heard, bench }: Session, wasHeard: number, wasSent: number): void {
  expect(heard.length).toBe(wasHeard);
  expect(wire.sent.length).toBe(wasSent);
  expect(wire.closedWith).toEqual(BROKEN);
  expect(bench.refused.length).toBe(1);
}

const message = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const messages = fc.array(message, { minLength: 1, maxLength: 6 });

test('frames hold nothing that was said, neither way, and never the same twice', () => {
  const told = session(Array<string>(8).fill(HELLO));
  const sealed = [...told.toRelay.slice(2), ...told.wire.sent.slice(1)];
  expect(sealed.length).toBe(16);
  expect(new Set(sealed).size).toBe(16);
  for (const frame of sealed) {
    expect(frame).toMatch(/^[A-Za-z0-9+/]+=*$/);
    const bytes = Buffer.from(frame, 'base64').toString('latin1');
    for (const word of ['hello', 'kitchen', 'anna', 'type', 'echo']) expect(bytes).not.toContain(word);
  }
  // The length of a message is visible in steps of 16 bytes. Equal messages are not visible.
  const blocks = sealed.flatMap((frame) => Buffer.from(frame, 'base64').toString('hex').match(/.{32}/g) ?? []);
  expect(new Set(blocks).size).toBe(blocks.length);
});

test('a changed bit anywhere in any frame ends the session', () => {
  fc.assert(
    fc.property(messages, message, fc.nat(), (before, next, at) => {
      const told = session(before);
      const frame = Buffer.from(told.device.seal(next), 'base64');
      frame[(at >> 3) % frame.length]! ^= 1 << (at & 7);
      told.wire.say(frame.toString('base64'));
      expectEnded(told, before.length, before.length + 1);
    }),
  );
});

test('a frame that is cut, made longer or of any other text ends the session', () => {
  fc.assert(
    fc.property(
      messages,
      message,
      fc.oneof(
        fc.nat().map((at) => (frame: string) => frame.slice(0, at % frame.length)),
        fc.nat().map((at) => (frame: string) => frame.slice(4 * (at % (frame.length / 4)) + 4)),
        fc.base64String({ minLength: 4 }).map((more) => (frame: string) => frame + more),
        fc.string().map((text) => () => text),
        fc.constant(() => HELLO),
        fc.constant(() => 'A'.repeat(100_000)),
      ),
      (before, next, change) => {
        const told = session(before);
        told.wire.say(change(told.device.seal(next)));
        expectEnded(told, before.length, before.length + 1);
      },
    ),
  );
});

test('a frame again, out of order, left out, sent back or of the other direction ends the session', () => {
  fc.assert(
    fc.property(messages, fc.nat(), fc.nat(), (before, which, ahead) => {
      const earlier = session(before);
      earlier.wire.say(earlier.toRelay[2 + (which % before.length)]!);
      expectEnded(earlier, before.length, before.length + 1);

      const later = session(before);
      for (let skipped = 0; skipped <= ahead % 5; skipped++) later.device.seal('left out');
      later.wire.say(later.device.seal('after a gap'));
      expectEnded(later, before.length, before.length + 1);

      const back = session(before);
      back.wire.say(back.wire.sent[1 + (which % before.length)]!);
      expectEnded(back, before.length, before.length + 1);
    }),
  );
});

test('after a frame that does not open, the right one is not heard either', () => {
  const told = session([HELLO]);
  const right = told.device.seal('right');
  told.wire.say('AAAA');
  told.wire.say(right);
  expectEnded(told, 1, 2);
});

test('frames of another session do not open, not even its whole course on a new connection', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 6, max: 1000 }), (before, seed) => {
      const bench = new SealedBench();
      const old = session(before, bench);
      const now = session(before, bench, seed);
      now.wire.say(old.toRelay[2]!);
      expect(now.wire.closedWith).toEqual(BROKEN);
      expect(now.heard).toEqual(before);

      // The stranger sends the device's frames again, with its nonce. The relay's nonce is new.
      const { wire, heard } = bench.connect();
      for (const frame of old.toRelay) wire.say(frame);
      expect(heard).toEqual([]);
      expect(wire.closedWith).toEqual({ code: 4003, reason: 'sign-in-refused' });
    }),
  );
});

test('a session that is played to a device again does not get its proof', () => {
  const told = session([HELLO]);
  const later = new DeviceEnd('kitchen', KITCHEN_KEY, 99);
  expect(later.prove(told.wire.sent[0]!)).toBeUndefined();
});

test('frames towards the device: changed, again, out of order or its own do not open there', () => {
  fc.assert(
    fc.property(messages, fc.nat(), fc.nat(), (before, which, at) => {
      const ends = (): Session => session(before);
      const n = which % before.length;
      const frames = (told: Session): string[] => told.wire.sent.slice(1);
      const readTo = (told: Session, count: number): void => {
        for (const frame of frames(told).slice(0, count)) expect(typeof told.device.open(frame)).toBe('object');
      };
      const changed = ends();
      readTo(changed, n);
      const bytes = Buffer.from(frames(changed)[n]!, 'base64');
      bytes[(at >> 3) % bytes.length]! ^= 1 << (at & 7);
      expect(changed.device.open(bytes.toString('base64'))).toBe('forged');
      expect(changed.device.open(frames(changed)[n]!)).toBe('forged');

      const again = ends();
      readTo(again, n + 1);
      expect(again.device.open(frames(again)[n]!)).toBe('forged');

      const own = ends();
      readTo(own, n);
      expect(own.device.open(own.toRelay[2 + n]!)).toBe('forged');
      if (n > 0) expect(ends().device.open(frames(changed)[n]!)).toBe('forged');
    }),
  );
});

describe('a stranger between device and relay', () => {
  const other = { attic: { key: 'A'.repeat(32), isRevoked: false }, kitchen: { key: KITCHEN_KEY, isRevoked: false } };

  test('cannot have the challenge of another device answered', () => {
    const bench = new SealedBench(other);
    const { wire } = bench.connect();
    const kitchen = new DeviceEnd('kitchen', KITCHEN_KEY, 5);
    const [challenge] = wire.say(kitchen.signIn().replace('kitchen', 'attic'));
    expect(kitchen.prove(challenge!)).toBeUndefined();
  });

  test('cannot use the proof of one device for another, nor of one connection for another', () => {
    const bench = new SealedBench(other);
    const [first, second, third] = [bench.connect(), bench.connect(), bench.connect()];
    const kitchen = new DeviceEnd('kitchen', KITCHEN_KEY, 5);
    const proof = kitchen.prove(first.wire.say(kitchen.signIn())[0]!) ?? '';
    second.wire.say(kitchen.signIn().replace('kitchen', 'attic'));
    second.wire.say(proof);
    third.wire.say(kitchen.signIn());
    third.wire.say(proof);
    for (const { wire } of [second, third]) expect(wire.closedWith?.code).toBe(4003);
    expect(bench.signedIn).toEqual([]);
  });

  test('cannot lead the device to another relay', () => {
    // Both have a device with that name, with different keys.
    const theirs = new SealedBench({ kitchen: { key: 'T'.repeat(32), isRevoked: false } }, 2);
    const kitchen = new DeviceEnd('kitchen', KITCHEN_KEY, 5);
    expect(kitchen.prove(theirs.connect().wire.say(kitchen.signIn())[0]!)).toBeUndefined();
  });

  test('cannot answer the relay with the proof that the relay itself has given', () => {
    const { wire } = new SealedBench().connect();
    const [challenge] = wire.say(new DeviceEnd('kitchen', KITCHEN_KEY, 5).signIn());
    const proof = /"proof":"([0-9a-f]{64})"/.exec(challenge!)?.[1] ?? '';
    wire.say(`{"type":"proof","proof":"${proof}"}`);
    expect(wire.closedWith?.code).toBe(4003);
  });

  test('who passes everything on reads nothing and changes nothing, and any nonce that it changes ends it', () => {
    fc.assert(
      fc.property(fc.nat(31), fc.boolean(), (at, isOfDevice) => {
        const { wire, heard } = new SealedBench().connect();
        const kitchen = new DeviceEnd('kitchen', KITCHEN_KEY, 5);
        const changeNonce = (text: string): string =>
          text.replace(/(?<="nonce":")[0-9a-f]{32}/, (nonce) => {
            const digit = (parseInt(nonce[at]!, 16) ^ 1).toString(16);
            return nonce.slice(0, at) + digit + nonce.slice(at + 1);
          });
        const [challenge] = wire.say(isOfDevice ? changeNonce(kitchen.signIn()) : kitchen.signIn());
        expect(kitchen.prove(isOfDevice ? challenge! : changeNonce(challenge!))).toBeUndefined();
        // A device that does not check the proof would only be refused.
        wire.say(kitchen.prove(isOfDevice ? challenge! : changeNonce(challenge!), true) ?? '');
        expect(wire.closedWith?.code).toBe(4003);
        expect(heard).toEqual([]);
      }),
    );
  });
});
