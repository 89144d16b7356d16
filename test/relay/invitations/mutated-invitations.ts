import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Machine } from './histories';

const ROOT = join(__dirname, '../../..');

/** One deliberate mistake: `from` stands exactly once in the file, a path from the root of the repository. */
export type Mistake = { readonly file: string; readonly from: string; readonly to: string };

const scripts = new Map<string, string>();

/** The text as a CommonJS module; most files are the same from one mistake to the next. */
function scriptOf(source: string): string {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const script = scripts.get(source) ?? ts.transpileModule(source, { compilerOptions }).outputText;
  scripts.set(source, script);
  return script;
}

/** The modules of invitations, loaded apart from everything else, with at most one mistake put into their text. */
export function loadInvitations(mistake?: Mistake): Machine {
  const modules = new Map<string, Record<string, unknown>>();
  let found = 0;
  const load = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known) return known;
    let source = readFileSync(path, 'utf8');
    if (mistake && path === join(ROOT, mistake.file)) {
      found = source.split(mistake.from).length - 1;
      source = source.replace(mistake.from, () => mistake.to);
    }
    const exported: Record<string, unknown> = {};
    modules.set(path, exported);
    const require = (specifier: string): unknown => {
      const wanted = `${join(dirname(path), specifier)}.ts`;
      if (!existsSync(wanted)) throw new Error(`${path} needs ${specifier}, which is not a file of ours`);
      return load(wanted);
    };
    new Function('exports', 'require', scriptOf(source))(exported, require);
    return exported;
  };
  const machine = load(join(ROOT, 'relay/invitations/index.ts'));
  if (mistake && found !== 1) throw new Error(`"${mistake.from}" stands ${found} times in ${mistake.file}, not once`);
  return machine as Machine;
}
