import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Mutation } from './bundle';

const scripts = new Map<string, string>();

/** The text as a CommonJS module; most files are the same from one loading to the next. */
function scriptOf(source: string): string {
  let script = scripts.get(source);
  if (script === undefined) {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    script = ts.transpileModule(source, { compilerOptions }).outputText;
    scripts.set(source, script);
  }
  return script;
}

/**
 * What a file of a folder exports, with at most one mistake put into the folder's sources. All modules are its own, and
 * nothing but files of ours is loaded; `Math` is handed in, for a global is slow to look up inside a test.
 */
export function loadMutated(folder: string, entry: string, mutation?: Mutation): Record<string, unknown> {
  const modules = new Map<string, Record<string, unknown>>();
  let applied = 0;
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known) return known;
    let source = readFileSync(path, 'utf8');
    if (mutation && path === join(folder, mutation.file)) {
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
    new Function('exports', 'require', 'Math', scriptOf(source))(exported, require, Math);
    return exported;
  };
  const exported = load(join(folder, entry));
  if (mutation && applied !== 1)
    throw new Error(`"${mutation.from}" stands ${applied} times in ${mutation.file}, not once`);
  return exported;
}
