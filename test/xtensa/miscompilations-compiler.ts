import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Blob, KernelProgram } from '../../xtensa';
import type { Mutation } from '../support/bundle';

const ROOT = join(__dirname, '../../xtensa');
const scripts = new Map<string, string>();

/** The text as a CommonJS module; most files are the same from one compiler to the next. */
function scriptOf(source: string): string {
  let script = scripts.get(source);
  if (script === undefined) {
    const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    script = ts.transpileModule(source, { compilerOptions }).outputText;
    scripts.set(source, script);
  }
  return script;
}

/** What turns read kernels into machine code, with at most one mistake put into its sources; its modules are its own. */
export function loadCompiler(mutation?: Mutation): (program: KernelProgram) => Blob {
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
      if (!existsSync(wanted))
        throw new Error(`${path} needs ${specifier}: only the compiler's own files are loaded here`);
      return load(wanted);
    };
    const run = new Function('exports', 'require', 'Math', scriptOf(source));
    run(exported, require, Math);
    return exported;
  };
  const { compileKernels } = load(join(ROOT, 'compile-kernels.ts'));
  if (mutation && applied !== 1)
    throw new Error(`"${mutation.from}" stands ${applied} times in ${mutation.file}, not once`);
  return compileKernels as (program: KernelProgram) => Blob;
}
