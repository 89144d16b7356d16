import { VirtualClock } from '../../../../host-sim/core/clock';
import { Cpu } from '../../../../host-sim/espruino/cpu/cpu';
import { FREE } from '../workbench';
import { NS_PER_MS } from '../../../../host-sim/core/time-units';

function createCpu(callbackMs = 0) {
  const clock = new VirtualClock();
  const log: string[] = [];
  const note = (what: string): void => void log.push(`${cpu.nowNs / NS_PER_MS} ${what}`);
  const cpu = new Cpu({
    clock,
    costs: { ...FREE, callback: callbackMs * NS_PER_MS },
    afterRun: () => {},
    beforeRun: () => {},
    onException: (thrown) => note(`threw ${String(thrown)}`),
    onFault: (fault) => note(`fault ${fault.message}`),
  });
  return { clock, cpu, log, note };
}

test('runs what is due, in order of the instants and then of posting', () => {
  const { clock, cpu, log, note } = createCpu();
  cpu.post(2 * NS_PER_MS, () => note('c'));
  cpu.post(1 * NS_PER_MS, () => note('a'));
  cpu.post(1 * NS_PER_MS, () => note('b'));
  clock.runUntil(5 * NS_PER_MS);
  expect(log).toEqual(['1 a', '1 b', '2 c']);
});

test('a long callback makes the next one late, and its own time moves on meanwhile', () => {
  const { clock, cpu, log, note } = createCpu();
  cpu.post(1 * NS_PER_MS, () => {
    note('begins');
    cpu.charge(10 * NS_PER_MS);
    note('ends');
  });
  cpu.post(2 * NS_PER_MS, () => note('next'));
  clock.runUntil(20 * NS_PER_MS);
  expect(log).toEqual(['1 begins', '11 ends', '11 next']);
});

test('charges half of a callback before it and half after', () => {
  const { clock, cpu, log, note } = createCpu(1);
  cpu.post(0, () => note('one'));
  cpu.post(0, () => note('two'));
  clock.runUntil(5 * NS_PER_MS);
  expect(log).toEqual(['0.5 one', '1.5 two']);
});

test('does not run what was called off', () => {
  const { clock, cpu, log, note } = createCpu();
  cpu.post(1 * NS_PER_MS, () => note('a')).cancel();
  clock.runUntil(5 * NS_PER_MS);
  expect(log).toEqual([]);
});

test('looks after each socket once between two rounds of callbacks', () => {
  const { clock, cpu, log, note } = createCpu();
  let left = 3;
  cpu.addPoller({
    get hasWork() {
      return left > 0;
    },
    poll() {
      note(`datagram ${left--}`);
      cpu.charge(NS_PER_MS);
      cpu.post(cpu.nowNs, () => note('message'));
    },
  });
  clock.runUntil(20 * NS_PER_MS);
  expect(log).toEqual(['0 datagram 3', '1 message', '1 datagram 2', '2 message', '2 datagram 1', '3 message']);
});

test('an exception does not keep the next callback from running', () => {
  const { clock, cpu, log, note } = createCpu();
  cpu.post(0, () => {
    throw new Error('oh');
  });
  cpu.post(0, () => note('next'));
  clock.runUntil(1);
  expect(log).toEqual(['0 threw Error: oh', '0 next']);
});

test('after a fault nothing runs, and every further charge throws it', () => {
  const { clock, cpu, log, note } = createCpu();
  cpu.post(0, () => {
    try {
      cpu.guard(() => {
        throw new Error('no such register');
      });
    } catch {
      expect(() => cpu.charge(1)).toThrow('no such register');
    }
  });
  cpu.post(0, () => note('next'));
  clock.runUntil(5 * NS_PER_MS);
  cpu.post(0, () => note('later'));
  clock.runUntil(9 * NS_PER_MS);
  expect(log).toEqual(['0 fault no such register']);
  expect(cpu.isHalted).toBe(true);
});

test('a callback that never ends stops the run', () => {
  const { clock, cpu, log } = createCpu();
  cpu.post(0, () => {
    for (;;) cpu.charge(NS_PER_MS);
  });
  clock.runUntil(5 * NS_PER_MS);
  expect(log).toHaveLength(1);
  expect(log[0]).toContain('has run for 60 s');
});

test('tells the share of time that it was busy, since the start and in the last second', () => {
  const { clock, cpu } = createCpu();
  for (let i = 0; i < 10; i++) cpu.post(i * 100 * NS_PER_MS, () => cpu.charge(25 * NS_PER_MS));
  clock.runUntil(1000 * NS_PER_MS);
  expect(cpu.busy.load(cpu.nowNs)).toBeCloseTo(0.25);
  clock.runUntil(2000 * NS_PER_MS);
  expect(cpu.busy.load(cpu.nowNs)).toBeCloseTo(0.125);
  expect(cpu.busy.recentLoad(cpu.nowNs)).toBe(0);
});

test('a look from outside takes no time', () => {
  const { clock, cpu } = createCpu(1);
  clock.runUntil(3 * NS_PER_MS);
  expect(cpu.lookFree(() => (cpu.charge(5 * NS_PER_MS), cpu.nowNs))).toBe(3 * NS_PER_MS);
  expect(cpu.nowNs).toBe(3 * NS_PER_MS);
});
