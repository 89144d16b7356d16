import { MixClock } from '../../relay/mix-clock';

/** Fires a round as a room would that has frames ready at once. */
function fire(clock: MixClock, nowMs: number, everyone = true, upToDate = false): number {
  const dueAtMs = Math.max(nowMs, clock.dueAtMs(nowMs, everyone));
  clock.roundFired(dueAtMs, { isComplete: everyone, isAloneAndUpToDate: upToDate });
  return dueAtMs;
}

describe('the clock of the mix', () => {
  test('lets the first frame leave at once when nobody else is waited for, else after 10 ms at the latest', () => {
    expect(new MixClock().dueAtMs(100, true)).toBeLessThanOrEqual(100);
    expect(new MixClock().dueAtMs(100, false)).toBe(110);
  });

  test('sets the deadlines 20 ms apart', () => {
    const clock = new MixClock();
    const firedAtMs = Array.from({ length: 5 }, (_, i) => fire(clock, 100 + i * 20, false));
    expect(firedAtMs).toEqual([110, 130, 150, 170, 190]);
  });

  test('does not keep a late frame waiting, and goes on from there', () => {
    const clock = new MixClock();
    fire(clock, 100, false);
    expect(clock.dueAtMs(175, false)).toBe(175);
    clock.roundFired(175, { isComplete: false, isAloneAndUpToDate: false });
    expect(clock.dueAtMs(180, false)).toBe(195);
  });

  test('lets rounds fire 30 ms early but no earlier, so that a burst is paced', () => {
    const clock = new MixClock();
    expect(Array.from({ length: 4 }, () => fire(clock, 100))).toEqual([100, 100, 120, 140]);
  });

  test('keeps the deadline of a round while it is asked again', () => {
    const clock = new MixClock();
    expect(clock.dueAtMs(100, false)).toBe(110);
    expect(clock.dueAtMs(108, false)).toBe(110);
    expect(clock.dueAtMs(109, true)).toBe(80);
  });

  test('comes back by 2 ms a round to 10 ms after a lone talker who is up to date', () => {
    const clock = new MixClock();
    fire(clock, 100, false);
    fire(clock, 160, false);
    const deadlines: number[] = [];
    for (let nowMs = 161; nowMs < 500; nowMs += 20) {
      fire(clock, nowMs, true, true);
      deadlines.push(clock.dueAtMs(nowMs + 20, false) - nowMs - 20);
    }
    expect(deadlines.slice(0, 3)).toEqual([17, 15, 13]);
    expect(deadlines.at(-1)).toBe(10);
  });

  test('moves the deadline on by 2 ms a round until the last of several talkers has 6 ms to spare', () => {
    const clock = new MixClock();
    const deadlines = Array.from({ length: 6 }, (_, round) => {
      const openedAtMs = 100 + 20 * round;
      const deadlineMs = clock.dueAtMs(openedAtMs, false);
      clock.roundFired(openedAtMs + 9, { isComplete: true, isAloneAndUpToDate: false });
      return deadlineMs - openedAtMs;
    });
    expect(deadlines).toEqual([10, 12, 14, 15, 15, 15]);
  });

  test('leaves the deadline where it is when somebody was missing: a lost packet must not delay the rest', () => {
    const clock = new MixClock();
    expect(Array.from({ length: 3 }, (_, i) => fire(clock, 100 + i * 20, false) - 100 - i * 20)).toEqual([10, 10, 10]);
  });

  test('begins anew after a rest', () => {
    const clock = new MixClock();
    fire(clock, 100, false);
    clock.rest();
    expect(clock.dueAtMs(105, false)).toBe(115);
  });
});
