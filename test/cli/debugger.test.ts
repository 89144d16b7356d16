import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generatedPositionFor, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { FIRMWARE_FOLDER } from '../../cli/firmware-text';
import { BOOT_FILE } from '../../firmware/build/storage-names';
import { ROOT } from '../support/documents';
import { environment } from '../support/environment';
import { InspectorClient } from '../support/inspector-client';
import { temporaryFolder } from '../support/temporary-folder';

// What an editor does with a launch configuration: it starts the program with Node's debugger, follows the source map of a
// script, and turns places of TypeScript into places of the script and back.

type Configuration = { readonly [key in 'name' | 'program']: string } & {
  readonly [key in 'runtimeArgs' | 'args']: readonly string[];
};
type Script = { readonly url: string; readonly sourceMapURL: string };
type Place = { readonly lineNumber: number; readonly columnNumber: number };
type Paused = { readonly callFrames: readonly { readonly location: Place }[] };

const SOURCE = 'firmware/app/gesture.ts';

/** The command line of the launch configuration of this name, for this file. */
function commandOf(name: string, file: string): string[] {
  const { configurations } = JSON.parse(readFileSync(join(ROOT, '.vscode/launch.json'), 'utf8')) as {
    readonly configurations: readonly Configuration[];
  };
  const found = configurations.find((configuration) => configuration.name === name);
  const words = found ? [...found.runtimeArgs, found.program, ...found.args] : [];
  return words.map((word) => word.replace('${workspaceFolder}', ROOT).replace('${file}', file));
}

/** A scenario in which somebody clicks. */
function writeScenario(folder: string): string {
  const path = join(folder, 'click.json');
  writeFileSync(path, JSON.stringify({ seconds: 1, speakers: [{ name: 'anna', script: [[0.2, 'click']] }] }));
  return path;
}

/** The first line of the body of a function, counted from 1. */
function bodyOf(path: string, name: string): number {
  const lines = readFileSync(join(ROOT, path), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(`function ${name}(`)) + 2;
}

test('a breakpoint in the TypeScript of the firmware is hit, and steps go through its lines', async () => {
  const words = commandOf('Simulate this scenario', writeScenario(temporaryFolder()));
  // The output goes to a folder of the test's.
  const args = ['--inspect-brk=127.0.0.1:0', ...words.slice(0, -1), temporaryFolder()];
  const running = spawn(process.execPath, args, { cwd: ROOT, env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const isClosed = once(running, 'close');
  const [listening] = (await once(createInterface(running.stderr), 'line')) as [string];
  const client = await InspectorClient.connect(/ws:\S+/.exec(listening)?.[0] ?? '');
  await client.ask('Debugger.enable');

  const bundle = pathToFileURL(join(FIRMWARE_FOLDER, BOOT_FILE)).href;
  const map = new TraceMap(readFileSync(join(FIRMWARE_FOLDER, 'firmware.js.map'), 'utf8'));
  const source = map.sources.find((path) => path?.endsWith(SOURCE)) ?? '';
  const line = bodyOf(SOURCE, 'gestureEdge');
  const place = generatedPositionFor(map, { source, line, column: 0, bias: LEAST_UPPER_BOUND });
  await client.ask('Debugger.setBreakpointByUrl', {
    url: bundle,
    lineNumber: (place.line ?? 0) - 1,
    columnNumber: place.column,
  });
  const originOf = ({ callFrames }: Paused): string => {
    const { lineNumber, columnNumber } = callFrames[0]!.location;
    const origin = originalPositionFor(map, { line: lineNumber + 1, column: columnNumber });
    return `${origin.source?.replace(/^(\.\.\/)+/, '')}:${origin.line}`;
  };

  // The first pause is at the first line of the program itself.
  const begun = client.event('Debugger.paused');
  await client.ask('Runtime.runIfWaitingForDebugger');
  await begun;
  const parsed = client.event<Script>('Debugger.scriptParsed', ({ url }) => url === bundle);
  const places: string[] = [];
  for (const command of ['Debugger.resume', 'Debugger.stepOver', 'Debugger.stepOver']) {
    const paused = client.event<Paused>('Debugger.paused');
    await client.ask(command);
    places.push(originOf(await paused));
  }
  expect(fileURLToPath(new URL((await parsed).sourceMapURL, bundle))).toBe(join(FIRMWARE_FOLDER, 'firmware.js.map'));
  expect(places[0]).toBe(`${SOURCE}:${line}`);
  expect(places.slice(1).every((step) => step.startsWith('firmware/'))).toBe(true);
  expect(new Set(places).size).toBeGreaterThan(1);
  client.close();
  running.kill('SIGKILL');
  await isClosed;
});
