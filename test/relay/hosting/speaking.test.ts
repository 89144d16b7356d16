import { Speaking } from '../../../relay/hosting/speaking';
import { FakeClock } from '../support/fake-clock';

function createSpeaking(roomSize = 2): { clock: FakeClock; speaking: Speaking; told: [number, readonly number[]][] } {
  const clock = new FakeClock(0);
  const told: [number, readonly number[]][] = [];
  const speaking = new Speaking(
    clock,
    () => roomSize,
    (members) => told.push([clock.nowMs(), members]),
  );
  return { clock, speaking, told };
}

describe('who speaks', () => {
  test('is told at once, held through the gaps between words, and ends 400 ms after the last', () => {
    const { clock, speaking, told } = createSpeaking();
    for (let atMs = 0; atMs <= 1000; atMs += 100) {
      clock.runUntil(atMs);
      if (atMs % 300 === 0) speaking.heard(7);
    }
    clock.advance(5000);
    expect(told.map(([, members]) => members)).toEqual([[7], []]);
    expect(told[0]![0]).toBe(0);
    expect(told[1]![0]).toBeGreaterThanOrEqual(1300);
    expect(told[1]![0]).toBeLessThanOrEqual(1600);
    expect(clock.pending).toBe(0);
  });

  test('is told at most four times a second, and as it is at last', () => {
    const { clock, speaking, told } = createSpeaking();
    for (let i = 0; i < 200; i++) {
      speaking.heard(1 + (i % 13));
      clock.advance(10);
    }
    for (let i = 1; i < told.length; i++) expect(told[i]![0] - told[i - 1]![0]).toBeGreaterThanOrEqual(250);
    clock.advance(2000);
    expect(told.at(-1)?.[1]).toEqual([]);
  });

  test('is told more rarely in a large room: 4,000 messages a second at most', () => {
    const { clock, speaking, told } = createSpeaking(8000);
    for (let i = 0; i < 1000; i++) {
      if (i % 100 < 50) speaking.heard(1);
      clock.advance(10);
    }
    for (let i = 1; i < told.length; i++) expect(told[i]![0] - told[i - 1]![0]).toBeGreaterThanOrEqual(2000);
  });

  test('no longer holds who has left', () => {
    const { clock, speaking, told } = createSpeaking();
    speaking.heard(1);
    speaking.heard(2);
    clock.advance(300);
    speaking.heard(2);
    speaking.forget(1);
    clock.advance(300);
    expect(told.map(([, members]) => members)).toEqual([[1], [1, 2], [2]]);
  });

  test('holds no timer once closed', () => {
    const { clock, speaking } = createSpeaking();
    speaking.heard(1);
    speaking.close();
    expect(clock.pending).toBe(0);
  });
});
