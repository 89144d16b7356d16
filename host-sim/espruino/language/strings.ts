import { fromBase64, toBase64 } from './base64';
import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';

/** Makes strings behave as on the board: they consist of bytes, and only ASCII letters have a case. */
export function installStrings(interpreter: Interpreter, elements: Elements): void {
  const { cpu, costs, natives, globals } = interpreter;
  const isUpper = /[A-Z]+/g;
  const isLower = /[a-z]+/g;
  defineHidden(natives.String.prototype, {
    toLowerCase(this: unknown) {
      return String(this).replace(isUpper, (letters) => letters.toLowerCase());
    },
    toUpperCase(this: unknown) {
      return String(this).replace(isLower, (letters) => letters.toUpperCase());
    },
  });
  defineHidden(natives.String, {
    fromCharCode: (...codes: unknown[]) => String.fromCharCode(...codes.map((code) => Number(code) & 0xff)),
  });
  const charge = (text: string): string => {
    cpu.charge(text.length * costs.base64PerByte);
    return text;
  };
  globals['btoa'] = (value: unknown) => toBase64(charge(elements.text(value)));
  globals['atob'] = (value: unknown) => fromBase64(charge(String(value)));
}
