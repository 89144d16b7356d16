import type { CostModel } from '../cpu/cost-model';
import type { Cpu } from '../cpu/cpu';
import type { Natives } from './natives';
import type { ScriptContext } from './script-context';

/** What all of the realm's functions stand on. */
export type Interpreter = {
  readonly context: ScriptContext;
  readonly globals: Record<string, unknown>;
  readonly natives: Natives;
  readonly cpu: Cpu;
  readonly costs: CostModel;
  /** Throws an `Error` of the firmware's own kind, which its `catch` can take. */
  fail(message: string): never;
  /** Calls a callback of the firmware: a function, or text to evaluate. */
  call(callback: unknown, self: unknown, values: readonly unknown[]): unknown;
  /** Runs source text as the interpreter would: its dialect, byte strings. */
  evaluate(source: string, name: string): unknown;
  /** A plain object of the context. */
  object(properties: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** A plain array of the context. */
  array(values: readonly unknown[]): unknown[];
  /** An `ArrayBuffer` of the context with these bytes. */
  buffer(bytes: Uint8Array): ArrayBuffer;
};
