import { VirtualClock } from '../../host-sim/core/clock';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openRelay } from '../../relay/main';
import { bootFailureOf, exceptionsFailure } from '../board/board-console';
import { readBuild } from '../firmware-text';
import { joinAndTalk, openCast, ROOM, type CastMember } from '../live/cast';
import { keyHelp, untilDone } from '../live/cast-keys';
import { liveReport } from '../live/live-report';
import { repeat } from '../live/repeat';
import { openLiveView } from '../screen/live-view';
import { makeOutputFolder, writeRecording } from '../sound/recordings';

/** How often the report reads what the speakers do. */
const WATCH_EVERY_MS = 100;

/** The options of `stagebox start`. */
export type StartOptions = { readonly seconds?: number; readonly headless: boolean; readonly out: string };

/**
 * `stagebox start`: a relay and two speakers in real time on real sockets. Writes what each of them heard, and a report.
 * @throws Failure at once if the firmware fails at its start, at the end if there were other exceptions in it
 */
export async function start(options: StartOptions): Promise<void> {
  makeOutputFolder(options.out);
  const built = readBuild();
  const relay = await openRelay({ ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0, logLevel: 'silent' });
  const clock = new VirtualClock();
  const shown: { members: readonly CastMember[] } = { members: [] };
  const view = openLiveView({
    clock,
    title: `relay: signalling on port ${relay.signalPort}, media on port ${relay.mediaPort}; room "${ROOM}"`,
    speakers: () => shown.members,
    ...(options.headless ? { footers: [], help: [] } : keyHelp(['anna', 'boris'])),
    draws: !options.headless,
  });
  const cast = (shown.members = openCast(built, relay.signalPort, clock, (line) => view.print(line)));
  const bootFailed = bootFailureOf(cast.map(({ console }) => console));
  for (const { board } of cast) board.powerOn();
  const pump = pumpInRealTime(clock);
  for (const speaker of cast) joinAndTalk(clock, speaker);
  const report = liveReport(cast, clock);
  const looked = repeat(() => view.look(), view.lookEveryMs);
  const watched = repeat(() => report.look(), WATCH_EVERY_MS);
  try {
    const failed = Promise.race([pump.failed, bootFailed, looked.failed, watched.failed]);
    await untilDone(options, { clock, view, members: cast }, failed);
    pump.stop();
    for (const { name, board } of cast)
      view.print(`what ${name} heard: ${writeRecording(options.out, name, board, 0, clock.nowNs)}`);
    view.print(`what they did: ${report.write(options.out)}`);
  } finally {
    looked.stop();
    watched.stop();
    pump.stop();
    view.close();
    for (const { board } of cast) board.powerOff();
    await relay.close();
  }
  const failure = exceptionsFailure(cast.map(({ name, console }) => [name, console.exceptions]));
  if (failure) throw failure;
}
