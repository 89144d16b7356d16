import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { removeWhatIsMissing } from './dialect-removals';
import { installEvents, type Events } from './events';
import { installJson } from './json';
import { installPromise } from './promise';
import { installStrings } from './strings';
import { installTypedArrays } from './typed-arrays';
import { describeThrown, type UncaughtException } from './uncaught-exception';

/** What the interpreter's language needs of the board. */
type LanguagePorts = {
  /** Brings memory up to date with DMA. Called before firmware reads it. */
  readonly beforeMemory: () => void;
  /** A line for the console. */
  readonly print: (line: string) => void;
  /** Called with every exception that nothing caught, also when the firmware has a handler for it. */
  readonly onUncaught: (exception: UncaughtException) => void;
};

/** The parts of the language that globals and modules use. */
export type Language = {
  readonly elements: Elements;
  readonly events: Events;
  /** Reports an exception that nothing caught: to `process.on('uncaughtException')`, else on the console. */
  readonly onException: (thrown: unknown) => void;
};

/** Turns the JavaScript of a fresh context into that of stock Espruino. */
export function installLanguage(
  interpreter: Interpreter,
  { beforeMemory, print, onUncaught }: LanguagePorts,
): Language {
  removeWhatIsMissing(interpreter);
  const elements = installTypedArrays(interpreter, beforeMemory);
  installStrings(interpreter, elements);
  installJson(interpreter, elements);
  let isHandling = false;
  const onException = (thrown: unknown): void => {
    const process = interpreter.globals['process'] as object;
    const exception = describeThrown(thrown, elements, interpreter.context.folder);
    // What a handler throws is printed: it would otherwise be handled by itself, again and again.
    if (isHandling || !events.has(process, 'uncaughtException')) print(`Uncaught ${exception.text}`);
    else handle(process, thrown);
    onUncaught(exception);
  };
  const handle = (process: object, thrown: unknown): void => {
    interpreter.cpu.post(interpreter.cpu.nowNs, () => {
      isHandling = true;
      try {
        events.emitNow(process, 'uncaughtException', thrown);
      } finally {
        isHandling = false;
      }
    });
  };
  const events = installEvents(interpreter, onException);
  installPromise(interpreter);
  return { elements, events, onException };
}
