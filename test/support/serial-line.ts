import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { environment } from './environment';

// A serial line as a program sees it that opens a port: a pseudo-terminal of the operating system.

/** Both ends of the line: a port that another program can open by its path, and what stands in for the board. */
export type SerialLine = {
  /** The path of the port. */
  readonly path: string;
  /** Called with what the program writes, one byte in each character. */
  onBytes: (bytes: string) => void;
  /** Sends bytes to the program. */
  send(bytes: string): void;
  close(): Promise<void>;
};

/**
 * Opens a line. `script`, which most Linux systems have, makes the pseudo-terminal: its own input and output are the board's end.
 * In raw mode the terminal changes no byte.
 */
export async function openSerialLine(): Promise<SerialLine> {
  const terminal = spawn('script', ['-qfc', 'stty raw -echo; echo $$ $(tty); exec sleep infinity', '/dev/null'], {
    env: environment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  terminal.stdout.setEncoding('latin1');
  const [first] = (await once(terminal.stdout, 'data')) as [string];
  const [holder = '', path = ''] = first.trim().split(' ');
  const line: SerialLine = {
    path,
    onBytes: () => {},
    send: (bytes) => void terminal.stdin.write(bytes, 'latin1'),
    async close() {
      const isClosed = once(terminal, 'close');
      process.kill(Number(holder));
      await isClosed;
    },
  };
  terminal.stdout.on('data', (bytes: string) => line.onBytes(bytes));
  return line;
}
