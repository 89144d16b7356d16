import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Mutation } from './bundle';

const ROOT = join(__dirname, '../..');
const requirePackage = createRequire(__filename);
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
 * What a module exports, with at most one mistake put into the sources: its own, or those of any file of ours that it
 * imports, whatever the folder. `entry` is a path from the root of the repository; `mutation.file` is the end of one.
 * Every call has modules of its own; packages are shared. `Math` is handed in, since a global is slow to look up inside
 * a test. Throws if the mistake does not fit exactly once.
 */
export function loadMutated(entry: string, mutation?: Mutation): Record<string, unknown> {
  const modules = new Map<string, Record<string, unknown>>();
  let applied = 0;
  const sourceOf = (path: string): string => {
    const source = readFileSync(path, 'utf8');
    if (!mutation || !path.endsWith(`/${mutation.file}`)) return source;
    applied += source.split(mutation.from).length - 1;
    return source.replace(mutation.from, () => mutation.to);
  };
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known) return known;
    const exported: Record<string, unknown> = {};
    modules.set(path, exported);
    const require = (specifier: string): unknown => {
      if (!specifier.startsWith('.')) return requirePackage(specifier);
      const named = join(dirname(path), specifier);
      const wanted = [`${named}.ts`, `${named}/index.ts`].find((candidate) => existsSync(candidate));
      if (wanted === undefined) throw new Error(`${path} imports ${specifier}, which is no file of ours`);
      return load(wanted);
    };
    new Function('exports', 'require', 'Math', scriptOf(sourceOf(path)))(exported, require, Math);
    return exported;
  };
  const exported = load(join(ROOT, entry));
  if (mutation && applied !== 1)
    throw new Error(`"${mutation.from}" stands ${applied} times in ${mutation.file}, not once`);
  return exported;
}
