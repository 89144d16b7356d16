import type { Clock, Timer } from '../../core/clock';
import type { CostModel } from './cost-model';
import { NS_PER_SECOND } from '../../core/time-units';
import { BusyLog } from './busy-log';
import { EndlessCallback } from './errors';

/** Something that each pass of the idle loop polls once: a socket. */
export interface Poller {
  readonly hasWork: boolean;
  poll(): void;
}

/** What a CPU needs. */
type CpuPorts = {
  readonly clock: Clock;
  readonly costs: CostModel;
  /** Called before a callback runs: moves the hardware up to the present instant. */
  readonly beforeRun: (nowNs: number) => void;
  /** Called as time passes within a callback: an error if the callback ends here, such as what `abort` gives. */
  readonly whyEnd?: (nowNs: number) => Error | undefined;
  /** Called when a callback has ended, with or without an exception. */
  readonly afterRun: () => void;
  /** Called with an exception that nothing in the program caught. */
  readonly onException: (thrown: unknown) => void;
  /** Called once when the run stops for good. */
  readonly onFault: (fault: Error) => void;
};

type Task = { readonly dueNs: number; readonly order: number; readonly costNs: number; readonly action: () => void };

/** Longer than any watchdog of the board waits. */
const LONGEST_CALLBACK_NS = 60 * NS_PER_SECOND;

/**
 * The CPU that the interpreter runs on. It runs one callback after the other. Each takes time, and what is due
 * meanwhile waits. One pass of the idle loop runs all callbacks that are due, and then polls every socket once.
 */
export class Cpu {
  readonly busy: BusyLog;
  private readonly ports: CpuPorts;
  /** The instant until which the CPU is busy. While a callback runs, the instant it has reached. */
  private busyUntilNs: number;
  private startedNs = 0;
  /** Whether what runs now takes no time. */
  private isFree = false;
  private isRunning = false;
  /** Whether the callback itself runs, and not what the interpreter does before and after it. */
  private isInAction = false;
  private fault: Error | undefined;
  private isOff = false;
  /** Why the running callback was aborted, and what to do when it has unwound. */
  private abortion: { readonly reason: Error; readonly afterwards: () => void } | undefined;
  private order = 0;
  /** The calls of the interpreter that wait for the network. */
  private readonly blocking = new Set<{ readonly fromNs: number }>();
  /** When the pass of the idle loop began, or undefined between passes. */
  private passNs: number | undefined;
  /** Ordered by the instant they are due at, then by the order of posting. */
  private readonly tasks: Task[] = [];
  private readonly pollers = new Set<Poller>();
  /** The timer of the clock for the next step. */
  private wake: (Timer & { readonly atNs: number }) | undefined;

  constructor(ports: CpuPorts) {
    this.ports = ports;
    this.busyUntilNs = ports.clock.nowNs;
    this.busy = new BusyLog(ports.clock.nowNs);
  }

  /** The board's own instant in ns. It is ahead of the clock while the CPU is busy. */
  get nowNs(): number {
    return Math.max(this.ports.clock.nowNs, this.busyUntilNs);
  }

  /** Whether the CPU has stopped for good. */
  get isHalted(): boolean {
    return this.isOff || this.fault !== undefined;
  }

  /**
   * Takes time.
   * @throws the fault once the run has stopped, at every call, so that the program cannot catch it and go on
   */
  charge(ns: number): void {
    if (this.fault !== undefined) throw this.fault;
    if (this.abortion !== undefined) throw this.abortion.reason;
    if (this.isFree || !this.isRunning) return;
    this.busyUntilNs += ns;
    const end = this.isInAction ? this.ports.whyEnd?.(this.busyUntilNs) : undefined;
    if (end !== undefined) throw end;
    if (this.busyUntilNs - this.startedNs > LONGEST_CALLBACK_NS) throw this.stop(new EndlessCallback());
  }

