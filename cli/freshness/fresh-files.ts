import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '../failure';
import { toolPath } from '../package-root';
import { readFreshness, type BuiltFiles } from './build-record';

/** How often the sources may change during a build before this gives up. */
const ATTEMPTS = 5;

/** The exit code of the build when the sources are at fault; the record says what is wrong. */
export const SOURCES_ARE_BROKEN = 2;

/**
 * The files of the build of the sources as they are now. Builds them first if they are not: in a process of its own, so
 * that callers need not wait for promises, and that nothing of the tools is loaded when there is nothing to do.
 * @throws Failure with file, line and reason if the sources do not build
 */
export function readFreshFiles(root: string): BuiltFiles {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = readFreshness(root);
    if (now.kind === 'fresh') return now.files;
    if (now.kind === 'broken') throw new Failure(now.failure);
    buildInProcess(root);
  }
  throw new Failure('the sources of the firmware change faster than they can be built: try again');
}

function buildInProcess(root: string): void {
  if (process.stderr.isTTY) console.error('building the firmware, because its sources have changed …');
  const tsNode = toolPath('ts-node/register', root);
  const command = ['-r', tsNode, join(root, 'cli/build/main.ts'), 'firmware'];
  const { status, stderr, error } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0 && status !== SOURCES_ARE_BROKEN)
    throw new Failure(`the firmware cannot be built:\n${stderr.trim()}`);
}
