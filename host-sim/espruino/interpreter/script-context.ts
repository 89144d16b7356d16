/** A separate JavaScript context with the built-ins of the language and nothing else. */
export interface ScriptContext {
  /** Its global object. */
  readonly globals: Record<string, unknown>;
  /** What stands before the names of scripts in stack traces: nothing, or the URL of a folder. */
  readonly folder: string;
  /**
   * Runs a script in the context and gives the value of its last statement. `name` appears in stack traces. `columnOffset`
   * is added to the columns of the first line there.
   */
  run(source: string, name: string, columnOffset?: number): unknown;
}

/** Makes a fresh context. Every start of the interpreter needs one. */
export type ScriptContextFactory = () => ScriptContext;
