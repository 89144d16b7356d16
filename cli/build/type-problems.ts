import { execFile } from 'node:child_process';
import { toolPath } from '../package-root';

/**
 * What is not checked before a run: an unused name is no reason not to try a change. `npm run typecheck` refuses it.
 * The compiler keeps what it knows in a file of its own, because options are part of it.
 */
const OPTIONS = ['--noUnusedLocals', 'false', '--noUnusedParameters', 'false'];
const MEMORY = '.build/firmware-run.tsbuildinfo';

/** The problem in a line of the compiler: `firmware/main.ts(12,5): error TS2322: Type …`. */
const LINE = /^(\S+)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

/** The wrong types and syntax of the firmware, a line each with its place; none if there are none. */
export function typeProblems(root: string): Promise<string[]> {
  const tsc = toolPath('typescript/bin/tsc', root);
  const command = [tsc, '-p', 'firmware', '--pretty', 'false', '--incremental', '--tsBuildInfoFile', MEMORY];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...command, ...OPTIONS], { cwd: root }, (error, stdout, stderr) => {
      const problems = stdout.split('\n').flatMap((line) => {
        const [, file, row, column, code, message] = LINE.exec(line) ?? [];
        return file === undefined ? [] : [`${file}:${row}:${column}: ${message} (${code})`];
      });
      if (error && problems.length === 0) reject(new Error(`the types cannot be checked: ${stdout}${stderr}`));
      else resolve(problems);
    });
  });
}
