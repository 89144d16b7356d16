import type { OpenRelay } from '../../relay/main';
import { pause, type EspruinoBoard } from './espruino-board';
import * as run from './interpreter';

/** Joining and leaving so often must cost no memory. `CYCLES=1000` for a long run. */
const CYCLES = Number(process.env.CYCLES ?? 30);
/** The first ones make what stays: sockets' classes, timers' tables. */
const WARM_UP = 3;
const CYCLE_MS = 2000;

run.describeOnInterpreter('the bundle in a real interpreter, going in and out', () => {
  let relay: OpenRelay;
  let board: EspruinoBoard;

  beforeAll(async () => {
    relay = await run.startRelay();
    board = await run.boot(run.settingsFor(relay));
    await run.untilState(board, 'idle');
  });
  afterAll(async () => {
    board?.close();
    await relay?.close();
  });

  /** Joins, talks for a moment, and leaves. */
  async function cycle(): Promise<void> {
    await board.press(0, 40);
    await run.untilState(board, 'inRoom');
    await board.press(0, 40);
    await board.until('the microphone', async () => (await run.statusOf(board)).microphone === 'open');
    await pause(60);
    await board.press(0, 40, 40, 40);
    await run.untilState(board, 'idle');
  }

  /** Variables in use, once timers and sockets of the last cycle are gone. */
  async function settledUsage(): Promise<number> {
    let least = Infinity;
    for (let i = 0; i < 10; i++) {
      await pause(100);
      least = Math.min(least, (await run.variablesOf(board)).usage);
    }
    return least;
  }

  test(
    `uses as many variables after ${CYCLES} times as before`,
    async () => {
      for (let i = 0; i < WARM_UP; i++) await cycle();
      const before = await settledUsage();
      for (let i = 0; i < CYCLES; i++) await cycle();
      const after = await settledUsage();
      run.say(`variables: ${before} before and ${after} after ${CYCLES} times in and out`);
      expect(after - before).toBe(0);
      expect(relay.stats()).toMatchObject({ rooms: 0, members: 1 });
      expect(board.console).toEqual([]);
    },
    CYCLE_MS * (CYCLES + WARM_UP) + 60_000,
  );
});
