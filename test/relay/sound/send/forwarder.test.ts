import fc from 'fast-check';
import { encodeDvi4 } from '../../../../wire/dvi4';
import { createTestRelay, tone, type Heard, type TestMember, type TestRelay } from '../../support/test-relay';
import { heardSince, run, settle } from '../../support/ticks';
import { mapTuple } from '../../../support/map-tuple';

/** Frames of 20 ms of noise by one encoder, each with its header. */
function dvi4Frames(count: number, seed = 1): Uint8Array[] {
  const state = { predicted: 0, index: 0 };
  let random = seed;
  return Array.from({ length: count }, () => {
    const payload = new Uint8Array(164);
    const pcm = Int16Array.from({ length: 320 }, () => (random = Math.imul(random, 1664525) + 1013904223) >> 17);
    encodeDvi4(pcm, payload, state);
    return payload;
  });
}

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array =>
  Uint8Array.from([...first, ...second.subarray(4)]);

const join = (test: TestRelay, name: string, packetMs: number): TestMember =>
  test.join(name, { payloadTypes: [6], packetMs });

const payloads = (heard: readonly Heard[]): string[] =>
  heard.map(({ payload }) => Buffer.from(payload).toString('base64'));
const texts = (frames: readonly Uint8Array[]): string[] => frames.map((bytes) => Buffer.from(bytes).toString('base64'));

/** Sends packets at their pace, except for those that are lost. Returns what a listener hears. */
function play(frames: readonly Uint8Array[], from: number, to: number, isLost: (packet: number) => boolean): Heard[] {
  const test = createTestRelay();
  const [anna, ben] = [join(test, 'anna', from), join(test, 'ben', to)];
  const [, before] = settle(test, [anna, ben]);
  const size = from / 20;
  for (let i = 0; i * size < frames.length; i++) {
    const payload = size === 1 ? frames[i]! : joined(frames[2 * i]!, frames[2 * i + 1]!);
    if (isLost(i)) anna.skip(320 * size);
    else anna.send(payload, { marker: i === 0, samples: 320 * size });
    test.clock.advance(from);
  }
  test.clock.advance(500);
  return heardSince(ben, before);
}

const sequences = (heard: readonly Heard[]): number[] =>
  heard.map(({ sequence }) => (sequence - heard[0]!.sequence) & 0xffff);
const times = (heard: readonly Heard[]): number[] =>
  heard.map(({ timestamp }) => ((timestamp - heard[0]!.timestamp) >>> 0) / 320);

