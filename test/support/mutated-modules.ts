import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Mutation } from './bundle';

const ROOT = join(__dirname, '../..');
const requirePackage = createRequire(__filename);
const scripts = new Map<string, string>();

/** A source as a CommonJS script. Scripts are cached, because most sources stay the same from one call to the next. */
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
 * Loads a module, and returns its exports. A mutation puts one mistake into the module, or into any file of the repository that
 * it imports. `entry` is a path from the root of the repository; `mutation.file` is the end of a path. Each call loads modules
 * of its own; packages are shared. `Math` is a parameter, because globals are slow to look up in a test. Throws unless the
 * mutation fits exactly once.
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
