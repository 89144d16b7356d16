import { createContext, runInContext, Script } from 'node:vm';
import type { ScriptContextFactory } from '../espruino/interpreter/script-context';

/** A context of Node's `vm` module. It separates but does not protect: run only firmware that you trust. */
export const createVmContext: ScriptContextFactory = () => {
  const context = createContext({});
  return {
    globals: runInContext('globalThis', context) as Record<string, unknown>,
    run: (source, name, columnOffset = 0) =>
      new Script(source, { filename: name, columnOffset }).runInContext(context) as unknown,
  };
};
