import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { printText } from '../language/console-text';

/** Installs `print` and `console`, which print lines on the console. */
export function installConsole(interpreter: Interpreter, elements: Elements, print: (line: string) => void): void {
  const { cpu, costs, globals } = interpreter;
  const write = (...values: unknown[]): void => {
    const text = printText(values, elements);
    cpu.charge(costs.printCall + text.length * costs.printPerChar);
    print(text);
  };
  globals['print'] = write;
  globals['console'] = interpreter.object({ log: write, info: write, warn: write, error: write, debug: write });
}
