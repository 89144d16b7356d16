import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { compiledCommand } from './compiled-command';
import { writeFirmware, type Mutation } from './bundle';
import { environment } from './environment';
import { temporaryFolder } from './temporary-folder';

const ROOT = join(__dirname, '../..');
/** What the compiled command runs from. */
const PARTS = [
  'package.json',
  'cli/sound/speech',
  ...['cli', 'firmware', 'hardware', 'host-sim', 'relay', 'wire'].map((name) => `dist/${name}`),
];

/** How a command ended, and what it printed. */
type Outcome = { readonly code: number; readonly out: string; readonly err: string };

/** A command that is installed, and what runs it. */
type Installed = { readonly folder: string; readonly run: (...args: readonly string[]) => Promise<Outcome> };

const installed = new Map<Mutation, Promise<Installed>>();

/**
 * Installs the compiled `stagebox` in a folder of its own, with a firmware that has a mistake in it: once for each mistake. Gives
 * the function that runs it.
 */
export function installWithMistake(mutation: Mutation): Promise<Installed> {
  const known = installed.get(mutation) ?? install(mutation);
  installed.set(mutation, known);
  return known;
}

async function install(mutation: Mutation): Promise<Installed> {
  compiledCommand();
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'dist'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFirmware(join(folder, 'dist'), mutation);
  const run = (...args: readonly string[]): Promise<Outcome> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(folder, 'dist/cli/main.js'), ...args],
        { cwd: folder, env: environment() },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  return { folder, run };
}
