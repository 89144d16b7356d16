import { join } from 'node:path';
import type { Board } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openRelay } from '../../relay/main';
import { exceptionsFailure, openBoardConsole, type BoardConsole } from '../board/board-console';
import { readBuild, type FirmwareBuild } from '../firmware-text';
import { PACKAGE_ROOT } from '../package-root';
import { readKeys } from '../live/keyboard';
import { openLiveSpeaker } from '../live/live-speaker';
import { makeOutputFolder, writeRecording } from '../sound/recordings';
import { statusLine } from '../live/status-line';
import { openTerminal } from '../live/terminal';
import { statusOf } from '../board/speaker-status';
import { readWav } from '../sound/wav';

const SPEECH = join(PACKAGE_ROOT, 'cli', 'sound', 'speech');
const CAST = [
  { name: 'anna', microphone: 'austen-1.wav' },
  { name: 'boris', microphone: 'austen-2.wav' },
];
const HELP =
  'keys: 1 and 2 click a button · space clicks the same again · h holds and releases it · d double-clicks · q quits';
const CLICK_MS = 80;
const BETWEEN_CLICKS_MS = 200;
const TRY_AGAIN_MS = 500;
const LINE_EVERY_MS = 200;
const HEADLESS_LINE_EVERY_MS = 1000;

/** The options of `stagebox start`. */
export type StartOptions = { readonly seconds?: number; readonly headless: boolean; readonly out: string };

type Cast = { readonly name: string; readonly board: Board; readonly console: BoardConsole; isHeld: boolean };

function click(clock: VirtualClock, { board }: Cast, afterMs = 0): void {
  const at = clock.nowNs + afterMs * NS_PER_MS;
  clock.at(at, () => board.press());
  clock.at(at + CLICK_MS * NS_PER_MS, () => board.release());
}

/** Clicks to join, and clicks again in the room to open the microphone, so that there is something to hear. */
function joinAndTalk(clock: VirtualClock, speaker: Cast): void {
  const tryAgain = (): void => {
    const status = statusOf(speaker.board);
    if (status?.state === 'idle') click(clock, speaker);
    if (status?.state === 'inRoom') return click(clock, speaker);
    clock.at(clock.nowNs + TRY_AGAIN_MS * NS_PER_MS, tryAgain);
  };
  tryAgain();
}

function openCast(
  { firmware, maps }: FirmwareBuild,
  relayPort: number,
  clock: VirtualClock,
  print: (line: string) => void,
): Cast[] {
  return CAST.map(({ name, microphone }, index) => {
    const board = openLiveSpeaker({
      name,
      room: 'lounge',
      relay: '127.0.0.1',
      relayPort,
      duplex: 'full',
      microphone: readWav(join(SPEECH, microphone)),
      firmware,
      clock,
      seed: index + 1,
    });
    return { name, isHeld: false, board, console: openBoardConsole(board, { print, maps }) };
  });
}

/**
 * `stagebox start`: a relay and two speakers in real time on real sockets. Writes what each of them heard.
 * @throws Failure at once if the firmware fails at its start, at the end if there were other exceptions in it
 */
export async function start(options: StartOptions): Promise<void> {
  makeOutputFolder(options.out);
  const built = readBuild();
  const relay = await openRelay({ ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0, logLevel: 'warn' });
  const clock = new VirtualClock();
  const terminal = openTerminal(!options.headless && process.stdout.isTTY);
  const cast = openCast(built, relay.signalPort, clock, (line) => terminal.print(line));
  for (const { board } of cast) board.powerOn();
  const pump = pumpInRealTime(clock);
  terminal.print(`relay: signalling on port ${relay.signalPort}, media on port ${relay.mediaPort}; room "lounge"`);
  if (!options.headless) terminal.print(HELP);
  for (const speaker of cast) joinAndTalk(clock, speaker);

  const show = (): void => terminal.show(cast.map(({ name, board }) => statusLine(name, board, clock.nowNs)));
  const ticker = setInterval(show, options.headless ? HEADLESS_LINE_EVERY_MS : LINE_EVERY_MS);
  try {
    await untilDone(options, clock, cast, pump.failed);
    show();
    pump.stop();
    for (const { name, board } of cast) {
      terminal.print(`what ${name} heard: ${writeRecording(options.out, name, board, 0, clock.nowNs)}`);
    }
  } finally {
    clearInterval(ticker);
    pump.stop();
    for (const { board } of cast) board.powerOff();
    await relay.close();
  }
  const failure = exceptionsFailure(cast.map(({ name, console }) => [name, console.exceptions]));
  if (failure) throw failure;
}

/** Waits until the time is over or `q` or Ctrl-C is pressed. Rejects when the run or the start of a board fails. */
function untilDone(
  options: StartOptions,
  clock: VirtualClock,
  cast: readonly Cast[],
  failed: Promise<never>,
): Promise<void> {
  let keys = { close: (): void => {} };
  const done = new Promise<void>((resolve, reject) => {
    for (const { console } of cast) console.onBootFailure = reject;
    let last = cast[0]!;
    const onKey = (key: string): void => {
      if (key === 'q' || key === 'ctrl-c') return resolve();
      const named = cast[Number(key) - 1];
      last = named ?? last;
      if (key === ' ' || named !== undefined) click(clock, last);
      else if (key === 'd') {
        click(clock, last);
        click(clock, last, BETWEEN_CLICKS_MS);
      } else if (key === 'h') {
        last.isHeld = !last.isHeld;
        if (last.isHeld) last.board.press();
        else last.board.release();
      }
    };
    if (!options.headless) keys = readKeys(onKey);
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // A run that ends earlier does not wait for it.
    if (options.seconds !== undefined) setTimeout(resolve, options.seconds * 1000).unref();
  });
  return Promise.race([done, failed]).finally(() => keys.close());
}
