import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFreshFiles } from '../../cli/freshness/fresh-files';
import type { Mutation } from './bundle';
import { environment } from './environment';
import { temporaryFolder } from './temporary-folder';

const ROOT = join(__dirname, '../..');
/** What the commands run from. */
const PARTS = [
  ...['cli', 'firmware', 'hardware', 'host-sim', 'relay', 'wire', 'xtensa'],
  ...['package.json', 'package-lock.json', 'rollup.config.js', 'tsconfig.json', 'tsconfig.dist.json'],
  ...['.build/firmware.json', '.build/firmware-run.tsbuildinfo'],
];
const packages = createRequire(join(ROOT, 'package.json'));

/** How a command ended, and what it printed. */
type Outcome = { readonly code: number; readonly out: string; readonly err: string };

/** A copy of the sources with their build, to be changed and run. */
export class SourceCopy {
  readonly folder = temporaryFolder();

  /** `more` are further files and folders of the repository. */
  constructor(more: readonly string[] = []) {
    const built = [...readFreshFiles(ROOT).keys()].map((name) => `dist/${name}`);
    for (const part of [...PARTS, ...built, ...more])
      if (existsSync(join(ROOT, part)))
        cpSync(join(ROOT, part), join(this.folder, part), { recursive: true, preserveTimestamps: true });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Makes a change. Gives its place, such as `firmware/main.ts:12:`. The file keeps its old time of change if asked. */
  change({ file, from, to }: Mutation, { keepsTime = false } = {}): string {
    const path = join(this.folder, file);
    const { atime, mtime } = statSync(path);
    const text = readFileSync(path, 'utf8');
    const [before, ...rest] = text.split(from);
    if (before === undefined || rest.length !== 1)
      throw new Error(`"${from}" stands ${rest.length} times in ${file}, not once`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    if (keepsTime) utimesSync(path, atime, mtime);
    return `${file}:${before.split('\n').length}:`;
  }

  write(path: string, text: string): string {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
    return join(this.folder, path);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /**
   * Runs `stagebox` from the sources.
   * @runs ../../cli/main
   */
  stagebox(...args: readonly string[]): Promise<Outcome> {
    return this.run(
      '-r',
      packages.resolve('ts-node/register/transpile-only'),
      join(this.folder, 'cli/main.ts'),
      ...args,
    );
  }

  /** Starts `stagebox` from the sources, and goes on while it runs. */
  startStagebox(...args: readonly string[]): RunningCommand {
    const command = ['-r', packages.resolve('ts-node/register/transpile-only'), join(this.folder, 'cli/main.ts')];
    return new RunningCommand(spawn(process.execPath, [...command, ...args], { cwd: this.folder, env: environment() }));
  }

  /** Runs Node in the copy. */
  run(...args: readonly string[]): Promise<Outcome> {
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: this.folder, env: environment() }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  }
}

/** A command that runs, and what it says. */
export class RunningCommand {
  readonly child: ChildProcess;
  private said = '';
  private isOver = false;
  private look: () => void = () => {};

  constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        this.said += String(bytes);
        this.look();
      });
    child.on('close', () => {
      this.isOver = true;
      this.look();
    });
  }

  /** Waits until the command says something that fits, and forgets everything up to it. Rejects if the command ends. */
  until(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      this.look = () => {
        const found = pattern.exec(this.said);
        if (found) {
          this.said = this.said.slice(found.index + found[0].length);
          this.look = () => {};
          resolve();
        } else if (this.isOver) reject(new Error(`it ended without saying ${pattern}: ${this.said}`));
      };
      this.look();
    });
  }
}
