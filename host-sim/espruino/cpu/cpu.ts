import type { Clock, Timer } from '../../core/clock';
import type { CostModel } from './cost-model';
import { EndlessCallback } from './errors';
import { BusyLog } from './busy-log';
import { NS_PER_SECOND } from '../../core/time-units';

/** Something that the idle loop looks after once a pass: a socket. */
export interface Poller {
  readonly hasWork: boolean;
  poll(): void;
}

/** What a CPU stands on. */
export type CpuPorts = {
  readonly clock: Clock;
  readonly costs: CostModel;
  /** Before anything runs: lets the hardware do what it has done by now. */
  readonly beforeRun: () => void;
  /** When a callback has ended, however it did. */
  readonly afterRun: () => void;
  /** An exception that nothing in the program caught. */
  readonly onException: (thrown: unknown) => void;
  readonly onFault: (fault: Error) => void;
};

type Task = { readonly dueNs: number; readonly order: number; readonly costNs: number; readonly action: () => void };

/** No watchdog of the board would wait longer. */
const LONGEST_CALLBACK_NS = 60 * NS_PER_SECOND;

/**
 * The one interpreter of a board. It does one thing after the other; each costs time, during which the clock of the
 * world may go on and the next thing waits. A pass of its idle loop: all that is due, then every socket once.
 */
export class Cpu {
  readonly busy: BusyLog;
  private readonly ports: CpuPorts;
  /** Until here the CPU is busy; while it runs something, how far it has come. */
  private busyUntilNs: number;
  private startedNs = 0;
  private isFree = false;
  private isRunning = false;
  private fault: Error | undefined;
  private isOff = false;
  /** Why what runs now has been given up, and what comes when it has unwound. */
  private abortion: { readonly reason: Error; readonly afterwards: () => void } | undefined;
  private order = 0;
  private passNs: number | undefined;
  /** By due time, then by order of posting. */
  private readonly tasks: Task[] = [];
  private readonly pollers = new Set<Poller>();
  private wake: (Timer & { readonly atNs: number }) | undefined;

  constructor(ports: CpuPorts) {
    this.ports = ports;
    this.busyUntilNs = ports.clock.nowNs;
    this.busy = new BusyLog(ports.clock.nowNs);
  }

  /** The board's own instant: ahead of the world's while it is busy. */
  get nowNs(): number {
    return Math.max(this.ports.clock.nowNs, this.busyUntilNs);
  }

  /** Whether it will never run anything again. */
  get isHalted(): boolean {
    return this.isOff || this.fault !== undefined;
  }

  /** Spends time. @throws the fault, for ever, once the run has stopped: no `catch` of the program gets past it */
  charge(ns: number): void {
    if (this.fault !== undefined) throw this.fault;
    if (this.abortion !== undefined) throw this.abortion.reason;
    if (this.isFree || !this.isRunning) return;
    this.busyUntilNs += ns;
    if (this.busyUntilNs - this.startedNs > LONGEST_CALLBACK_NS) throw this.stop(new EndlessCallback());
  }

  /** Runs an access to the hardware; what the hardware refuses stops the run. */
  guard<T>(access: () => T): T {
    try {
      return access();
    } catch (error) {
      throw this.stop(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Stops the run for good, and gives the fault that did. */
  stop(fault: Error): Error {
    if (this.fault !== undefined) return this.fault;
    this.fault = fault;
    this.rest();
    if (!this.isOff) this.ports.onFault(fault);
    return fault;
  }

  /**
   * Gives up what runs now, as a crash of the whole program does: no `catch` gets past it either. `afterwards` is called
   * when nothing of it runs any more.
   */
  abort(reason: Error, afterwards: () => void): Error {
    if (this.abortion !== undefined || this.isHalted) return this.abortion?.reason ?? reason;
    this.abortion = { reason, afterwards };
    if (!this.isRunning) this.ports.clock.at(this.ports.clock.nowNs, () => this.endAbortion());
    return reason;
  }

  powerOff(): void {
    this.isOff = true;
    this.rest();
  }

  /** Forgets everything that waits, as a restart of the interpreter does. */
  clear(): void {
    this.tasks.length = 0;
    this.pollers.clear();
    this.passNs = undefined;
  }

  /** Runs `action` when it is due and the CPU is free; what is due earlier comes first. */
  post(dueNs: number, action: () => void, costNs = this.ports.costs.callback): Timer {
    const task = { dueNs: Math.max(dueNs, this.nowNs), order: this.order++, costNs, action };
    let at = this.tasks.length;
    while (at > 0 && this.tasks[at - 1].dueNs > task.dueNs) at--;
    this.tasks.splice(at, 0, task);
    this.reschedule();
    return {
      cancel: () => {
        const index = this.tasks.indexOf(task);
        if (index >= 0) this.tasks.splice(index, 1);
      },
    };
  }

  addPoller(poller: Poller): void {
    this.pollers.add(poller);
    this.reschedule();
  }

  removePoller(poller: Poller): void {
    this.pollers.delete(poller);
  }

  /** Looks again whether there is something to do. A poller calls it when it has got work. */
  reschedule(): void {
    if (this.isHalted || this.isRunning) return;
    const atNs = this.nextNs();
    if (atNs === undefined || (this.wake !== undefined && this.wake.atNs <= atNs)) return;
    this.wake?.cancel();
    const timer = this.ports.clock.at(atNs, () => {
      this.wake = undefined;
      this.step();
    });
    this.wake = { atNs, cancel: () => timer.cancel() };
  }

  /** Evaluates something without moving time: a look from outside. */
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
    if (this.isHalted) return;
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
      this.ports.beforeRun();
      // The statements lie before and after what the callback does to the world: half the charge each.
      this.charge(costNs / 2);
      action();
      this.charge(costNs / 2);
    } catch (thrown) {
      if (!this.isHalted && this.abortion === undefined) this.ports.onException(thrown);
    } finally {
      this.isRunning = false;
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
