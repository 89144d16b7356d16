import type { Elements } from '../interpreter/elements';
import { errorText, showValue } from './console-text';

/** A place in the source text of the firmware. Lines and columns count from 1. */
type CodePlace = {
  /** The name under which the interpreter got the text: that of a file in Storage, such as `.bootcde`, or `console`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** An exception that nothing in the firmware caught. */
export type UncaughtException = {
  /** What the console shows behind `Uncaught`, such as "TypeError: …". */
  readonly text: string;
  /** Where it was thrown, then the calls that led there. Empty for a thrown value that is no error. */
  readonly stack: readonly CodePlace[];
};

/** A line of a stack as V8 writes it: `at name (file:line:column)` or `at file:line:column`. */
const STACK_LINE = /^\s+at (?:.*\()?([^()]+):(\d+):(\d+)\)?$/;

/** Files of the simulator and of Node, which also appear in a stack: an absolute path or a URL. */
const HOST_FILE = /^(\/|[A-Za-z]:\\|\w+:)/;

/**
 * Describes what was thrown, as the console would show it. `folder` is what stands before the names of scripts in stack
 * traces.
 */
export function describeThrown(thrown: unknown, elements: Elements, folder: string): UncaughtException {
  const error = errorText(thrown);
  if (error === undefined) return { text: showValue(thrown, elements), stack: [] };
  const lines = String((thrown as Error).stack).split('\n');
  const stack = lines.flatMap((text) => {
    const [, script = '', line, column] = STACK_LINE.exec(text) ?? [];
    const file = script.startsWith(folder) ? script.slice(folder.length) : script;
    if (file === '' || file === '<anonymous>' || HOST_FILE.test(file)) return [];
    return [{ file, line: Number(line), column: Number(column) }];
  });
  return { text: error, stack };
}
