import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure';
import { writeWhole } from '../freshness/build-record';
import { hashOfSources } from '../freshness/source-hash';
import { PACKAGE_ROOT, toolPath } from '../package-root';
import { withLock } from './build-lock';

/** What the command `stagebox` is compiled from. */
const SOURCES = {
  folders: ['cli', 'firmware/build', 'hardware', 'host-sim', 'relay', 'wire', 'xtensa'],
  files: ['package-lock.json', 'tsconfig.json', 'tsconfig.dist.json'],
};
const LOCK = join(PACKAGE_ROOT, '.build/command.lock');
/** Holds the hash of the sources that were compiled last. */
const RECORD = join(PACKAGE_ROOT, '.build/command.hash');
const COMMAND = join(PACKAGE_ROOT, 'dist/cli/main.js');

function isFresh(sources: string): boolean {
  return existsSync(COMMAND) && existsSync(RECORD) && readFileSync(RECORD, 'utf8') === sources;
}

/**
 * Compiles the command `stagebox` to dist/. With `onlyIfStale` nothing happens if it is of the sources already.
 * @throws Failure with what the compiler says
 */
export function compileCommand({ onlyIfStale }: { readonly onlyIfStale: boolean }): Promise<void> {
  return withLock(LOCK, async () => {
    const sources = hashOfSources(PACKAGE_ROOT, SOURCES);
    if (onlyIfStale && isFresh(sources)) return;
    const tsc = toolPath('typescript/bin/tsc');
    await new Promise<void>((resolve, reject) => {
      execFile(process.execPath, [tsc, '-p', 'tsconfig.dist.json'], { cwd: PACKAGE_ROOT }, (error, stdout) =>
        error ? reject(new Failure(`the command stagebox does not compile:\n${stdout}`)) : resolve(),
      );
    });
    writeWhole(RECORD, sources);
  });
}
