import { writeSync } from 'node:fs';

/** Says a line to the parent at once; `process.stdout` would keep lines to itself while the parent is slow to read. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}
