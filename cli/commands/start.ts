import { VirtualClock } from '../../host-sim/core/clock';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openRelay } from '../../relay/main';
import { exceptionsFailure } from '../board/board-console';
import { readBuild } from '../firmware-text';
import { joinAndTalk, openCast } from '../live/cast';
import { HELP, untilDone } from '../live/cast-keys';
import { repeat } from '../live/repeat';
import { statusLine } from '../live/status-line';
import { openTerminal } from '../live/terminal';
import { makeOutputFolder, writeRecording } from '../sound/recordings';

const LINE_EVERY_MS = 200;
const HEADLESS_LINE_EVERY_MS = 1000;

/** The options of `stagebox start`. */
export type StartOptions = { readonly seconds?: number; readonly headless: boolean; readonly out: string };

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
  const bootFailed = new Promise<never>((_, reject) => {
    for (const { console } of cast) console.onBootFailure = reject;
  });
  bootFailed.catch(() => {});
  for (const { board } of cast) board.powerOn();
  const pump = pumpInRealTime(clock);
  terminal.print(`relay: signalling on port ${relay.signalPort}, media on port ${relay.mediaPort}; room "lounge"`);
  if (!options.headless) terminal.print(HELP);
  for (const speaker of cast) joinAndTalk(clock, speaker);

  const show = (): void => terminal.show(cast.map(({ name, board }) => statusLine(name, board, clock.nowNs)));
  const looked = repeat(show, options.headless ? HEADLESS_LINE_EVERY_MS : LINE_EVERY_MS);
  try {
    await untilDone(options, clock, cast, Promise.race([pump.failed, bootFailed, looked.failed]));
    show();
    pump.stop();
    for (const { name, board } of cast) {
      terminal.print(`what ${name} heard: ${writeRecording(options.out, name, board, 0, clock.nowNs)}`);
    }
  } finally {
    looked.stop();
    pump.stop();
    for (const { board } of cast) board.powerOff();
    await relay.close();
  }
  const failure = exceptionsFailure(cast.map(({ name, console }) => [name, console.exceptions]));
  if (failure) throw failure;
}
