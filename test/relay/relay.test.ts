import { createTestRelay, tone } from './support/test-relay';

describe('a relay', () => {
  test('carries the voice of one member to the other at once, byte for byte, and not back', () => {
    const { clock, join, relay } = createTestRelay();
    const [anna, ben] = [join('anna'), join('ben')];
    clock.advance(200);
    const before = [anna.heard.length, ben.heard.length];
    const frames = Array.from({ length: 10 }, (_, i) => tone(i));
    const sentAtMs: number[] = [];
    for (const [i, frame] of frames.entries()) {
      sentAtMs.push(clock.nowMs());
      anna.send(frame, { marker: i === 0 });
      clock.advance(20);
    }
    const heard = ben.heard.slice(before[1]);
    expect(heard.map(({ payload }) => payload)).toEqual(frames);
    expect(heard.map(({ atMs }) => atMs)).toEqual(sentAtMs);
    expect(heard.map(({ marker }) => marker)).toEqual(frames.map((_, i) => i === 0));
    expect(anna.heard.length).toBe(before[0]);
    expect(relay.stats()).toMatchObject({ mixes: 0, packetsIn: 10, dropped: 0, rooms: 1, members: 2 });
  });
});
