import { VirtualClock } from '../../host-sim/core/clock';
import { pumpInRealTime } from '../../host-sim/node/real-time';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openRelay } from '../../relay/main';
import type { DevMessage } from '../freshness/dev-messages';
import { startBuilder } from '../live/builder-process';
import { keyHelp, untilDone } from '../live/cast-keys';
import { DevCast } from '../live/dev-cast';
import { repeat } from '../live/repeat';
import { openLiveView } from '../screen/live-view';
import { makeOutputFolder } from '../sound/recordings';
import type { StartOptions } from './start';

/**
 * `stagebox dev`: as `start`, and each change of the firmware's sources is built and runs at once. The relay stays, the
 * boards start again, and go back to where they were. Sources that do not build are told with file, line and reason, and
 * the former firmware goes on, which is said. So it is with an exception in the firmware, and with wrong types.
 */
export async function dev(options: StartOptions): Promise<void> {
  makeOutputFolder(options.out);
  const relay = await openRelay({ ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0, logLevel: 'warn' });
  const clock = new VirtualClock();
  const print = (line: string): void => view.print(line);
  const cast = new DevCast({ clock, print, relayPort: relay.signalPort, outFolder: options.out });
  const view = openLiveView({
    clock,
    title: 'each change of the firmware runs at once',
    speakers: () => cast.members,
    statusOf: (index) => cast.statusOf(cast.members[index]!),
    note: () => cast.note(),
    lines: () => cast.lines(),
    ...(options.headless ? { footers: [], help: [] } : keyHelp(['anna', 'boris'])),
    draws: !options.headless,
  });
  const pump = pumpInRealTime(clock);
  const builder = startBuilder((message) => take(message, cast, print));
  const looked = repeat(() => view.look(), view.lookEveryMs);
  print('building the firmware; after that, each change of its sources runs at once');
  try {
    const failed = Promise.race([pump.failed, builder.failed, looked.failed]);
    await untilDone(options, { clock, view, members: cast.members }, failed);
  } finally {
    view.close();
    builder.stop();
    looked.stop();
    pump.stop();
    cast.close();
    await relay.close();
  }
}

function take(message: DevMessage, cast: DevCast, print: (line: string) => void): void {
  const what = 'changed' in message && message.changed.length > 0 ? `${message.changed.join(', ')}: ` : '';
  switch (message.kind) {
    case 'built':
      print(`${what}built in ${message.tookMs} ms, the speakers start`);
      return cast.restart({ firmware: message.firmware, maps: (name) => message.maps[name] });
    case 'same':
      print(`${what}nothing has changed for the speakers`);
      return cast.goOn();
    case 'broken':
      print([`${what}the firmware does not build:`, ...message.problems.map((line) => `    ${line}`)].join('\n'));
      return cast.keepFormer();
    case 'types':
      if (message.problems.length > 0)
        print(
          ['wrong types; the firmware runs all the same:', ...message.problems.map((line) => `    ${line}`)].join('\n'),
        );
  }
}
