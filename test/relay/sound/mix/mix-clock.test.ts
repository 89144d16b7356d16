import { MixClock } from '../../../../relay/sound/mix/mix-clock';

/** Fires a round as a room does that has frames ready at once. */
function fire(clock: MixClock, nowMs: number, everyone = true): number {
  const dueAtMs = Math.max(nowMs, clock.dueAtMs(nowMs, everyone));
  clock.roundFired(dueAtMs, everyone);
  return dueAtMs;
}

describe('the clock of the mix', () => {
  test('fires the first round at once if nobody else is awaited, and otherwise after 30 ms', () => {
    expect(new MixClock().dueAtMs(100, true)).toBeLessThanOrEqual(100);
    expect(new MixClock().dueAtMs(100, false)).toBe(130);
  });

  test('sets the deadlines 20 ms apart', () => {
    const clock = new MixClock();
    const firedAtMs = Array.from({ length: 5 }, (_, i) => fire(clock, 100 + i * 20, false));
    expect(firedAtMs).toEqual([130, 150, 170, 190, 210]);
  });

  test('does not keep a late frame waiting, and sets the next deadlines from there', () => {
    const clock = new MixClock();
    fire(clock, 100, false);
    expect(clock.dueAtMs(175, false)).toBe(175);
    clock.roundFired(175, false);
    expect(clock.dueAtMs(180, false)).toBe(195);
  });

  test('lets rounds fire 30 ms early but no earlier, so that a burst is paced', () => {
    const clock = new MixClock();
    expect(Array.from({ length: 4 }, () => fire(clock, 100))).toEqual([100, 120, 140, 160]);
  });

  test('gives the same deadline for a round however often it is asked', () => {
    const clock = new MixClock();
    expect(clock.dueAtMs(100, false)).toBe(130);
    expect(clock.dueAtMs(108, false)).toBe(130);
    expect(clock.dueAtMs(109, true)).toBe(100);
  });

  test('makes the deadline 2 ms later each round until the last talker has 6 ms to spare', () => {
    const clock = new MixClock();
    const deadlines = Array.from({ length: 6 }, (_, round) => {
      const openedAtMs = 100 + 20 * round;
      const deadlineMs = clock.dueAtMs(openedAtMs, false);
      clock.roundFired(openedAtMs + 29, true);
      return deadlineMs - openedAtMs;
    });
    expect(deadlines).toEqual([30, 32, 34, 35, 35, 35]);
  });

  test('makes the deadline earlier while everybody is always early, until they have 10 ms to spare', () => {
    const clock = new MixClock();
    const deadlines = Array.from({ length: 1000 }, (_, round) => {
      const openedAtMs = 100 + 20 * round;
      const deadlineMs = clock.dueAtMs(openedAtMs, false);
      clock.roundFired(openedAtMs, true);
      return deadlineMs - openedAtMs;
    });
    expect([deadlines[49], deadlines[50], deadlines[100]]).toEqual([30, 20, 15]);
    expect(deadlines.at(-1)).toBeCloseTo(10, 1);
  });

  test('keeps the deadline if one frame of fifty comes late, which is jitter', () => {
    const clock = new MixClock();
    const deadlines = Array.from({ length: 1000 }, (_, round) => {
      const openedAtMs = 100 + 20 * round;
      const deadlineMs = clock.dueAtMs(openedAtMs, false);
      clock.roundFired(openedAtMs + (round % 50 === 7 ? 20 : 0), true);
      return deadlineMs - openedAtMs;
    });
    expect(new Set(deadlines)).toEqual(new Set([30]));
  });

  test.each([-400, 400])('follows a talker whose clock is %i ppm off, at a constant distance', (ppm) => {
    const clock = new MixClock();
    let spareMs = 0;
    for (let round = 0; round < 30000; round++) {
      const openedAtMs = 100 + 20 * round * (1 - ppm / 1e6);
      const deadlineMs = clock.dueAtMs(openedAtMs, false);
      // At first there is as much to spare as a round may be early. After a window the deadline has become earlier.
      expect(clock.dueAtMs(openedAtMs, true)).toBeLessThan(openedAtMs + 0.5);
      spareMs = deadlineMs - openedAtMs;
      clock.roundFired(openedAtMs, true);
    }
    expect(spareMs).toBeGreaterThanOrEqual(0);
    expect(spareMs).toBeLessThanOrEqual(12);
  });

  test('keeps the deadline if somebody was missing, because a lost packet must not delay the rest', () => {
    const clock = new MixClock();
    expect(Array.from({ length: 3 }, (_, i) => fire(clock, 100 + i * 20, false) - 100 - i * 20)).toEqual([30, 30, 30]);
  });

  test('makes the deadline earlier even if packets are lost now and then', () => {
    const clock = new MixClock();
    const deadlines = Array.from({ length: 1000 }, (_, round) => {
      const openedAtMs = 100 + 20 * round;
      const deadlineMs = clock.dueAtMs(openedAtMs, false);
      if (round % 20 === 7) clock.roundFired(deadlineMs, false);
      else clock.roundFired(openedAtMs, true);
      return deadlineMs - openedAtMs;
    });
    expect(deadlines.at(-1)).toBeCloseTo(10, 1);
  });

  test('begins anew after a stop', () => {
    const clock = new MixClock();
    fire(clock, 100, false);
    clock.stop();
    expect(clock.dueAtMs(105, false)).toBe(135);
  });
});