describe('a lone talker', () => {
  test.each([
    [20, 20],
    [20, 40],
    [40, 20],
    [40, 40],
  ])('with packets of %i ms is heard in packets of %i ms to the bit', (from, to) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const frames = dvi4Frames(8, seed);
        const pairs = [0, 2, 4, 6].map((i) => joined(frames[i]!, frames[i + 1]!));
        expect(payloads(play(frames, from, to, () => false))).toEqual(texts(to === 20 ? frames : pairs));
      }),
      { numRuns: 20 },
    );
  });

  test('is heard to the bit whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 164, maxLength: 164 }), { maxLength: 6 }), (noise) => {
        const frames = [tone16(), ...noise];
        for (const frame of frames) [frame[2], frame[3]] = [frame[2]! % 89, 0];
        const heard = payloads(play(frames, 20, 20, () => false));
        expect(heard.slice(0, frames.length)).toEqual(texts(frames).slice(0, heard.length));
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    [20, 20, [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]],
    [40, 20, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]],
    [40, 40, [0, 2, 4, 6, 8, 12, 14, 16, 18, 20, 22]],
  ])(
    'of whom a packet of %i ms was lost leaves a hole in the numbers of %i ms packets, and time goes on',
    (from, to, at) => {
      const frames = dvi4Frames(from === 40 ? 24 : 12);
      const heard = play(frames, from, to, (packet) => packet === 5);
      expect(times(heard)).toEqual(at);
      expect(sequences(heard)).toEqual(at.map((frame) => frame / (to / 20)));
      expect(heard.filter(({ marker }) => marker).length).toBe(1);
      expect(heard.length).toBe(at.length);
    },
  );

  test('of whom both halves of a 40 ms packet were lost leaves a hole, too', () => {
    const frames = dvi4Frames(12);
    const heard = play(frames, 20, 40, (packet) => packet === 6 || packet === 7);
    expect(sequences(heard)).toEqual([0, 1, 2, 4, 5]);
    expect(times(heard)).toEqual([0, 2, 4, 8, 10]);
    expect(payloads(heard)).toEqual(texts([0, 2, 4, 8, 10].map((i) => joined(frames[i]!, frames[i + 1]!))));
  });

  test.each([6, 7])('of whom frame %i was lost is heard in whole 40 ms packets without a hole', (lost) => {
    const frames = dvi4Frames(12);
    const heard = play(frames, 20, 40, (packet) => packet === lost);
    expect(sequences(heard)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(times(heard)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(heard.every(({ payload }) => payload.length === 324)).toBe(true);
    // All packets but the one with the missing frame are as they came.
    const whole = [0, 2, 4, 8, 10].map((i) => joined(frames[i]!, frames[i + 1]!));
    expect(payloads(heard.filter((_, i) => i !== 3))).toEqual(texts(whole));
    if (lost === 7) expect(heard[3]!.payload.subarray(0, 164)).toEqual(frames[6]);
  });

  test('of whom the halves of two 40 ms packets were lost is heard in both', () => {
    const frames = dvi4Frames(12);
    const heard = play(frames, 20, 40, (packet) => packet === 7 || packet === 8);
    expect([sequences(heard), times(heard)]).toEqual([
      [0, 1, 2, 3, 4, 5],
      [0, 2, 4, 6, 8, 10],
    ]);
    expect(heard[3]!.payload.subarray(0, 164)).toEqual(frames[6]);
    expect(payloads([heard[5]!])).toEqual(texts([joined(frames[10]!, frames[11]!)]));
  });

  test('whose last silent frame was lost begins a new talk spurt when it speaks again', () => {
    const silence = new Uint8Array(164);
    const loud = dvi4Frames(5);
    const frames = [...loud.slice(0, 3), silence, silence, silence, silence, silence, silence, silence];
    const test = createTestRelay();
    const [anna, ben] = [join(test, 'anna', 20), join(test, 'ben', 40)];
    const [, before] = settle(test, [anna, ben]);
    const send = (frame: Uint8Array, marker = false): void => anna.send(frame, { marker, samples: 320 });
    run(test, 10, [[0, (i) => (i === 6 ? anna.skip(320) : send(frames[i]!, i === 0))]]);
    run(test, 2, [[0, (i) => send(loud[3 + i]!)]]);
    const heard = heardSince(ben, before);
    expect(heard.map(({ marker }) => marker)).toEqual([true, false, false, true]);
    expect(payloads(heard.slice(3))).toEqual(texts([joined(loud[3]!, loud[4]!)]));
  });

  test('is not heard before it says something', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    const silence = new Uint8Array(160).fill(0xff);
    run(test, 12, [[0, (i) => anna.send(i < 10 ? silence : tone(i), { marker: i === 0 })]]);
    expect(payloads(heardSince(ben, before))).toEqual(texts([tone(10), tone(11)]));
  });

  test('of whom half a second was lost is heard again at once', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    const sentAtMs: number[] = [];
    const send = (i: number): void => {
      sentAtMs.push(test.clock.nowMs());
      anna.send(tone(i), { marker: i === 0 });
    };
    run(test, 40, [[0, (i) => (i >= 4 && i < 29 ? anna.skip() : send(i))]]);
    const heard = heardSince(ben, before);
    expect(heard.map(({ atMs }) => atMs)).toEqual(sentAtMs);
  });

  test('whose loss came before a pause keeps the frames that follow in pairs', () => {
    const test = createTestRelay();
    const [anna, ben] = [join(test, 'anna', 20), join(test, 'ben', 40)];
    const [, before] = settle(test, [anna, ben]);
    const frames = dvi4Frames(8);
    run(test, 4, [[0, (i) => (i === 2 ? anna.skip(320) : anna.send(frames[i]!, { marker: i === 0, samples: 320 }))]]);
    anna.skip(320);
    test.clock.advance(1000);
    run(test, 4, [[0, (i) => anna.send(frames[4 + i]!, { marker: i === 0, samples: 320 })]]);
    const heard = heardSince(ben, before);
    expect(sequences(heard)).toEqual([0, 1, 2, 3]);
    expect(heard.map(({ marker }) => marker)).toEqual([true, false, true, false]);
    expect(payloads(heard.slice(2))).toEqual(texts([joined(frames[4]!, frames[5]!), joined(frames[6]!, frames[7]!)]));
  });

  test('leaves a lost frame to the listener: its sequence number is skipped, and timestamps continue', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    run(test, 10, [[0, (i) => (i === 5 ? anna.skip() : anna.send(tone(i), { marker: i === 0 }))]]);
    const heard = heardSince(ben, before);
    expect(heard.length).toBe(9);
    expect(heard.map(({ sequence }) => (sequence - heard[0]!.sequence) & 0xffff)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    expect(heard.map(({ timestamp }) => (timestamp - heard[0]!.timestamp) / 160)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9]);
    expect(heard.filter(({ marker }) => marker).length).toBe(1);
    expect(test.relay.stats().lost).toBe(1);
  });

  test('forwards 100 ms of a burst at once and paces the rest, without dropping anything', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    const frames = Array.from({ length: 65 }, (_, i) => tone(i));
    for (let i = 0; i < 15; i++) anna.send(frames[i]!, { marker: i === 0 });
    run(test, 50, [[19, (i) => anna.send(frames[15 + i]!)]]);
    test.clock.advance(500);
    const heard = heardSince(ben, before);
    expect(heard.map(({ payload }) => payload)).toEqual(frames);
    const atMs = heard.map((packet) => packet.atMs - heard[0]!.atMs);
    expect(atMs.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    for (let i = 5; i < atMs.length; i++) expect(atMs[i]! - atMs[i - 1]!).toBeGreaterThanOrEqual(19.4);
  });

  test('sends at most one packet in 20 ms, however many come', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    run(test, 100, [
      [0, (i) => Array.from({ length: 20 }, (_, k) => anna.send(tone(k), { marker: i === 0 && k === 0 }))],
    ]);
    expect(heardSince(ben, before).length).toBeLessThanOrEqual(2000 / 19.9 + 6);
  });

  test('begins a new talk spurt for the listener, too, after a very short pause', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    run(test, 8, [[0, (i) => (i < 3 || i > 5) && anna.send(tone(i), { marker: i === 0 || i === 6 })]]);
    const heard = heardSince(ben, before);
    expect(heard.map(({ marker }) => marker)).toEqual([true, false, false, true, false]);
    expect(sequences(heard)).toEqual([0, 1, 2, 3, 4]);
    expect((heard[3]!.timestamp - heard[2]!.timestamp) / 160).toBeGreaterThanOrEqual(3);
  });
});

