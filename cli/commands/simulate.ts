import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { Failure } from '../failure';
import { readBuild } from '../firmware-text';
import { reportText } from '../simulation/report-text';
import { readSounds, runScenario, type Report } from '../simulation/run-scenario';
import { parseScenario } from '../simulation/scenario';
import { makeOutputFolder, writeRecording } from '../sound/recordings';

/**
 * `stagebox simulate`: runs a scenario file, and writes the sound of each speaker and report.json into `outFolder`. What the
 * consoles of the boards show is printed.
 * @throws Failure that names the file and what is wrong, or the exception that ended the start of the firmware
 */
export function simulate(scenarioPath: string, outFolder: string): Report {
  let text: string;
  try {
    text = readFileSync(scenarioPath, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read the scenario ${scenarioPath} (${(error as NodeJS.ErrnoException).code})`);
  }
  const scenario = parseScenario(text, scenarioPath);
  const sounds = readSounds(scenario, dirname(resolve(scenarioPath)));
  makeOutputFolder(outFolder);
  const { firmware, maps } = readBuild();
  const { report, room } = runScenario(scenario, firmware, sounds, { print: (line) => console.log(line), maps });
  const endNs = room.startNs + scenario.seconds * NS_PER_SECOND;
  for (const { name, board } of room.speakers) writeRecording(outFolder, name, board, room.startNs, endNs);
  writeFileSync(join(outFolder, 'report.json'), `${reportText(report)}\n`);
  room.close();
  return report;
}
