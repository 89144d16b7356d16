import { spawn } from 'node:child_process';
import { environment } from './environment';

/**
 * Runs a command on a pseudo-terminal, by `script` of util-linux. `size` is what the terminal says of itself, and `env` holds
 * its variables. Gives what the terminal got, and the exit code. `onOutput` gets all of it so far, and may write keys.
 */
export function runOnTerminal(
  command: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  env: NodeJS.ProcessEnv,
  onOutput: (all: string, type: (keys: string) => void) => void,
): Promise<{ readonly code: number | null; readonly all: string }> {
  const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const line = `stty columns ${size.columns} rows ${size.rows}; exec ${quoted}`;
  const child = spawn('script', ['-q', '-e', '-f', '-c', line, '/dev/null'], { env: environment(env) });
  let all = '';
  child.stdout.on('data', (bytes: Buffer) => {
    all += bytes.toString('utf8');
    onOutput(all, (keys) => child.stdin.write(keys));
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, all })));
}
