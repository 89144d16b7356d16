import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';

/** A number as the interpreter writes it: with eleven significant digits. */
export function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e11 ? String(value) : String(Number(value.toPrecision(11)));
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** A string in quotes. Every byte beyond ASCII becomes `\u00XX`. */
export function quote(text: string): string {
  let quoted = '"';
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char in SHORT_ESCAPES) quoted += SHORT_ESCAPES[char];
    else if (code < 0x20 || code > 0x7e) quoted += '\\u' + (code & 0xff).toString(16).toUpperCase().padStart(4, '0');
    else quoted += char;
  }
  return quoted + '"';
}

function isListed(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function';
}

function write(value: unknown, elements: Elements, depth: number): string {
  if (depth > 50) throw new RangeError('circular');
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : 'null';
  if (typeof value !== 'object' || value === null) return isListed(value) ? String(value) : 'null';
  const list = Array.isArray(value) ? (value as unknown[]) : elements.numbers(value);
  if (list !== undefined) return `[${Array.from(list, (item) => write(item, elements, depth + 1)).join(',')}]`;
  const properties = Object.entries(value).filter(([, item]) => isListed(item));
  return `{${properties.map(([key, item]) => `${quote(key)}:${write(item, elements, depth + 1)}`).join(',')}}`;
}

/** Installs the interpreter's `JSON`, which reads and writes strings of bytes, and writes typed arrays as arrays. */
export function installJson(interpreter: Interpreter, elements: Elements): void {
  const { cpu, costs, natives, globals, fail } = interpreter;
  globals['JSON'] = interpreter.object({
    stringify(value: unknown) {
      if (!isListed(value)) return undefined;
      let text;
      try {
        text = write(value, elements, 0);
      } catch {
        return fail('JSON: the object contains itself');
      }
      cpu.charge(text.length * costs.jsonStringifyPerChar);
      return text;
    },
    parse(value: unknown) {
      const text = String(value);
      cpu.charge(text.length * costs.jsonParsePerChar);
      // Only the low byte of \u041f is kept. Matching whole escapes leaves an escaped backslash before "u" alone.
      return natives.parseJson(
        text.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (escape, body: string) =>
          body[0] === 'u' ? `\\u00${body.slice(3)}` : escape,
        ),
      );
    },
  });
}
