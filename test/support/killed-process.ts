import { once } from 'node:events';
import { runProgram } from './compiled-program';

/** When to kill: so many turns of our event loop after it has said so many lines. */
export type Death = { readonly lines: number; readonly turns: number };

/** Runs a compiled program and kills it with SIGKILL. Resolves to the whole lines that it said; rejects if it ended by itself. */
export async function liveUntil(program: string, args: readonly string[], { lines, turns }: Death): Promise<string[]> {
  const child = runProgram(program, args);
  const ended = once(child, 'close');
  let said = '';
  let complaint = '';
  let heard = 0;
  const kill = (left: number): void => void (left > 0 ? setImmediate(kill, left - 1) : child.kill('SIGKILL'));
  child.stderr?.on('data', (bytes) => (complaint += bytes));
  child.stdout?.on('data', (bytes: Buffer) => {
    const text = String(bytes);
    said += text;
    const before = heard;
    heard += text.split('\n').length - 1;
    if (before < lines && heard >= lines) kill(turns);
  });
  const [code, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`it ended by itself (${code}): ${complaint}`);
  // A line that was cut was not told.
  return said.split('\n').slice(0, -1);
}
