import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Board } from '../../host-sim';
import type { Clock } from '../../host-sim/core/clock';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import type { BoardConsole } from '../board/board-console';
import { lightRecord } from '../simulation/light-record';
import { reportText } from '../simulation/report-text';
import { SpeakerWatch, watchReport } from '../simulation/speaker-watch';

type Watched = { readonly name: string; readonly board: Board; readonly console: BoardConsole };

/** What speakers in real time do, in the form of a simulation's report. Second 0 is when they got power. */
interface LiveReport {
  /** Reads the status of each. */
  look(): void;
  /** Writes report.json. Gives its path. */
  write(folder: string): string;
}

export function liveReport(speakers: readonly Watched[], clock: Clock): LiveReport {
  const startNs = clock.nowNs;
  const watches = speakers.map((speaker) => ({ speaker, watch: new SpeakerWatch(speaker) }));
  const seconds = (): number => Math.round((clock.nowNs - startNs) / (NS_PER_SECOND / 1000)) / 1000;
  return {
    look() {
      for (const { watch } of watches) watch.look(seconds());
    },
    write(folder) {
      const path = join(folder, 'report.json');
      const entries = watches.map(({ speaker, watch }) => [
        speaker.name,
        watchReport(speaker, watch, lightRecord(speaker.board, startNs, clock.nowNs, watches.length)),
      ]);
      const report = { seconds: seconds(), speakers: Object.fromEntries(entries) as object };
      writeFileSync(path, `${reportText(report)}\n`);
      return path;
    },
  };
}
