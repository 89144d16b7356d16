import { DailyWork } from '../../../relay/ports/daily-work';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../relay/ports/time-units';
import { FakeClock } from '../support/fake-clock';
import { RecordingLog } from '../support/in-memory-ports';

const START_MS = Date.UTC(2027, 2, 1, 12);

class Bench {
  readonly clock = new FakeClock(0);
  readonly log = new RecordingLog();
  readonly ran: string[] = [];
  wallShiftMs = START_MS;
  failing = '';
  readonly work: DailyWork;

  constructor() {
    const wallClock = { epochMs: () => this.wallShiftMs + this.clock.nowMs() };
    const task = (name: string) => ({
      name,
      run: async (nowMs: number): Promise<void> => {
        this.ran.push(`${name} ${(nowMs - START_MS) / HOUR_MS}`);
        if (this.failing === name) throw new Error(`${name} is full`);
      },
    });
    this.work = new DailyWork({ clock: this.clock, wallClock, log: this.log }, [task('audit'), task('links')]);
  }

  async begin(): Promise<string[]> {
    this.work.start();
    return this.pass(0);
  }

  async pass(spanMs: number): Promise<string[]> {
    for (let left = spanMs; left >= 0; left -= MINUTE_MS * 30) {
      this.clock.advance(Math.min(left, MINUTE_MS * 30));
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
    return this.ran.splice(0);
  }
}

test('all tasks run at the start, and every 24 hours from then on', async () => {
  const bench = new Bench();
  expect(await bench.begin()).toEqual(['audit 0', 'links 0']);
  expect(await bench.pass(23 * HOUR_MS)).toEqual([]);
  expect(await bench.pass(3 * DAY_MS)).toEqual([24, 48, 72].flatMap((hour) => [`audit ${hour}`, `links ${hour}`]));
});

test('a task that fails is logged, stops no other task, and is tried again after an hour', async () => {
  const bench = new Bench();
  bench.failing = 'audit';
  expect(await bench.begin()).toEqual(['audit 0', 'links 0']);
  expect(bench.log.lines).toEqual([
    { level: 'warn', event: 'daily-task-failed', fields: { task: 'audit', message: 'audit is full' } },
  ]);
  bench.failing = '';
  expect(await bench.pass(2 * HOUR_MS)).toEqual(['audit 1']);
  expect(await bench.pass(DAY_MS)).toEqual(['links 24', 'audit 25']);
});

test('a wall clock that jumps, either way, makes the tasks due within an hour', async () => {
  const bench = new Bench();
  await bench.begin();
  await bench.pass(HOUR_MS);
  bench.wallShiftMs += 2 * DAY_MS;
  expect(await bench.pass(HOUR_MS)).toEqual(['audit 50', 'links 50']);
  bench.wallShiftMs -= 20 * DAY_MS;
  expect(await bench.pass(HOUR_MS)).toHaveLength(2);
  expect(await bench.pass(22 * HOUR_MS)).toEqual([]);
});

test('closing waits for the task under way, and nothing runs or is set afterwards', async () => {
  let finish: () => void = () => undefined;
  const clock = new FakeClock(0);
  const ran: string[] = [];
  const work = new DailyWork({ clock, wallClock: { epochMs: () => START_MS }, log: new RecordingLog() }, [
    { name: 'slow', run: () => new Promise<void>((resolve) => (finish = resolve)) },
    { name: 'next', run: async () => void ran.push('next') },
  ]);
  work.start();
  await Promise.resolve();
  let isClosed = false;
  const closed = work.close().then(() => (isClosed = true));
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  expect([isClosed, clock.pending]).toEqual([false, 0]);
  finish();
  await closed;
  work.start();
  expect([ran, clock.pending]).toEqual([[], 0]);
});