describe('two who talk to each other while a third one listens', () => {
  test('hear each other at once and unchanged, while the third one gets a mix', () => {
    const test = createTestRelay();
    const [anna, ben, carl] = mapTuple(['anna', 'ben', 'carl'], (name) => join(test, name, 20));
    const before = settle(test, [anna, ben, carl]);
    const [hers, his] = [dvi4Frames(50, 3), dvi4Frames(50, 4)];
    const startMs = test.clock.nowMs();
    run(test, 50, [
      [2, (i) => anna.send(hers[i]!, { marker: i === 0, samples: 320 })],
      [15, (i) => ben.send(his[i]!, { marker: i === 0, samples: 320 })],
    ]);
    const [heardByAnna, heardByBen, heardByCarl] = mapTuple([anna, ben, carl], (m, i) => heardSince(m, before[i]!));
    expect(payloads(heardByAnna)).toEqual(texts(his));
    expect(payloads(heardByBen)).toEqual(texts(hers));
    heardByBen.forEach(({ atMs }, i) => expect(atMs - startMs - 20 * i).toBeCloseTo(2, 6));
    heardByAnna.forEach(({ atMs }, i) => expect(atMs - startMs - 20 * i).toBeCloseTo(15, 6));
    expect(heardByCarl.length).toBeGreaterThanOrEqual(49);
    expect(test.relay.stats()).toMatchObject({ concealed: 0, lost: 0 });
  });

  test('hear a mix of two when the third one speaks, and each other alone again when it stops', () => {
    const test = createTestRelay();
    const [anna, ben, carl, dora] = mapTuple(['anna', 'ben', 'carl', 'dora'], (name) => join(test, name, 20));
    const before = settle(test, [anna, ben, carl, dora]);
    const silence = Array.from({ length: 10 }, () => Uint8Array.from([0, 0, 0, 0, ...new Uint8Array(160)]));
    const [hers, his, theirs] = [dvi4Frames(150, 3), dvi4Frames(150, 4), [...dvi4Frames(40, 5), ...silence]];
    run(test, 150, [
      [2, (i) => anna.send(hers[i]!, { marker: i === 0, samples: 320 })],
      [15, (i) => ben.send(his[i]!, { marker: i === 0, samples: 320 })],
      [18, (i) => i >= 50 && i < 100 && carl.send(theirs[i - 50]!, { marker: i === 50, samples: 320 })],
    ]);
    const heard = payloads(heardSince(anna, before[0]));
    expect(heard.slice(0, 50)).toEqual(texts(his.slice(0, 50)));
    // The fourth silent frame ends the talk spurt, while another frame waits for the next round. Nothing that follows is
    // missing or repeated, including that frame.
    expect(heard.slice(-57)).toEqual(texts(his.slice(93)));
    expect(Math.abs(heard.length - 150)).toBeLessThanOrEqual(1);
    const numbers = sequences(heardSince(anna, before[0]));
    expect(numbers).toEqual(numbers.map((_, i) => i));
    expect(heardSince(dora, before[3]).length).toBeGreaterThanOrEqual(149);
    expect(test.relay.stats()).toMatchObject({ lost: 0, late: 0 });
  });
});

describe('a voice that is transcoded', () => {
  test('is encoded once for all its listeners', () => {
    const test = createTestRelay();
    const anna = test.join('anna');
    const [ben, carl] = mapTuple(['ben', 'carl'], (name) => join(test, name, 20));
    const before = settle(test, [ben, carl]);
    run(test, 10, [[0, (i) => anna.send(tone(i), { marker: i === 0 })]]);
    const [first, second] = mapTuple([ben, carl], (member, i) => payloads(heardSince(member, before[i]!)));
    expect(first.length).toBe(10);
    expect(second).toEqual(first);
  });
});

/** A loud first frame, which begins a talk spurt. */
function tone16(): Uint8Array {
  return Uint8Array.from(dvi4Frames(1)[0]!);
}
