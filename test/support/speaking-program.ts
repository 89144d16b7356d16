import { writeSync } from 'node:fs';

/** Prints a line for the parent at once. `process.stdout` would buffer lines while the parent is slow to read. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}
