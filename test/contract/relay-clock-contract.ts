import type { Clock } from '../../relay/ports/ports';

/** A clock under test. `settle` runs everything that is due within `spanMs`. */
type ClockUnderTest = { readonly clock: Clock; settle(spanMs: number): Promise<void> };

/** What the relay expects of every clock. */
export function describeRelayClock(name: string, open: () => ClockUnderTest): void {
  describe(`${name} as the relay's clock`, () => {
    test('never goes back', () => {
      const { clock } = open();
      let lastMs = clock.nowMs();
      for (let i = 0; i < 100; i++) {
        const nowMs = clock.nowMs();
        expect(nowMs).toBeGreaterThanOrEqual(lastMs);
        lastMs = nowMs;
      }
    });

    test.each([0, 0.4, 1, 2.7, 12.5])('runs a timer of %p ms once, and not early', async (delayMs) => {
      const { clock, settle } = open();
      const dueAtMs = clock.nowMs() + delayMs;
      const ranAtMs: number[] = [];
      clock.after(delayMs, () => ranAtMs.push(clock.nowMs()));
      expect(ranAtMs).toEqual([]);
      await settle(20);
      expect(ranAtMs.length).toBe(1);
      expect(ranAtMs[0]).toBeGreaterThanOrEqual(dueAtMs - 1e-6);
    });

    test('runs timers in the order of their instants, equal ones as they were set', async () => {
      const { clock, settle } = open();
      const order: string[] = [];
      clock.after(9, () => order.push('last'));
      clock.after(3, () => order.push('first'));
      clock.after(3, () => order.push('second'));
      await settle(20);
      expect(order).toEqual(['first', 'second', 'last']);
    });

    test('does not run a timer that was cancelled once or more', async () => {
      const { clock, settle } = open();
      let runs = 0;
      const cancelled = clock.after(2, () => runs++);
      cancelled.cancel();
      cancelled.cancel();
      const done = clock.after(1, () => runs++);
      await settle(20);
      done.cancel();
      expect(runs).toBe(1);
    });

    test('lets a timer set another', async () => {
      const { clock, settle } = open();
      const order: number[] = [];
      clock.after(1, () => {
        order.push(1);
        clock.after(1, () => order.push(2));
      });
      await settle(20);
      expect(order).toEqual([1, 2]);
    });
  });
}
