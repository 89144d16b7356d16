import { VirtualClock } from '../../../host-sim/core/clock';
import { pumpInRealTime } from '../../../host-sim/node/real-time';

test('runs timers in the order of their instants, none before its time', async () => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  const startedNs = process.hrtime.bigint();
  const early: string[] = [];
  const note = (name: string, dueMs: number) => (): void => {
    ran.push(name);
    if (Number(process.hrtime.bigint() - startedNs) < dueMs * 1e6) early.push(name);
  };
  const pump = pumpInRealTime(clock);
  await new Promise<void>((resolve) => {
    clock.at(20e6, note('c', 20));
    clock.at(5e6, note('a', 5));
    clock.at(10e6, note('b', 10));
    clock.at(21e6, resolve);
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
  await new Promise<void>((resolve) => clock.at(clock.nowNs + 1e6, resolve));
  pump.stop();
  expect(clock.nowNs).toBeLessThan(1e12 + 60e9);
});

test('tells of what was thrown, and stands still', async () => {
  const clock = new VirtualClock();
  clock.at(1e6, () => {
    throw new Error('oh');
  });
  const pump = pumpInRealTime(clock);
  await expect(pump.failed).rejects.toThrow('oh');
});
