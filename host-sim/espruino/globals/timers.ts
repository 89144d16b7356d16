import type { Timer } from '../../core/clock';
import { NS_PER_MS } from '../../core/time-units';
import { runInterruptible } from '../cpu/errors';
import type { Interpreter } from '../interpreter/interpreter';

type Entry = { timer: Timer; intervalNs: number; dueNs: number; readonly repeats: boolean; readonly run: () => void };

/** The interpreter's TIMER_MIN_INTERVAL. */
const SHORTEST_MS = 0.1;

/** Installs `setTimeout`, `setInterval`, `changeInterval` and the functions that clear timers. Ids are 1, 2, 3 … */
export function installTimers(interpreter: Interpreter, clockPpm: number): void {
  const { cpu, costs, globals } = interpreter;
  const entries = new Map<number, Entry>();
  let lastId = 0;
  // The milliseconds of a board with a fast crystal are shorter.
  const nsPerMs = NS_PER_MS / (1 + clockPpm / 1e6);
  const toNs = (ms: unknown): number => Math.max(Number(ms) || 0, SHORTEST_MS) * nsPerMs;

  const arm = (id: number, entry: Entry): void => {
    entry.timer = cpu.post(entry.dueNs, () => {
      if (entry.repeats) {
        // Ticks that were missed do not run later.
        do entry.dueNs += entry.intervalNs;
        while (entry.dueNs <= cpu.nowNs);
        arm(id, entry);
      } else entries.delete(id);
      runInterruptible(entry.run, () => {
        entry.timer.cancel();
        entries.delete(id);
      });
    });
  };

  const set = (callback: unknown, ms: unknown, values: readonly unknown[], repeats: boolean): number => {
    cpu.charge(costs.setTimer);
    if (typeof callback !== 'function' && typeof callback !== 'string')
      interpreter.fail('Function or String not supplied!');
    const intervalNs = toNs(ms);
    const run = (): void => void interpreter.call(callback, globals, values);
    const id = ++lastId;
    const entry: Entry = { timer: { cancel: () => {} }, intervalNs, dueNs: cpu.nowNs + intervalNs, repeats, run };
    entries.set(id, entry);
    arm(id, entry);
    return id;
  };

  const clear = (name: string, given: readonly unknown[]): void => {
    cpu.charge(costs.setTimer);
    if (given.length === 0) {
      for (const { timer } of entries.values()) timer.cancel();
      entries.clear();
      return;
    }
    const [id] = given;
    if (typeof id !== 'number') interpreter.fail(`${name}(undefined) not allowed. Use ${name}() instead`);
    entries.get(id)?.timer.cancel();
    entries.delete(id);
  };

  Object.assign(globals, {
    setTimeout: (callback: unknown, ms: unknown, ...values: unknown[]) => set(callback, ms, values, false),
    setInterval: (callback: unknown, ms: unknown, ...values: unknown[]) => set(callback, ms, values, true),
    clearTimeout: (...given: unknown[]) => clear('clearTimeout', given),
    clearInterval: (...given: unknown[]) => clear('clearInterval', given),
    changeInterval: (id: unknown, ms: unknown) => {
      cpu.charge(costs.setTimer);
      const entry = entries.get(id as number);
      if (entry === undefined) return interpreter.fail('Unknown Interval');
      entry.timer.cancel();
      entry.intervalNs = toNs(ms);
      entry.dueNs = cpu.nowNs + entry.intervalNs;
      arm(id as number, entry);
    },
  });
}
