import { resolve } from 'node:path';
import { readFirmware } from '../../cli/firmware-text';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openRelay, type OpenRelay } from '../../relay/main';
import { EspruinoBoard, type EspruinoBoardOptions } from './espruino-board';

const path = process.env.ESPRUINO ?? '';

/** The interpreter's file. */
export const interpreter = resolve(path);

/** `describe` with an interpreter to run on; without one its tests are skipped. */
export const describeOnInterpreter = path === '' ? describe.skip : describe;

/** Boots the built bundle with these settings; resolves when it runs. */
export async function boot(
  settings: Readonly<Record<string, unknown>> = {},
  options: Partial<EspruinoBoardOptions> = {},
): Promise<EspruinoBoard> {
  const board = new EspruinoBoard({ interpreter, bundle: readFirmware(), settings, ...options });
  await board.until('the bundle to run', async () => (await board.evaluate('typeof status')) === 'function');
  return board;
}

/** A relay for this machine, on free ports, that logs nothing. */
export function startRelay(): Promise<OpenRelay> {
  return openRelay({ ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0, logLevel: 'silent' });
}

/** The settings of a speaker that finds the relay. */
export function settingsFor(relay: OpenRelay): Record<string, unknown> {
  return { ssid: 'home', relay: '127.0.0.1', relayPort: relay.signalPort, name: 'kitchen', duplex: 'full' };
}

/** What `status()` says, as far as the tests look at it. */
export type Status = {
  readonly state: string;
  readonly name: string;
  readonly role: string;
  readonly light: string;
  readonly microphone: string;
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
export type Variables = { readonly usage: number; readonly total: number };

export function variablesOf(board: EspruinoBoard): Promise<Variables> {
  return board.evaluate<Variables>('process.memory()');
}

/** A figure for whoever reads the run. */
export function say(text: string): void {
  process.stderr.write(`    ${text}\n`);
}
