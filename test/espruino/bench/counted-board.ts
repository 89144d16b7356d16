import type { Firmware } from '../../../host-sim';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspruinoBoard } from '../espruino-board';
import { readProfile, type Profile } from './callgrind';

/** Callgrind makes an interpreter 30 to 50 times slower; with this there is time left over. */
export const SLOWNESS = 30;
/** A built-in that does nothing of note; callgrind counts anew whenever it is called. */
export const MARK = 'E.getTemperature()';
const MARK_FUNCTION = 'jswrap_espruino_getTemperature';
/** What calls all of them, and what it does that by (src/jsinteractive.c). */
const AFTER_CALLBACK = '--dump-after=jsiExecuteEventCallback';
const BEFORE_CALLBACK = '--dump-before=jsiExecuteEventCallbackInner';

/** What was counted in a stretch of time, and what the host did for the interpreter meanwhile. */
export type Window = {
  readonly profile: Profile;
  readonly requests: ReadonlyMap<string, number>;
  /** Instructions of machine code that the host executed. */
  readonly machineCode: number;
};

/** Runs the bundle under callgrind, slowly. */
export class CountedBoard {
  readonly board: EspruinoBoard;
  private readonly folder = mkdtempSync(join(tmpdir(), 'stagebox-callgrind-'));
  private dumps = 0;
  private marks = 0;

  /** `eachCallback`: every callback of a timer, an event or a socket is counted by itself; see `callbacks`. */
  constructor(
    interpreter: string,
    firmware: Firmware,
    settings: Readonly<Record<string, unknown>>,
    flash?: Buffer,
    eachCallback = false,
  ) {
    const by = ['valgrind', '--tool=callgrind', `--callgrind-out-file=${join(this.folder, 'out')}`];
    // The interpreter's own second thread does nothing but wait for keys. Callgrind heeds one function to dump before.
    by.push('--separate-threads=yes');
    by.push(...(eachCallback ? [BEFORE_CALLBACK, AFTER_CALLBACK] : [`--dump-before=${MARK_FUNCTION}`]));
    this.board = new EspruinoBoard({ interpreter, firmware, settings, by, slowness: SLOWNESS, flash });
  }

  /** Everything that the interpreter does in so much of the board's time. Nothing else may be asked meanwhile. */
  async during(ms: number): Promise<Window> {
    const { board } = this;
    const begin = `setTimeout(function(){__board.ask("mark");${MARK};setTimeout(__board.end,${ms})},1)`;
    await board.evaluate(
      `(__board.end=function(){${MARK};__board.ask("mark");__board.worker=setInterval(__board.work,20)},` +
        `clearInterval(__board.worker),${begin},0)`,
    );
    await this.mark();
    const before = new Map(board.requests);
    const executed = board.core.instructions;
    await board.pause(ms);
    await this.mark();
    const requests = new Map([...board.requests].map(([verb, count]) => [verb, count - (before.get(verb) ?? 0)]));
    const machineCode = board.core.instructions - executed;
    await board.evaluate('0');
    return { profile: this.nextProfile(2), requests, machineCode };
  }

  /** Instructions of one turn of a loop around `body`, after `setUp`. Text of the interpreter's dialect. */
  async costOf(setUp: string, body: string, turns = 100): Promise<number> {
    const loop = (inside: string): string => `function(n){var f=${setUp},a=0,c=1;for(var i=0;i<n;i++){${inside}}}`;
    await this.board.evaluate(
      `(function(e,f){e(2);f(2);${MARK};e(${turns});${MARK};f(${turns});${MARK}})(${loop('')},${loop(body)})`,
    );
    const empty = this.nextProfile(2).total;
    return (this.nextProfile(1).total - empty) / turns;
  }

  /** What was counted between the two marks of a bundle that has them at its begin and end. */
  profileOfBoot(): Profile {
    return this.nextProfile(2);
  }

  /** Instructions of each callback so far, in turn, if the board was made to count them. */
  callbacks(): number[] {
    const dumps = readdirSync(this.folder).map((name) => Number(/^out\.(\d+)-/.exec(name)?.[1] ?? 0));
    return [...new Set(dumps)]
      .sort((a, b) => a - b)
      .flatMap((dump) => this.filesOf(dump))
      .filter((file) => readFileSync(file, 'latin1').includes(AFTER_CALLBACK))
      .map((file) => readProfile(file).total);
  }

  close(): void {
    this.board.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async mark(): Promise<void> {
    const wanted = ++this.marks;
    await this.board.until('a mark', () => (this.board.requests.get('mark') ?? 0) >= wanted);
  }

  /** The dump that is so many further on: each holds what was counted since the one before. */
  private nextProfile(steps: number): Profile {
    this.dumps += steps;
    // One file for each thread; the interpreter's is the one in which the function was called.
    const [file] = this.filesOf(this.dumps);
    if (file === undefined)
      throw new Error(`callgrind wrote nothing: has the interpreter a function ${MARK_FUNCTION}?`);
    return readProfile(file);
  }

  private filesOf(dump: number): string[] {
    const names = readdirSync(this.folder).filter((name) => name.startsWith(`out.${dump}-`));
    return names.map((name) => join(this.folder, name));
  }
}
