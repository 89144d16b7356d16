import { spawn } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulate } from '../../cli/commands/simulate';
import type { Report, SpeakerReport } from '../../cli/simulation/run-scenario';
import { createProgram } from '../../cli/program';
import { roomNetwork } from '../../cli/simulation/scenario-network';
import { DEFAULT_CONFIG } from '../../relay/config';
import { openRelay } from '../../relay/main';
import { codeBlocks, quoted, readDocument, ROOT, tableRows } from '../support/documents';
import { environment } from '../support/environment';
import { temporaryFolder } from '../support/temporary-folder';

const guide = readDocument('docs/developer.md');

/** Runs a scenario as its reader would, who has saved it in the folder of the repository. */
function run(scenario: string): { report: Report; folder: string } {
  const folder = temporaryFolder();
  const path = join(folder, 'scenario.json');
  writeFileSync(path, scenario);
  symlinkSync(join(ROOT, 'cli'), join(folder, 'cli'));
  return { report: simulate(path, join(folder, 'out')), folder };
}

const [alone = '', talk = ''] = codeBlocks(guide, 'json');

test('its first scenario is one in which somebody joins with a sound', () => {
  const { report, folder } = run(alone);
  expect(report.speakers.anna?.joinMs).not.toBeNull();
  expect(existsSync(join(folder, 'out/anna.wav'))).toBe(true);
});

describe('its scenario of two', () => {
  const outcome = run(talk);
  const speakers = Object.values(outcome.report.speakers);

  test('makes them talk', () => {
    expect(speakers.map(({ joinMs }) => joinMs)).not.toContain(null);
    expect(outcome.report.speakers.boris?.packets.received).toBeGreaterThan(100);
  });

  test('gives a report with the fields that the guide tells, and no other', () => {
    const listed = tableRows(guide, '| field of a speaker in the report |').flatMap(([cell = '']) => quoted(cell));
    const [anna] = speakers as [SpeakerReport, ...SpeakerReport[]];
    expect(listed.sort()).toEqual(Object.keys(anna).sort());
    for (const name of Object.keys(anna.packets)) expect(guide).toContain(`\`${name}\``);
  });
});

test('its table of the network has every field of a network, and no other', () => {
  const listed = tableRows(guide, '| field of a network |').flatMap(([cell = '']) => quoted(cell));
  expect(listed.sort()).toEqual(Object.keys(roomNetwork.entries).sort());
});

test('its program joins a room and prints who is there', async () => {
  const relay = await openRelay({ ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0, logLevel: 'silent' });
  const [program = ''] = codeBlocks(guide, 'js');
  const script = program.replace('127.0.0.1:7780', `127.0.0.1:${relay.signalPort}`);
  expect(script).not.toBe(program);
  const child = spawn(process.execPath, ['-e', script], { cwd: ROOT, env: environment() });
  const printed = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  child.kill();
  await relay.close();
  expect(printed).toBe('1 on the stage, 0 in the audience\n');
});

test('the table of commands has every command, or says where it is told', () => {
  const listed = tableRows(guide, '| command |')
    .flatMap((cells) => quoted(cells.join(' ')))
    .join('\n');
  for (const command of createProgram().commands) {
    const name = command.name();
    expect([name, listed]).toEqual([name, expect.stringMatching(new RegExp(`\\b${name}\\b`))]);
  }
});
