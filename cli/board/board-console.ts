import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Board, FirmwareException } from '../../host-sim';
import { Failure } from '../failure';
import type { SourceMaps } from '../firmware-text';

/** Where the lines of a console go, and what leads from the bundle to TypeScript. */
export type ConsolePorts = { readonly print: (line: string) => void; readonly maps: SourceMaps };

/** What a board's console has shown, as far as it matters to a command. */
export interface BoardConsole {
  /** Exceptions that nothing in the firmware caught. */
  readonly exceptions: number;
  /** The exception that ended the start of the firmware. */
  readonly bootFailure: Failure | undefined;
  /** Called once, with the exception that ended the start of the firmware. */
  onBootFailure: (failure: Failure) => void;
}

/** Nobody reads the console. Exceptions are counted all the same. */
export const UNREAD: ConsolePorts = { print: () => {}, maps: () => undefined };

/**
 * Listens to a board's console. Its lines are printed with the board's name. An exception that nothing in the firmware caught
 * is counted, and its stack is printed as places in the TypeScript: once for each place, because a timer can throw again
 * and again.
 */
export function openBoardConsole(board: Board, { print, maps }: ConsolePorts): BoardConsole {
  const shown = new Set<string>();
  const seen = {
    exceptions: 0,
    bootFailure: undefined as Failure | undefined,
    onBootFailure: (_failure: Failure): void => {},
  };
  board.onLine = (line) => print(`${board.name}> ${line}`);
  board.onException = (exception) => {
    seen.exceptions++;
    const places = placesOf(exception, maps);
    const text = [exception.text, ...places.map((place) => `    at ${place}`)].join('\n');
    if (exception.isAtBoot) {
      if (seen.bootFailure) return;
      seen.bootFailure = new Failure(`${board.name}: exception at the start of the firmware: ${text}`);
      seen.onBootFailure(seen.bootFailure);
    } else if (!shown.has(text)) {
      shown.add(text);
      print(`${board.name}: exception in the firmware: ${text}`);
    }
  };
  return seen;
}

/** Rejects with the exception that ends the start of the firmware on one of these boards. */
export function bootFailureOf(consoles: Iterable<BoardConsole>): Promise<never> {
  const failed = new Promise<never>((_, reject) => {
    for (const console of consoles) console.onBootFailure = reject;
  });
  // A caller that does not await it must not end with an unhandled rejection.
  failed.catch(() => {});
  return failed;
}

/** The failure of a run in which exceptions were seen, or undefined if there were none. */
export function exceptionsFailure(
  consoles: Iterable<readonly [name: string, exceptions: number]>,
): Failure | undefined {
  const counts = [...consoles].filter(([, exceptions]) => exceptions > 0);
  if (counts.length === 0) return undefined;
  return new Failure(`exceptions in the firmware: ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`);
}

function placesOf(exception: FirmwareException, maps: SourceMaps): string[] {
  const read = new Map<string, TraceMap | undefined>();
  const mapOf = (file: string): TraceMap | undefined => {
    if (!read.has(file)) {
      const text = maps(file);
      read.set(file, text === undefined ? undefined : new TraceMap(text));
    }
    return read.get(file);
  };
  return exception.stack.map((place) => placeOf(place, mapOf(place.file)));
}

/** `firmware/main.ts:12:5`, or the place in the bundle where no map leads further. */
function placeOf({ file, line, column }: FirmwareException['stack'][number], map: TraceMap | undefined): string {
  const origin = map && originalPositionFor(map, { line, column: column - 1 });
  if (!origin || origin.source === null) return `${file}:${line}:${column}`;
  return `${origin.source.replace(/^(\.\.\/)+/, '')}:${origin.line}:${origin.column + 1}`;
}
