import { resolve } from 'node:path';
import { readFirmware } from '../../cli/firmware-text';
import { SLOWNESS } from './slow-time';
import { EspruinoBoard, type EspruinoBoardOptions } from './espruino-board';

export { settingsFor, startRelay, type InterpreterRelay } from './own-relay';

const path = process.env.ESPRUINO ?? '';

/** The interpreter's file. */
export const interpreter = resolve(path);

/** `describe` with an interpreter to run on; without one its tests are skipped. */
export const describeOnInterpreter = path === '' ? describe.skip : describe;

/** The same for each sound path that a board can be set to. */
export function eachOnInterpreter<P extends { readonly codec: string }>(
  what: string,
  paths: readonly P[],
  tests: (path: P) => void,
): void {
  for (const path of paths) describeOnInterpreter(`${what}, set to ${path.codec}`, () => tests(path));
}

/** Boots the built bundle with these settings; resolves when it runs. */
export async function boot(
  settings: Readonly<Record<string, unknown>> = {},
  options: Partial<EspruinoBoardOptions> = {},
): Promise<EspruinoBoard> {
  const board = new EspruinoBoard({ interpreter, firmware: readFirmware(), settings, slowness: SLOWNESS, ...options });
  await board.until('the bundle to run', async () => (await board.evaluate('typeof status')) === 'function');
  return board;
}

/** What `status()` says, as far as the tests look at it. */
type Status = {
  readonly state: string;
  readonly name: string;
  readonly role: string;
  readonly light: string;
  readonly microphone: string;
  readonly codec: string;
  readonly whyTables: string;
  readonly joinMs: number;
  readonly packets: Record<'sent' | 'received' | 'lost' | 'late' | 'concealed' | 'strangers' | 'malformed', number>;
  readonly underruns: number;
  readonly overruns: number;
  readonly skipped: number;
  readonly bufferMs: number;
  readonly fault: string;
};

export function statusOf(board: EspruinoBoard): Promise<Status> {
  return board.evaluate<Status>('status()');
}

export function untilState(board: EspruinoBoard, state: string): Promise<void> {
  return board.until(`the state ${state}`, async () => (await statusOf(board)).state === state);
}

/** Variables in use after a garbage collection, and all there are. */
type Variables = { readonly usage: number; readonly total: number };

export async function variablesOf(board: EspruinoBoard): Promise<Variables> {
  const { usage, total } = await board.evaluate<Variables>('process.memory()');
  const excess = await board.evaluate<number>('__board.excess');
  return { usage: usage - excess, total: total - excess };
}

/** Bytes of the longest array that can still be had in one piece, in steps of 256. */
export function largestArrayOf(board: EspruinoBoard): Promise<number> {
  // An array for which there is no such piece is made of small ones, of 12 bytes: for those there has to be room.
  return board.evaluate<number>(
    '(function(){var most=0;for(var n=256;n<12*process.memory().free;n+=256){' +
      'if(!E.getAddressOf(new Uint8Array(n),true))break;most=n}E.getErrorFlags();return most})()',
  );
}

/** The fewest variables that a board is known to have, with Bluetooth on. The test's own code takes some 215 of them. */
export const SMALL_POOL = 3900;

/** A figure for whoever reads the run. */
export function say(text: string): void {
  process.stderr.write(`    ${text}\n`);
}
