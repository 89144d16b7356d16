import { createContext, runInContext, Script } from 'node:vm';
import { LatestUsed } from '../core/latest-used';
import type { ScriptContextFactory } from '../espruino/interpreter/script-context';

/** Parsed scripts: boards run the same files, each in a context of its own. */
const scripts = new LatestUsed<string, Script>(50);

function scriptOf(source: string, name: string, columnOffset: number): Script {
  const key = `${name}\n${columnOffset}\n${source}`;
  return scripts.get(key, () => new Script(source, { filename: name, columnOffset }));
}

/** Where a debugger finds scripts and their source maps. */
type DebuggedScripts = {
  /** The URL of a folder, with a slash at its end. A debugger sees scripts as files in it. */
  readonly folder: string;
  /** The source map of a script by its name: an absolute URL or one relative to the folder; undefined if it has none. */
  readonly mapOf: (name: string) => string | undefined;
};

/** A context of Node's `vm` module. It separates but does not protect: run only firmware that you trust. */
export const createVmContext: ScriptContextFactory = () => {
  const { globals, run } = createRunner();
  return { globals, folder: '', run };
};

/** A context like `createVmContext` makes, whose scripts lead a debugger to their TypeScript. */
export function createDebuggedVmContext({ folder, mapOf }: DebuggedScripts): ScriptContextFactory {
  return () => {
    const { globals, run } = createRunner();
    return {
      globals,
      folder,
      run(source, name, columnOffset) {
        const map = mapOf(name);
        const text = map === undefined ? source : `${source}\n//# sourceMappingURL=${map}`;
        return run(text, folder + name, columnOffset);
      },
    };
  };
}

type Runner = {
  readonly globals: Record<string, unknown>;
  readonly run: (source: string, filename: string, columnOffset?: number) => unknown;
};

function createRunner(): Runner {
  const context = createContext({});
  return {
    globals: runInContext('globalThis', context) as Record<string, unknown>,
    run: (source, filename, columnOffset = 0) =>
      scriptOf(source, filename, columnOffset).runInContext(context) as unknown,
  };
}
