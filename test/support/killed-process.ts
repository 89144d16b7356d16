import { once } from 'node:events';
import { runProgram } from './compiled-program';

/** When to kill: so many turns of our event loop after it has said so many lines and `isTime` says so. */
export type Death = { readonly lines: number; readonly turns: number; readonly isTime?: () => boolean };

/** Runs a compiled program and kills it with SIGKILL. Resolves to the whole lines that it said; rejects if it ended by itself. */
export async function liveUntil(program: string, args: readonly string[], death: Death): Promise<string[]> {
  const { lines, turns, isTime } = death;
  const child = runProgram(program, args);
  const ended = once(child, 'close');
  let said = '';
  let complaint = '';
  let heard = 0;
  const kill = (left: number): void => void (left > 0 ? setImmediate(kill, left - 1) : child.kill('SIGKILL'));
  const killInTime = (): void => void (isTime?.() === false ? setImmediate(killInTime) : kill(turns));
  child.stderr?.on('data', (bytes) => (complaint += bytes));
  child.stdout?.on('data', (bytes: Buffer) => {
    const text = String(bytes);
    said += text;
    const before = heard;
    heard += text.split('\n').length - 1;
    if (before < lines && heard >= lines) killInTime();
  });
  const [code, signal] = await ended;
  if (signal !== 'SIGKILL') throw new Error(`it ended by itself (${code}): ${complaint}`);
  // A line that was cut was not told.
  return said.split('\n').slice(0, -1);
}
