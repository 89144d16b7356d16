import type { CostModel } from '../cpu/cost-model';
import type { Cpu } from '../cpu/cpu';
import { takeNatives, type Natives } from './natives';
import type { ScriptContext } from './script-context';

/** One start of the interpreter: what all its functions, objects and modules are built with. */
export type Interpreter = {
  readonly context: ScriptContext;
  readonly globals: Record<string, unknown>;
  readonly natives: Natives;
  readonly cpu: Cpu;
  readonly costs: CostModel;
  /** Throws an `Error` of the firmware's context, which the firmware can catch. */
  fail(message: string): never;
  /** Calls a callback of the firmware: a function, or text to evaluate. */
  call(callback: unknown, self: unknown, values: readonly unknown[]): unknown;
  /**
   * Evaluates source text in the interpreter's dialect and gives the value of its last statement. `columnOffset` is added
   * to the columns of the first line in stack traces.
   */
  evaluate(source: string, name: string, columnOffset?: number): unknown;
  /** Makes a plain object of the context. */
  object(properties: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** Makes a plain array of the context. */
  array(values: readonly unknown[]): unknown[];
  /** Makes an `ArrayBuffer` of the context with these bytes. */
  buffer(bytes: Uint8Array): ArrayBuffer;
};

/** What an interpreter needs. */
type InterpreterPorts = {
  readonly context: ScriptContext;
  readonly cpu: Cpu;
  readonly costs: CostModel;
  /** Turns source text in the interpreter's dialect into text that V8 runs with the same meaning. */
  readonly translate: (source: string) => string;
};

/** Makes an interpreter in a fresh context. */
export function createInterpreter({ context, cpu, costs, translate }: InterpreterPorts): Interpreter {
  const natives = takeNatives(context);
  const interpreter: Interpreter = {
    context,
    globals: context.globals,
    natives,
    cpu,
    costs,
    fail(message) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- an error of the interpreter's own realm
      throw new natives.Error(message);
    },
    call(callback, self, values) {
      if (typeof callback === 'function') return Reflect.apply(callback, self, values) as unknown;
      return interpreter.evaluate(String(callback), 'callback');
    },
    evaluate: (source, name, columnOffset) => context.run(translate(source), name, columnOffset),
    object: (properties) => Object.assign(new natives.Object(), properties),
    array: (values) => {
      const array = new natives.Array() as unknown[];
      for (const value of values) array.push(value);
      return array;
    },
    buffer: (bytes) => {
      const buffer = new natives.ArrayBuffer(bytes.length) as ArrayBuffer;
      new Uint8Array(buffer).set(bytes);
      return buffer;
    },
  };
  return interpreter;
}
