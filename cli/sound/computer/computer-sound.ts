import { spawn, type ChildProcess } from 'node:child_process';
import type { Board, SampleSource } from '../../../host-sim';
import type { Clock } from '../../../host-sim/core/clock';
import { Failure } from '../../failure';
import { PlayedSound } from './played-sound';
import { findPlayer, findRecorder, namesOf, PLAYED, type SoundProgram } from './sound-programs';
import { QUEUE_HZ, SoundQueue } from './sound-queue';

// The computer's own microphone and loudspeaker, by the programs that it has for them.

const PLAY_EVERY_MS = 10;

/** Something that runs until it is closed. */
interface OpenSound {
  /** What got lost, in words. */
  account(): string;
  close(): void;
}

/** Opens the computer's microphone. @throws Failure if it has no program for that */
export function openMicrophone(print: (line: string) => void): OpenSound & { readonly source: SampleSource } {
  const program = findRecorder();
  if (!program)
    throw new Failure(
      `--microphone default needs a program that records: install one of ${namesOf.recorders}, or give a WAV file`,
    );
  const queue = new SoundQueue();
  const child = start(program, 'microphone', 'it hears nothing from now on', print);
  let half: number | undefined;
  child.stdout?.on('data', (bytes: Buffer) => {
    // A pipe may cut a sample in two.
    const all = half === undefined ? bytes : Buffer.concat([Buffer.of(half), bytes]);
    half = all.length % 2 === 1 ? all[all.length - 1] : undefined;
    const samples = new Int16Array(all.length >> 1);
    for (let i = 0; i < samples.length; i++) samples[i] = all.readInt16LE(2 * i);
    queue.push(samples);
  });
  const ms = (samples: number): number => Math.round((1000 * samples) / QUEUE_HZ);
  return {
    source: queue,
    account: () => `microphone (${program.name}): ${ms(queue.dropped)} ms dropped, ${ms(queue.missing)} ms missing`,
    close: () => end(child),
  };
}

/** Plays what a board's loudspeaker plays. @throws Failure if the computer has no program for that */
export function openLoudspeaker(board: () => Board, clock: Clock, print: (line: string) => void): OpenSound {
  const program = findPlayer();
  if (!program)
    throw new Failure(
      `--loudspeaker default needs a program that plays: install one of ${namesOf.players}, or leave the option out`,
    );
  const child = start(program, 'loudspeaker', 'it is silent from now on', print);
  const { stdin } = child;
  let isTaking = true;
  const stop = (): void => void (isTaking = false);
  stdin?.on('error', stop);
  child.on('close', stop);
  const played = new PlayedSound(() => performance.now());
  const timer = setInterval(() => {
    if (!isTaking || !stdin) return;
    const isFull = stdin.writableLength > 0;
    for (const piece of played.next(board().amplifier, clock.nowNs, isFull)) stdin.write(piece);
  }, PLAY_EVERY_MS);
  return {
    account: () => `loudspeaker (${program.name}): ${Math.round((1000 * played.dropped) / PLAYED.rateHz)} ms dropped`,
    close() {
      clearInterval(timer);
      isTaking = false;
      end(child);
    },
  };
}

/** The children that are to end, and of whose end nothing is said. */
const ending = new WeakSet<ChildProcess>();

function start(
  { path, name, args }: SoundProgram,
  what: string,
  consequence: string,
  print: (line: string) => void,
): ChildProcess {
  const child = spawn(path, args, { stdio: [what === 'microphone' ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
  let complaint = '';
  if (what !== 'microphone') child.stdout?.resume();
  child.stderr?.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString('utf8')).slice(-1000);
  });
  let isTold = false;
  const tell = (why: string): void => {
    if (isTold || ending.has(child)) return;
    isTold = true;
    print(`${name}, which works for the ${what}, has ended (${why}): ${consequence}`);
  };
  child.on('error', (error) => tell(error.message));
  child.on('close', (code, signal) => {
    const last = complaint.trim().split('\n').at(-1) ?? '';
    tell([signal ?? `exit code ${code}`, last].filter((part) => part !== '').join(', '));
  });
  return child;
}

function end(child: ChildProcess): void {
  ending.add(child);
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill();
}
