import { encodeDvi4 } from '../../wire/dvi4';
import { createTestRelay, type TestMember, type TestRelay } from './support/test-relay';
import { mapTuple } from '../support/map-tuple';
import { seededNumbers } from '../support/seeded-numbers';

// Boards whose clocks differ talk without a pause for ten minutes, or for less with clocks that differ by more.

const FRAME_SAMPLES = 320;

type Board = { readonly member: TestMember; readonly ppm: number; readonly phaseMs: number };

/** A second of a steady tone in DVI4, which joins itself nearly without a seam. */
function toneFrames(hz: number): Uint8Array[] {
  const state = { predicted: 0, index: 40 };
  return Array.from({ length: 50 }, (_, n) => {
    const payload = new Uint8Array(164);
    const angle = (i: number): number => (2 * Math.PI * hz * (n * FRAME_SAMPLES + i)) / 16000;
    encodeDvi4(
      Int16Array.from({ length: FRAME_SAMPLES }, (_unused, i) => 6000 * Math.sin(angle(i))),
      payload,
      state,
    );
    return payload;
  });
}

/** All boards talk for so long, each at its own pace; tells when each frame was due at its board's pace. */
function talk(test: TestRelay, boards: readonly Board[], seconds: number, jitterMs: number): number[][] {
  const startMs = test.clock.nowMs();
  const tones = boards.map((_, b) => toneFrames(300 + 50 * b));
  const next = seededNumbers(7);
  const packets = boards.flatMap(({ ppm, phaseMs }, b) => {
    const frameMs = 20 * (1 - ppm / 1e6);
    return Array.from({ length: Math.floor((seconds * 1000) / frameMs) }, (_, i) => {
      const dueMs = startMs + phaseMs + i * frameMs;
      return { b, i, dueMs, atMs: dueMs + next() * jitterMs };
    });
  });
  const dueMs = boards.map((_, board) => packets.filter(({ b }) => b === board).map((packet) => packet.dueMs));
  let pingAtMs = startMs;
  for (const { b, i, atMs } of packets.sort((x, y) => x.atMs - y.atMs)) {
    test.clock.runUntil(atMs);
    for (; pingAtMs < atMs; pingAtMs += 10000) {
      for (const connection of test.signal.connections) connection.say({ type: 'ping', id: 1 });
    }
    boards[b]!.member.send(tones[b]![i % 50]!, { marker: i === 0, samples: FRAME_SAMPLES });
  }
  return dueMs;
}

function join(test: TestRelay, name: string): TestMember {
  return test.join(name, { payloadTypes: [6] });
}

test('two boards 400 ppm apart hear each other for ten minutes: every frame, at once, at the pace of its talker', () => {
  const test = createTestRelay();
  const boards = [200, -200].map((ppm, b) => ({ member: join(test, `board-${b}`), ppm, phaseMs: 3 + 7 * b }));
  test.clock.advance(500);
  const before = boards.map(({ member }) => member.heard.length);
  const dueMs = talk(test, boards, 600, 0);
  expect(test.relay.stats()).toMatchObject({ mixes: 0, lost: 0, late: 0, concealed: 0, dropped: 0 });
  for (const [b, { member }] of boards.entries()) {
    const heard = member.heard.slice(before[b]);
    const due = dueMs[1 - b]!;
    expect(heard.length).toBe(due.length);
    expect(Math.max(...heard.map(({ atMs }, i) => atMs - due[i]!))).toBeLessThan(0.001);
    expect(heard.filter(({ marker }) => marker).length).toBe(1);
  }
});

// The slip of ten minutes at 400 ppm, in a third of the time.
test.each([0, 8])(
  'who hears both gets a mix of all they say, with %i ms of jitter, and it does not come later',
  (jitterMs) => {
    const test = createTestRelay();
    const boards = [600, -600].map((ppm, b) => ({ member: join(test, `board-${b}`), ppm, phaseMs: 3 + 7 * b }));
    const listener = join(test, 'listener');
    test.clock.advance(500);
    const before = listener.heard.length;
    const [, slowMs] = talk(test, boards, 200, jitterMs);
    expect(test.relay.stats()).toMatchObject({ lost: 0, late: 0, concealed: 0, dropped: 0 });
    const heard = listener.heard.slice(before);
    // The mix goes at the slower one's pace: each round leaves with its frame.
    expect(Math.abs(heard.length - slowMs!.length)).toBeLessThanOrEqual(1);
    const delaysMs = heard.slice(1, slowMs!.length).map(({ atMs }, i) => atMs - slowMs![i]!);
    expect(Math.max(...delaysMs.slice(0, 3000))).toBeLessThanOrEqual(jitterMs + 20);
    expect(Math.max(...delaysMs.slice(-3000))).toBeLessThanOrEqual(jitterMs + 10);
    expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(0);
  },
);

test('who hears both waits 10 ms at most for a packet of one that was lost, and misses nothing of the other', () => {
  const test = createTestRelay();
  const [anna, ben, listener] = mapTuple(['anna', 'ben', 'listener'], (name) => join(test, name));
  test.clock.advance(500);
  const before = listener.heard.length;
  const [hers, his] = [toneFrames(300), toneFrames(350)];
  for (let i = 0; i < 1000; i++) {
    anna.send(hers[i % 50]!, { marker: i === 0, samples: FRAME_SAMPLES });
    test.clock.advance(7);
    if (i % 20 === 11) ben.skip(FRAME_SAMPLES);
    else ben.send(his[i % 50]!, { marker: i === 0, samples: FRAME_SAMPLES });
    test.clock.advance(13);
  }
  const heard = listener.heard.slice(before);
  const gapsMs = heard.slice(1).map(({ atMs }, i) => atMs - heard[i]!.atMs);
  expect(Math.max(...gapsMs.slice(400))).toBeLessThanOrEqual(31);
  expect(Math.abs(heard.length - 1000)).toBeLessThanOrEqual(2);
  expect(test.relay.stats()).toMatchObject({ lost: 50, concealed: 50, late: 0 });
});
