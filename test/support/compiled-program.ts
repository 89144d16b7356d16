import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transformSync } from '@swc/core';
import { environment } from './environment';

const ROOT = join(__dirname, '../..');

const SWC = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } } as const;

/** Compiles a program and everything of ours that it imports into `folder`, so that Node starts it fast. */
export function compileProgram(path: string, folder: string): string {
  const outOf = (file: string): string => join(folder, relative(ROOT, file).replace(/\.ts$/, '.js'));
  const compile = (file: string): void => {
    if (existsSync(outOf(file))) return;
    const { code } = transformSync(readFileSync(file, 'utf8'), { ...SWC, filename: file });
    mkdirSync(dirname(outOf(file)), { recursive: true });
    writeFileSync(outOf(file), code);
    for (const [, specifier] of code.matchAll(/require\("(\.[^"]+)"\)/g))
      compile(join(dirname(file), `${specifier}.ts`));
  };
  compile(join(ROOT, path));
  return outOf(join(ROOT, path));
}

/** Runs a compiled program with the packages of this repository. Its standard output can be read. */
export function runProgram(program: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment({ NODE_PATH: join(ROOT, 'node_modules') }),
  });
}
