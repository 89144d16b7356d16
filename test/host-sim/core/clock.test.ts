import fc from 'fast-check';
import { VirtualClock } from '../../../host-sim/core/clock';

describe('the virtual clock', () => {
  test('runs every timer at its own instant, in the order of time', () => {
    const clock = new VirtualClock();
    const ran: number[] = [];
    for (const timeNs of [30, 10, 20]) clock.at(timeNs, () => ran.push(clock.nowNs));
    clock.runUntil(25);
    expect(ran).toEqual([10, 20]);
    expect(clock.nowNs).toBe(25);
    clock.runUntil(30);
    expect(ran).toEqual([10, 20, 30]);
  });

  test('runs equal instants in the order in which they were set', () => {
    const ran: number[] = [];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), (instants) => {
        const clock = new VirtualClock();
        ran.length = 0;
        instants.forEach((timeNs, i) => clock.at(timeNs, () => ran.push(i)));
        clock.runUntil(5);
        const expected = instants.map((timeNs, i) => [timeNs, i]).sort(([s, i], [t, j]) => s! - t! || i! - j!);
        expect(ran).toEqual(expected.map(([, i]) => i));
      }),
    );
  });

  test('lets a timer set further timers, those for the past as soon as possible', () => {
    const clock = new VirtualClock();
    const ran: string[] = [];
    clock.at(10, () => {
      clock.at(3, () => ran.push(`late at ${clock.nowNs}`));
      clock.at(12, () => ran.push(`next at ${clock.nowNs}`));
    });
    clock.runUntil(20);
    expect(ran).toEqual(['late at 10', 'next at 12']);
  });

  test('forgets a cancelled timer, and bears a second cancel, also after it has run', () => {
    const clock = new VirtualClock();
    let runs = 0;
    const cancelled = clock.at(1, () => runs++);
    const kept = clock.at(2, () => runs++);
    cancelled.cancel();
    cancelled.cancel();
    expect(clock.nextAtNs).toBe(2);
    clock.runUntil(2);
    kept.cancel();
    expect(runs).toBe(1);
    expect(clock.nextAtNs).toBeUndefined();
  });

  test('rounds a fraction of a nanosecond up, never to before the wish', () => {
    const clock = new VirtualClock();
    clock.at(10.2, () => undefined);
    expect(clock.nextAtNs).toBe(11);
  });

  test('refuses an instant that never comes', () => {
    expect(() => new VirtualClock().at(Infinity, () => undefined)).toThrow(/can never run/);
    expect(() => new VirtualClock().at(NaN, () => undefined)).toThrow(/can never run/);
  });

  test('never goes back', () => {
    const clock = new VirtualClock();
    clock.runUntil(100);
    clock.runUntil(50);
    expect(clock.nowNs).toBe(100);
  });
});
