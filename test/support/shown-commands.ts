import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../cli/program';
import { ROOT, type ShellCommand } from './documents';

// Whether a command that a document shows is one that its reader can type.

const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly scripts: { readonly [name: string]: string };
};
const UPLOADER = join(ROOT, 'node_modules/espruino');
const TESTS = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).map((path) => `test/${path}`);

/** The program with commands that do nothing but read their arguments; a wrong one throws. */
function parser(): Command {
  const program = createProgram();
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeErr: () => {} });
  for (const command of program.commands) command.action(() => undefined);
  return program;
}

/** What is wrong with arguments of `stagebox`, in words; '' when it takes them. */
export async function stageboxComplaint(args: readonly string[]): Promise<string> {
  if (args.length === 0) return 'no command';
  try {
    await parser().parseAsync(args, { from: 'user' });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

async function npmComplaint([what, ...rest]: readonly string[]): Promise<string> {
  if (what === 'ci' || what === 'cit' || what === 'pack') return '';
  if (what === 'install')
    return rest.includes(`./stagebox-${PACKAGE.version}.tgz`) ? '' : 'npm pack makes another file';
  const separator = rest.indexOf('--');
  const args = separator < 0 ? [] : rest.slice(separator + 1);
  if (what === 'start') return stageboxComplaint(['start', ...args]);
  const words = (separator < 0 ? rest : rest.slice(0, separator)).filter((word) => word !== '-s');
  const script = what === 'run' ? words[0] : what;
  if (script === undefined || !Object.hasOwn(PACKAGE.scripts, script)) return `there is no npm script "${script}"`;
  return script === 'stagebox' ? stageboxComplaint(args) : '';
}

function uploaderComplaint(args: readonly string[]): string {
  const program = readFileSync(join(UPLOADER, 'bin/espruino-cli.js'), 'utf8');
  const core = readdirSync(join(UPLOADER, 'core')).map((name) => readFileSync(join(UPLOADER, 'core', name), 'utf8'));
  const unknown = args.filter((arg) => arg.startsWith('-') && !program.includes(`"${arg}"`));
  const settings = args.filter((_, i) => args[i - 1] === '--config').map((setting) => setting.split('=')[0] ?? '');
  const missing = settings.filter((name) => !core.some((text) => text.includes(name)));
  return [...unknown, ...missing].join(' ');
}

/** What is wrong with a command of a document, in words; '' when a reader can type it. */
export async function commandComplaint({ words }: ShellCommand): Promise<string> {
  const [program = '', ...args] = words;
  switch (program) {
    case 'printf':
      // What is typed into the command behind the pipe.
      return commandComplaint({ variables: new Map(), words: args.slice(args.indexOf('|') + 1) });
    case 'npm':
      return npmComplaint(args);
    case 'npx': {
      const [tool, ...rest] = args;
      if (tool === 'espruino') return uploaderComplaint(rest);
      const pattern = rest[0] ?? '';
      if (tool !== 'jest') return `nobody needs npx ${tool}`;
      if (pattern === '--findRelatedTests')
        return existsSync(join(ROOT, rest[1] ?? '')) ? '' : `there is no file ${rest[1]}`;
      return TESTS.some((path) => path.endsWith('.test.ts') && path.includes(pattern)) ? '' : `no test is ${pattern}`;
    }
    case 'stagebox':
      return stageboxComplaint(args);
    case 'curl':
      return '';
    default:
      return existsSync(join(ROOT, program)) ? '' : `there is no ${program}`;
  }
}
