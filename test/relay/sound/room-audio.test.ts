import fc from 'fast-check';
import { decodePcmu, encodePcmu } from '../../../wire/pcmu';
import { createTestRelay, tone, type Heard } from '../support/test-relay';
import { heardSince, run, settle } from '../support/ticks';
import { seededNumbers } from '../../support/seeded-numbers';
import { mapTuple } from '../../support/map-tuple';

const SILENCE = new Uint8Array(160).fill(0xff);

function decode(payload: Uint8Array): Int16Array {
  const pcm = new Int16Array(payload.length);
  decodePcmu(payload, pcm);
  return pcm;
}

function encode(pcm: Int16Array): Uint8Array {
  const payload = new Uint8Array(pcm.length);
  encodePcmu(pcm, payload);
  return payload;
}

/** The mix by its definition. */
function expectedMix(payloads: readonly Uint8Array[]): Int16Array {
  const voices = payloads.map(decode);
  return Int16Array.from({ length: 160 }, (_, i) => {
    const sum = voices.reduce((total, voice) => total + voice[i]!, 0);
    const over = (Math.abs(sum) - 23197) / (32767 - 23197);
    return over <= 0 ? sum : Math.sign(sum) * (23197 + Math.round((9570 * over) / (1 + over)));
  });
}

describe('the sound of a room', () => {
  test('is the exact mix-minus for everyone on the stage', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 3, max: 6 }),
        fc.integer({ min: 500, max: 32000 }),
        (seed, talkers, peak) => {
          const test = createTestRelay();
          const members = Array.from({ length: talkers + 1 }, (_, i) => test.join(`m${i}`));
          const before = settle(test, members);
          const next = seededNumbers(seed);
          const frames = Array.from({ length: 4 }, () =>
            Array.from({ length: talkers }, () =>
              encode(Int16Array.from({ length: 160 }, () => (next() * 2 - 1) * peak)),
            ),
          );
          // The first talker's first frame is forwarded before anybody else is known to talk, so the mix follows by one frame.
          // The second talker's first frame is forwarded to the first talker, so it is not repeated in the mix.
          run(test, 4, [[0, (i) => frames[i]!.forEach((frame, m) => members[m]!.send(frame, { marker: i === 0 }))]]);
          for (let round = 1; round < 4; round++) {
            const sources = frames[round]!.map((frame, m) => (m === 0 ? frame : frames[round - 1]![m]!));
            members.forEach((member, m) => {
              const others = sources.filter((_, talker) => talker !== m);
              const heard = heardSince(member, before[m]!)[m === 0 ? round - 1 : round]!;
              const isAlone = m === 0 && round === 1;
              expect(heard.payload).toEqual(isAlone ? frames[0]![1] : encode(expectedMix(others)));
            });
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test('is mixed 50 times a second with three talkers of different phase, and nobody is concealed', () => {
    const test = createTestRelay();
    const [anna, ben, carl, dora] = mapTuple(['anna', 'ben', 'carl', 'dora'], (name) => test.join(name));
    settle(test, []);
    const before = [anna, dora].map((member) => member.heard.length);
    run(test, 100, [
      [1, (i) => anna.send(tone(1), { marker: i === 0 })],
      [8, (i) => ben.send(tone(2), { marker: i === 0 })],
      [16, (i) => carl.send(tone(3), { marker: i === 0 })],
    ]);
    const { mixes, concealed, lost } = test.relay.stats();
    expect(mixes).toBeGreaterThanOrEqual(99);
    expect(mixes).toBeLessThanOrEqual(101);
    expect({ concealed, lost }).toEqual({ concealed: 0, lost: 0 });
    const heard = heardSince(dora, before[1]!);
    const gaps = heard.slice(3).map(({ atMs }, i) => atMs - heard[i + 2]!.atMs);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20.01);
    expect(heardSince(anna, before[0]!).length).toBeGreaterThanOrEqual(98);
    // Each frame waits less than one round for the mix.
    expect(heard[50]!.payload).toEqual(encode(expectedMix([tone(1), tone(2), tone(3)])));
  });

  test('adds at most 20 ms for any three phases, and keeps the pace of 20 ms', () => {
    const phase = fc.double({ min: 0, max: 19.9, noNaN: true });
    fc.assert(
      fc.property(phase, phase, phase, (a, b, c) => {
        const test = createTestRelay();
        const members = ['anna', 'ben', 'carl'].map((name) => test.join(name));
        const dora = test.join('dora');
        const [before] = settle(test, [dora]);
        const phasesMs = [a, b, c].sort((x, y) => x - y);
        const startMs = test.clock.nowMs();
        const senders = members.map((member) => (i: number) => member.send(tone(i % 5), { marker: i === 0 }));
        run(
          test,
          40,
          phasesMs.map((ms, m) => [ms, senders[m]!] as const),
        );
        const heard = heardSince(dora, before);
        expect(heard.length).toBeGreaterThanOrEqual(39);
        expect(heard.length).toBeLessThanOrEqual(42);
        for (const { atMs, payload } of heard.slice(20, 38)) {
          // The frames that each talker sent within the last 20 ms: one, or two at the very edge.
          const [x, y, z] = phasesMs.map((ms) => {
            const newest = Math.floor((atMs - startMs - ms) / 20 + 1e-9);
            return [newest, newest - 1].filter((i) => atMs - (startMs + ms + i * 20) <= 20.001);
          });
          const mixes = x!.flatMap((i) => y!.flatMap((j) => z!.map((k) => [i, j, k])));
          const possible = mixes.map((ticks) => encode(expectedMix(ticks.map((i) => tone(i % 5)))));
          expect(possible.map((mix) => [...mix])).toContainEqual([...payload]);
        }
      }),
      { numRuns: 8 },
    );
  });

  test('aligns a talker whose frames always come just after the mix, as soon as a silent frame can be dropped', () => {
    const test = createTestRelay();
    const [anna, ben, carl] = mapTuple(['anna', 'ben', 'carl'], (name) => test.join(name));
    const [before] = settle(test, [carl]);
    const sentAtMs: number[] = [];
    // Louder and louder, except for one silent frame.
    const voice = (i: number): Uint8Array => new Uint8Array(160).fill(i === 40 ? 0xff : 0xcc - i);
    const sendAsBen = (i: number): void => {
      sentAtMs.push(test.clock.nowMs());
      ben.send(voice(i), { marker: i === 0 });
    };
    run(test, 60, [
      [0, (i) => anna.send(tone(1, 100), { marker: i === 0 })],
      [1, sendAsBen],
    ]);
    const heard = heardSince(carl, before);
    const delayMs = (i: number): number => {
      const mix = encode(expectedMix([tone(1, 100), voice(i)]));
      const packet = heard.find(({ payload }) => Buffer.compare(payload, mix) === 0);
      return (packet as Heard).atMs - sentAtMs[i]!;
    };
    expect(delayMs(20)).toBeCloseTo(19, 0);
    expect(delayMs(50)).toBeCloseTo(0, 0);
    expect(test.relay.stats()).toMatchObject({ concealed: 0, lost: 0 });
  });

  test('fades out a talker whose frames are missing from a mix, and continues without it', () => {
    const test = createTestRelay();
    const [anna, ben, carl] = mapTuple(['anna', 'ben', 'carl'], (name) => test.join(name));
    const [before] = settle(test, [carl]);
    const low = encode(new Int16Array(160).fill(4000));
    const high = encode(new Int16Array(160).fill(8000));
    run(test, 16, [
      [0, (i) => anna.send(low, { marker: i === 0 })],
      [2, (i) => (i < 8 ? ben.send(high, { marker: i === 0 }) : ben.skip())],
    ]);
    const levels = heardSince(carl, before).map(({ payload }) => decode(payload)[80]);
    const [anna4000, ben8000] = [decode(low)[0], decode(high)[0]];
    const at = levels.indexOf(anna4000, 2);
    const full = anna4000! + ben8000!;
    expect(levels[at - 3]! / full).toBeCloseTo(1, 1);
    // The middle of the two concealment frames: three quarters, then one quarter of the voice.
    expect((levels[at - 2]! - anna4000!) / ben8000!).toBeCloseTo(0.75, 1);
    expect((levels[at - 1]! - anna4000!) / ben8000!).toBeCloseTo(0.25, 1);
    expect(levels.slice(at)).toEqual(levels.slice(at).fill(anna4000));
    expect(test.relay.stats().concealed).toBeLessThanOrEqual(3);
  });

  test('uses a late frame in the next round', () => {
    const test = createTestRelay();
    const [anna, ben, carl] = mapTuple(['anna', 'ben', 'carl'], (name) => test.join(name));
    const [before] = settle(test, [carl]);
    const step = (i: number): Uint8Array => encode(new Int16Array(160).fill(1000 + 500 * i));
    run(test, 20, [
      [0, (i) => anna.send(tone(0, 100), { marker: i === 0 })],
      [1, (i) => i !== 10 && ben.send(step(i), { marker: i === 0 })],
      [19, (i) => i === 10 && ben.send(step(i))],
    ]);
    expect(test.relay.stats()).toMatchObject({ lost: 0, late: 0 });
    const levels = heardSince(carl, before).map(({ payload }) => decode(payload)[0]);
    for (let i = 2; i < 18; i++) expect(levels).toContain(decode(step(i))[0]);
  });

  test('is not mixed for somebody who does not receive it', () => {
    const test = createTestRelay();
    const [anna, ben] = mapTuple(['anna', 'ben'], (name) => test.join(name));
    test.join('carl', { claims: false });
    settle(test, [anna, ben]);
    run(test, 20, [[0, (i) => [anna, ben].forEach((member) => member.send(tone(i), { marker: i === 0 }))]]);
    expect(test.relay.stats()).toMatchObject({ mixes: 0, concealed: 0, packetsOut: 2 * (3 + 20) });
  });

  test('waits for everybody again when several talk after a pause', () => {
    const test = createTestRelay();
    const [anna, ben, carl] = mapTuple(['anna', 'ben', 'carl'], (name) => test.join(name));
    const [before] = settle(test, [carl]);
    for (let spurt = 0; spurt < 3; spurt++) {
      run(test, 20, [
        [2, (i) => anna.send(tone(1), { marker: i === 0 })],
        [16, (i) => i < 19 && ben.send(tone(2), { marker: i === 0 })],
      ]);
      // Both end with the same tick, so nobody is awaited then.
      test.clock.advance(1000);
      expect(test.relay.stats().concealed).toBeLessThanOrEqual(3 * (spurt + 1));
    }
    const both = encode(expectedMix([tone(1), tone(2)]));
    const mixed = heardSince(carl, before).filter(({ payload }) => Buffer.compare(payload, both) === 0);
    expect(mixed.length).toBe(3 * 19);
  });

  test('costs nothing while nobody talks: no packet, no mix, and no timer but the one for all members', () => {
    const test = createTestRelay();
    const [anna] = mapTuple(['anna', 'ben', 'carl'], (name) => test.join(name));
    settle(test, []);
    expect(test.clock.pending).toBe(1);
    const idle = test.relay.stats();
    test.clock.advance(20000);
    expect(test.relay.stats()).toEqual(idle);
    run(test, 10, [[0, (i) => anna.send(tone(), { marker: i === 0 })]]);
    expect(test.clock.pending).toBeGreaterThan(1);
    test.clock.advance(1000);
    expect(test.clock.pending).toBe(1);
  });

  test('sends three frames of a member’s silence, then no more', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    run(test, 50, [[0, (i) => anna.send(i < 5 || i >= 40 ? tone() : SILENCE, { marker: i === 0 })]]);
    const heard = heardSince(ben, before);
    expect(heard.length).toBe(5 + 3 + 10);
    expect(heard.map(({ marker }) => marker)).toEqual(heard.map((_, i) => i === 0 || i === 8));
    expect((heard[8]!.timestamp - heard[7]!.timestamp) / 160).toBe(33);
  });

  test('continues every stream through silence, with sequence numbers without a gap and timestamps that follow the time', () => {
    const test = createTestRelay();
    const [anna, ben] = [test.join('anna'), test.join('ben')];
    const [, before] = settle(test, [anna, ben]);
    run(test, 3, [[0, (i) => anna.send(tone(), { marker: i === 0 })]]);
    test.clock.advance(1940);
    run(test, 3, [[0, (i) => anna.send(tone(), { marker: i === 0 })]]);
    const heard = heardSince(ben, before);
    expect(heard.map(({ sequence }) => (sequence - heard[0]!.sequence) & 0xffff)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(heard.map(({ marker }) => marker)).toEqual([true, false, false, true, false, false]);
    expect(heard[3]!.timestamp - heard[0]!.timestamp).toBeCloseTo(16000, -3);
    expect(new Set(heard.map(({ ssrc }) => ssrc)).size).toBe(1);
  });

  test('ends for a member who leaves, while the others hear each other', () => {
    const test = createTestRelay();
    const [anna, ben, carl] = mapTuple(['anna', 'ben', 'carl'], (name) => test.join(name));
    const [before] = settle(test, [carl]);
    run(test, 10, [
      [0, (i) => anna.send(tone(1), { marker: i === 0 })],
      [1, (i) => i < 5 && ben.send(tone(2), { marker: i === 0 })],
      [2, (i) => i === 5 && ben.connection.say({ type: 'leave' })],
    ]);
    const heard = heardSince(carl, before);
    expect(heard.length).toBe(10);
    expect(heard[9]!.payload).toEqual(tone(1));
  });
});
