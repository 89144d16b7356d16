import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type * as Rooms from '../../../relay/rooms';
import type { Mutation } from '../../support/bundle';

const ROOT = join(__dirname, '../../../relay/rooms');
const scripts = new Map<string, string>();

/** The text as a CommonJS module; most files are the same from one module to the next. */
function scriptOf(source: string): string {
  let script = scripts.get(source);
  if (script === undefined) {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    script = ts.transpileModule(source, { compilerOptions }).outputText;
    scripts.set(source, script);
  }
  return script;
}

/** relay/rooms/ with at most one mistake put into its sources; its modules are its own. */
export function loadRooms(mutation?: Mutation): typeof Rooms {
  const modules = new Map<string, Record<string, unknown>>();
  let applied = 0;
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known) return known;
    let source = readFileSync(path, 'utf8');
    if (mutation && path === join(ROOT, mutation.file)) {
      applied = source.split(mutation.from).length - 1;
      source = source.replace(mutation.from, () => mutation.to);
    }
    const exported: Record<string, unknown> = {};
    modules.set(path, exported);
    const require = (specifier: string): unknown => {
      const wanted = `${join(dirname(path), specifier)}.ts`;
      if (!existsSync(wanted)) throw new Error(`${path} needs ${specifier}, which is no file of ours`);
      return load(wanted);
    };
    new Function('exports', 'require', scriptOf(source))(exported, require);
    return exported;
  };
  const rooms = load(join(ROOT, 'index.ts'));
  if (mutation && applied !== 1)
    throw new Error(`"${mutation.from}" stands ${applied} times in ${mutation.file}, not once`);
  return rooms as typeof Rooms;
}
