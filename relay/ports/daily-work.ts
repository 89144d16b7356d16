import { Alarm } from './alarm';
import type { Clock, Log, WallClock } from './ports';
import { DAY_MS, HOUR_MS } from './time-units';

/** How often the wall clock is read. It may jump, so a timer of a whole day could be a day late. */
const LOOK_AGAIN_MS = HOUR_MS;

/** Something to be done once a day. `nowMs` is the time of day in epoch milliseconds. */
type DailyTask = { readonly name: string; readonly run: (nowMs: number) => Promise<unknown> };

type DailyWorkPorts = { readonly clock: Clock; readonly wallClock: WallClock; readonly log: Log };

/** Runs tasks at the start and then once a day by the wall clock. A task that fails is logged and tried again after an hour. */
export class DailyWork {
  private readonly ports: DailyWorkPorts;
  private readonly tasks: readonly DailyTask[];
  private readonly alarm: Alarm;
  /** When each task succeeded last. */
  private readonly doneAtMs = new Map<DailyTask, number>();
  private running: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(ports: DailyWorkPorts, tasks: readonly DailyTask[]) {
    this.ports = ports;
    this.tasks = tasks;
    this.alarm = new Alarm(ports.clock, () => this.start());
  }

  /** Runs the tasks that are due, one after the other, and sets the alarm for the next time. */
  start(): void {
    if (this.isClosed) return;
    this.alarm.ringBy(this.ports.clock.nowMs() + LOOK_AGAIN_MS);
    this.running = this.running.then(() => this.runDue());
  }

  /** Waits for the task under way. No task starts afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.alarm.cancel();
    await this.running;
  }

  private async runDue(): Promise<void> {
    for (const task of this.tasks) {
      const nowMs = this.ports.wallClock.epochMs();
      const doneAtMs = this.doneAtMs.get(task);
      const isDue = doneAtMs === undefined || Math.abs(nowMs - doneAtMs) >= DAY_MS;
      if (this.isClosed || !isDue) continue;
      try {
        await task.run(nowMs);
        this.doneAtMs.set(task, nowMs);
      } catch (error) {
        this.ports.log.warn('daily-task-failed', { task: task.name, message: (error as Error).message });
      }
    }
  }
}
