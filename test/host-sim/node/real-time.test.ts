import { VirtualClock } from '../../../host-sim/core/clock';
import { pumpInRealTime } from '../../../host-sim/node/real-time';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

test('runs timers in the order of their instants, none before its time', async () => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  const startedNs = process.hrtime.bigint();
  const early: string[] = [];
  const note = (name: string, dueMs: number) => (): void => {
    ran.push(name);
    if (Number(process.hrtime.bigint() - startedNs) < dueMs * NS_PER_MS) early.push(name);
  };
  const pump = pumpInRealTime(clock);
  await new Promise<void>((resolve) => {
    clock.at(20 * NS_PER_MS, note('c', 20));
    clock.at(5 * NS_PER_MS, note('a', 5));
    clock.at(10 * NS_PER_MS, note('b', 10));
    clock.at(21 * NS_PER_MS, resolve);
  });
  pump.stop();
  pump.stop();
  expect(ran).toEqual(['a', 'b', 'c']);
  expect(early).toEqual([]);
});

test("begins at the clock's own instant", async () => {
  const clock = new VirtualClock();
  clock.runUntil(1e12);
  const pump = pumpInRealTime(clock);
  await new Promise<void>((resolve) => clock.at(clock.nowNs + NS_PER_MS, resolve));
  pump.stop();
  expect(clock.nowNs).toBeLessThan(1e12 + 60 * NS_PER_SECOND);
});

test('tells of what was thrown, and stands still', async () => {
  const clock = new VirtualClock();
  clock.at(NS_PER_MS, () => {
    throw new Error('oh');
  });
  const pump = pumpInRealTime(clock);
  await expect(pump.failed).rejects.toThrow('oh');
});
