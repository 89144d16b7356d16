import { createContext, runInContext, Script } from 'node:vm';
import { LatestUsed } from '../core/latest-used';
import type { ScriptContextFactory } from '../espruino/interpreter/script-context';

/** Parsed scripts: boards run the same files, each in a context of its own. */
const scripts = new LatestUsed<string, Script>(50);

function scriptOf(source: string, name: string, columnOffset: number): Script {
  const key = `${name}\n${columnOffset}\n${source}`;
  return scripts.get(key, () => new Script(source, { filename: name, columnOffset }));
}

/** A context of Node's `vm` module. It separates but does not protect: run only firmware that you trust. */
export const createVmContext: ScriptContextFactory = () => {
  const context = createContext({});
  return {
    globals: runInContext('globalThis', context) as Record<string, unknown>,
    run: (source, name, columnOffset = 0) => scriptOf(source, name, columnOffset).runInContext(context) as unknown,
  };
};
