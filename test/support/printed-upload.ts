import { readFirmware } from '../../cli/firmware-text';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { codeBlocks, readDocument, ROOT, shellCommands } from './documents';
import { environment } from './environment';
import type { SerialLine } from './serial-line';

// The commands of the builder's guide that use a serial port, as they are printed. The Espruino tool is the real one, and its
// waits are real time: some 40 seconds for an upload to a board that is no faster than a real one.

const PRINTED = codeBlocks(readDocument('docs/builder.md'), 'sh')
  .flatMap((block) => shellCommands(block))
  .filter(({ words }) => words[1] === 'espruino' && words.includes('-p'));

// The printed command takes what is in dist/: it has to be of these sources.
readFirmware();

/** The printed upload, as words. */
export const UPLOAD = PRINTED.find(({ words }) => words.includes('dist/upload.js'))?.words ?? [];
/** The printed command that opens the console. It has nothing to send. */
export const CONSOLE = PRINTED.find(({ words }) => words.at(-1) === '--no-ble')?.words ?? [];

/**
 * Runs a printed command on the line's port, without any network but this machine's. Gives what it printed. `typed` is typed as
 * soon as the tool is connected, and the tool ends when the board answers that it starts anew. `pace` is how many times faster
 * than a real board the board at the other end is.
 */
export function runPrinted(
  words: readonly string[],
  line: SerialLine,
  { typed = '', pace = 1 }: { readonly typed?: string; readonly pace?: number } = {},
): Promise<string> {
  const [, , ...args] = words;
  args[args.indexOf('-p') + 1] = line.path;
  const tool = join(ROOT, 'node_modules/espruino/bin/espruino-cli.js');
  const prepared = ['--require', require.resolve('./espruino-tool'), tool, ...args];
  const env = environment({ TEST_SERIAL_PORT: line.path, TEST_PACE: String(pace) });
  return new Promise((resolve) => {
    const running = execFile(process.execPath, prepared, { cwd: ROOT, env }, (_, out, err) => resolve(out + err));
    running.stdout?.on('data', (text: string) => {
      if (text.includes('Connected')) running.stdin?.write(typed);
      if (text.includes('starting anew')) running.stdin?.end();
    });
  });
}
