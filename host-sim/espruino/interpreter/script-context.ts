/** A bare JavaScript world of its own: the language's built-ins and nothing else. */
export interface ScriptContext {
  /** Its global object. */
  readonly globals: Record<string, unknown>;
  /** Runs a script there and gives the value of its last statement. `name` shows in stack traces. */
  run(source: string, name: string): unknown;
}

/** Makes a fresh context: one for every start of the interpreter. */
export type ScriptContextFactory = () => ScriptContext;