  /** Runs an access to the hardware. If the hardware throws, the run stops. */
  guard<T>(access: () => T): T {
    try {
      return access();
    } catch (error) {
      throw this.stop(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Stops the run for good. Gives the fault to throw: the first one that stopped the run. */
  stop(fault: Error): Error {
    if (this.fault !== undefined) return this.fault;
    this.fault = fault;
    this.rest();
    if (!this.isOff) this.ports.onFault(fault);
    return fault;
  }

  /**
   * Aborts the running callback, as a crash of the whole program does: the program cannot catch it. Gives the error to
   * throw. `afterwards` is called when the callback has unwound.
   */
  abort(reason: Error, afterwards: () => void): Error {
    if (this.abortion !== undefined || this.isHalted) return this.abortion?.reason ?? reason;
    this.abortion = { reason, afterwards };
    if (!this.isRunning) this.ports.clock.at(this.ports.clock.nowNs, () => this.endAbortion());
    return reason;
  }

  /** Stops for good, without a fault. */
  powerOff(): void {
    this.isOff = true;
    this.rest();
  }

  /** Removes everything that waits, as a restart of the interpreter does. */
  clear(): void {
    this.tasks.length = 0;
    this.pollers.clear();
    this.blocking.clear();
    this.passNs = undefined;
  }

  /** Runs `action` when it is due and the CPU is free. What is due earlier runs first. `costNs` is what it takes. */
  post(dueNs: number, action: () => void, costNs = this.ports.costs.callback): Timer {
    const task = { dueNs: Math.max(dueNs, this.nowNs), order: this.order++, costNs, action };
    let at = this.tasks.length;
    while (at > 0 && this.tasks[at - 1]!.dueNs > task.dueNs) at--;
    this.tasks.splice(at, 0, task);
    this.reschedule();
    return {
      cancel: () => {
        const index = this.tasks.indexOf(task);
        if (index >= 0) this.tasks.splice(index, 1);
      },
    };
  }

  /** Polls a socket from now on. */
  addPoller(poller: Poller): void {
    this.pollers.add(poller);
    this.reschedule();
  }

  removePoller(poller: Poller): void {
    this.pollers.delete(poller);
  }

  /** Finds the next thing to do. A poller calls it when it has work. */
  reschedule(): void {
    if (this.isHalted || this.isRunning || this.blocking.size > 0) return;
    const atNs = this.nextNs();
    if (atNs === undefined || (this.wake !== undefined && this.wake.atNs <= atNs)) return;
    this.wake?.cancel();
    const timer = this.ports.clock.at(atNs, () => {
      this.wake = undefined;
      this.step();
    });
    this.wake = { atNs, cancel: () => timer.cancel() };
  }

  /**
   * Stops the program after the callback that runs now, as a call of the interpreter does that waits for the network.
   * The function that comes back lets it go on. What is due meanwhile waits; the hardware goes on.
   */
  block(): () => void {
    const call = { fromNs: this.nowNs };
    this.blocking.add(call);
    return () => {
      if (!this.blocking.delete(call) || this.blocking.size > 0) return;
      this.busy.add(Math.max(call.fromNs, this.busyUntilNs), this.ports.clock.nowNs);
      this.reschedule();
    };
  }

  /** Runs `look` without taking time: an observation from outside. */
  lookFree<T>(look: () => T): T {
    const wasFree = this.isFree;
    this.isFree = true;
    try {
      return look();
    } finally {
      this.isFree = wasFree;
    }
  }

  private nextNs(): number | undefined {
    const dueNs = this.tasks[0]?.dueNs;
    const nowNs = this.nowNs;
    if (this.passNs !== undefined) return nowNs;
    for (const poller of this.pollers) if (poller.hasWork) return nowNs;
    return dueNs === undefined ? undefined : Math.max(dueNs, nowNs);
  }

  private step(): void {
    if (this.isHalted || this.blocking.size > 0) return;
    if (this.ports.clock.nowNs >= this.busyUntilNs) {
      this.passNs ??= this.ports.clock.nowNs;
      const task = this.tasks[0];
      if (task !== undefined && task.dueNs <= this.passNs) {
        this.tasks.shift();
        this.run(task.action, task.costNs);
      } else {
        this.passNs = undefined;
        this.run(() => this.pollAll(), 0);
      }
    }
    this.reschedule();
  }

  private pollAll(): void {
    for (const poller of [...this.pollers]) if (poller.hasWork && this.pollers.has(poller)) poller.poll();
  }

  private run(action: () => void, costNs: number): void {
    this.startedNs = this.nowNs;
    this.busyUntilNs = this.startedNs;
    this.isRunning = true;
    try {
      this.ports.beforeRun(this.startedNs);
      // The statements of a callback run before and after its effects, so each half is charged on one side.
      this.charge(costNs / 2);
      this.isInAction = true;
      action();
      this.isInAction = false;
      this.charge(costNs / 2);
    } catch (thrown) {
      if (!this.isHalted && this.abortion === undefined) this.ports.onException(thrown);
    } finally {
      this.isRunning = false;
      this.isInAction = false;
      this.ports.afterRun();
      this.busyUntilNs = Math.round(this.busyUntilNs);
      this.busy.add(this.startedNs, this.busyUntilNs);
      this.endAbortion();
    }
  }

  private endAbortion(): void {
    const { abortion } = this;
    this.abortion = undefined;
    if (!this.isHalted) abortion?.afterwards();
  }

  private rest(): void {
    this.wake?.cancel();
    this.wake = undefined;
    this.clear();
  }
}
