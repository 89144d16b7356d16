import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { errorText, showValue } from './console-text';
import { removeWhatIsMissing } from './dialect-removals';
import { installEvents, type Events } from './events';
import { installJson } from './json';
import { installPromise } from './promise';
import { installStrings } from './strings';
import { installTypedArrays } from './typed-arrays';

/** What the interpreter's language needs of the board. */
type LanguagePorts = {
  /** Brings memory up to date with DMA. Called before firmware reads it. */
  readonly beforeMemory: () => void;
  /** A line for the console. */
  readonly print: (line: string) => void;
};

/** The parts of the language that globals and modules use. */
export type Language = {
  readonly elements: Elements;
  readonly events: Events;
  /** Reports an exception that nothing caught: to `process.on('uncaughtException')`, else on the console. */
  readonly onException: (thrown: unknown) => void;
};

/** Turns the JavaScript of a fresh context into that of stock Espruino. */
export function installLanguage(interpreter: Interpreter, { beforeMemory, print }: LanguagePorts): Language {
  removeWhatIsMissing(interpreter);
  const elements = installTypedArrays(interpreter, beforeMemory);
  installStrings(interpreter, elements);
  installJson(interpreter, elements);
  const onException = (thrown: unknown): void => {
    const process = interpreter.globals['process'] as object;
    if (events.has(process, 'uncaughtException')) events.emit(process, 'uncaughtException', thrown);
    else print(`Uncaught ${errorText(thrown) ?? showValue(thrown, elements)}`);
  };
  const events = installEvents(interpreter, onException);
  installPromise(interpreter);
  return { elements, events, onException };
}
