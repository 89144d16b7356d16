import { breakableWire, type BreakableWire } from './breakable-wire';
import type { EspruinoBoard } from './espruino-board';
import * as run from './interpreter';
import { pause, SLOWNESS } from './slow-time';

/** Joining and leaving so often must cost no memory. `CYCLES=1000` for a long run. */
const CYCLES = Number(process.env.CYCLES ?? 30);
/** The first ones make what stays: sockets' classes, timers' tables. */
const WARM_UP = 3;
const CYCLE_MS = 2000;
const CUTS = 5;
const CUT_MS = 5000;
/** The join's timer of 5 seconds keeps its closure for as long. */
const SETTLE_MS = 6000;
/** A number above 32767 takes a variable of its own, and sequence numbers begin anywhere in 16 bits. */
const JITTER = 8;
const PATHS = [{ codec: 'wide' }, { codec: 'tables' }];

run.eachOnInterpreter('the bundle in a real interpreter, going in and out', PATHS, ({ codec }) => {
  let relay: run.InterpreterRelay;
  let wire: BreakableWire;
  let board: EspruinoBoard;

  beforeAll(async () => {
    relay = await run.startRelay();
    wire = await breakableWire(relay.signalPort);
    const settings = { ...run.settingsFor(relay), relayPort: wire.port, codec };
    board = await run.boot(settings, { variables: codec === 'wide' ? run.SMALL_POOL : undefined });
    await run.untilState(board, 'idle');
  });
  afterAll(async () => {
    board?.close();
    wire?.close();
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
    await board.until('a seat in the audience', async () => (await run.statusOf(board)).role === 'audience');
    // Not a third click of the same haste.
    await pause(40);
    await board.press(0, 40, 40, 40);
    await run.untilState(board, 'idle');
  }

  /** Variables in use, once timers and sockets of the last cycle are gone. */
  async function settledUsage(): Promise<number> {
    await pause(SETTLE_MS);
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
      run.say(`longest array in one piece: ${await run.largestArrayOf(board)} bytes`);
      expect(after - before).toBeLessThanOrEqual(JITTER);
      expect(relay.stats().members).toBe(1);
      expect(board.console).toEqual([]);
    },
    SLOWNESS * (CYCLE_MS * (CYCLES + WARM_UP) + 60_000),
  );

  test(
    `returns to its room by itself when the connection is cut, ${CUTS} times at no cost`,
    async () => {
      await board.press(0, 40);
      await run.untilState(board, 'inRoom');
      await cutAndReturn();
      const before = await settledUsage();
      for (let i = 0; i < CUTS; i++) await cutAndReturn();
      const after = await settledUsage();
      run.say(`variables: ${before} before and ${after} after ${CUTS} cuts of the connection`);
      expect(after - before).toBeLessThanOrEqual(JITTER);
      expect((await run.statusOf(board)).microphone).toBe('closed');
      expect(board.console.filter((line) => !line.startsWith('Stagebox: '))).toEqual([]);
    },
    SLOWNESS * (CUT_MS * (CUTS + 1) + 60_000),
  );

  async function cutAndReturn(): Promise<void> {
    wire.cut();
    await run.untilState(board, 'reconnecting');
    await run.untilState(board, 'inRoom');
  }
});
