import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PIN_BUTTON, PIN_I2S_BCK, PIN_I2S_DIN, PIN_I2S_DOUT, PIN_I2S_WS } from '../../hardware/pins';
import type { Firmware } from '../../host-sim';
import { createChip, type Chip } from '../../host-sim/chip';
import { VirtualClock } from '../../host-sim/core/clock';
import { Amplifier } from '../../host-sim/parts/amplifier';
import { Microphone } from '../../host-sim/parts/microphone';
import { createRecordedSound, type RecordedSound } from '../../host-sim/parts/recorded-sound';
import { SILENCE, type SampleSource } from '../../host-sim/parts/sample-source';
import type { Recording } from '../../host-sim/parts/recording';
import type { Level, PadMode } from '../../host-sim/peripherals/gpio';
import { createNativeCore, type NativeCore } from './native-core';
import { openPipes, type Pipes } from './pipes';
import { ProcessRam } from './process-ram';
import { storageImage } from './storage-image';
import { NS_PER_MS } from '../../host-sim/core/time-units';

const FLASH_FILE = 'espruino.flash';
const PUMP_EVERY_MS = 1;
const PATIENCE_MS = 20_000;
const RTC_FAST_BYTES = 0x2000;
const RTC_SLOW_BYTES = 0x2000;
const BOTH_SPEAKERS = { bck: PIN_I2S_BCK, ws: PIN_I2S_WS };

/** What a board is made of. */
export type EspruinoBoardOptions = {
  /** The interpreter's file. */
  readonly interpreter: string;
  readonly firmware: Firmware;
  readonly settings: Readonly<Record<string, unknown>>;
  /** A program and its arguments by way of which the interpreter is started. */
  readonly by?: readonly string[] | undefined;
  /** How many seconds the board's second takes: 1 unless said. */
  readonly slowness?: number | undefined;
  /** How many variables the interpreter has, those of the test's own code included: 16,383 unless said. */
  readonly variables?: number | undefined;
  /** What was in the flash of a board before: used in place of `firmware` and `settings`. */
  readonly flash?: Buffer | undefined;
  /** RTC SLOW memory of a board that has restarted: none unless said. */
  readonly rtcSlow?: ArrayBuffer | undefined;
  /** What becomes of calls of machine code: they run unless said. */
  readonly nativeCode?: 'runs' | 'panics' | undefined;
};

/** The bundle in a real interpreter, on the simulated chip, in real time or evenly slower. */
export class EspruinoBoard {
  readonly chip: Chip;
  /** What runs machine code. */
  readonly core: NativeCore;
  /** What the interpreter has printed. */
  readonly console: string[] = [];
  /** How often the interpreter has asked for what; calls of machine code by how many values were given. */
  readonly requests = new Map<string, number>();
  /** RTC SLOW memory, which outlasts a restart of the chip. */
  readonly rtcSlow: ArrayBuffer;
  private readonly folder = mkdtempSync(join(tmpdir(), 'stagebox-espruino-'));
  private readonly clock = new VirtualClock();
  private readonly startNs = process.hrtime.bigint();
  private readonly amplifier = new Amplifier({ pads: { ...BOTH_SPEAKERS, data: PIN_I2S_DOUT } });
  private readonly ram: ProcessRam;
  private readonly rtcFast = new ArrayBuffer(RTC_FAST_BYTES);
  private readonly options: EspruinoBoardOptions;
  private readonly slowness: number;
  private readonly pipes: Pipes;
  private readonly child: ChildProcess;
  private readonly pump: NodeJS.Timeout;
  private readonly asked = new Map<string, (answer: string) => void>();
  private readonly work: string[] = [];
  private heard: SampleSource = SILENCE;
  private questions = 0;
  private line = '';
  private fault: Error | undefined;
  private isClosed = false;
  private isPanicked = false;

  constructor(options: EspruinoBoardOptions) {
    const { interpreter, by = [], slowness = 1 } = options;
    this.options = options;
    this.slowness = slowness;
    this.rtcSlow = options.rtcSlow ?? new ArrayBuffer(RTC_SLOW_BYTES);
    writeFileSync(join(this.folder, FLASH_FILE), options.flash ?? flashOf(options));
    this.pipes = openPipes(this.folder, (request) => this.answer(request));
    const [program, ...rest] = [...by, interpreter];
    this.child = spawn(program, rest, { cwd: this.folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.on('error', (error) => (this.fault ??= error));
    this.child.on('exit', (code, signal) => {
      if (!this.isClosed)
        this.fault ??= new Error(`ESPRUINO=${interpreter} ended by itself (${signal ?? `code ${code}`})`);
    });
    this.child.stdout?.setEncoding('latin1').on('data', (text: string) => this.print(text));
    this.ram = this.openRam(interpreter);
    this.chip = createChip({
      clock: this.clock,
      memory: this.ram,
      rtcFast: this.rtcFast,
      rtcSlow: this.rtcSlow,
      onFault: (fault) => (this.fault ??= fault),
    });
    this.core = createNativeCore(this.chip, this.ram, this.rtcFast);
    const source: SampleSource = { fill: (into, startNs, rateHz) => this.heard.fill(into, startNs, rateHz) };
    this.chip.attach(new Microphone({ pads: { ...BOTH_SPEAKERS, data: PIN_I2S_DIN }, source }));
    this.chip.attach(this.amplifier);
    this.pump = setInterval(() => this.catchUp(), PUMP_EVERY_MS);
  }

  /** The board's instant: time since power on. */
  get nowNs(): number {
    return Math.floor(Number(process.hrtime.bigint() - this.startNs) / this.slowness);
  }

  /** What the amplifier has played. */
  get recording(): Recording {
    this.catchUp();
    return this.amplifier.recording;
  }

  /** The microphone hears this sound, from now on. Returns when it begins. */
  hear(sound: RecordedSound): number {
    const startNs = this.nowNs;
    this.heard = createRecordedSound(sound, startNs);
    return startNs;
  }

  /** The value of an expression inside the interpreter. */
  async evaluate<T>(expression: string): Promise<T> {
    const id = String(++this.questions);
    let answer: string | undefined;
    this.asked.set(id, (text) => (answer = text));
    this.work.push(`${id} ${expression}`);
    await this.until(`an answer to ${expression}`, () => answer !== undefined);
    if (answer?.startsWith('!')) throw new Error(`${expression}: ${answer.slice(1)}`);
    return (answer === 'undefined' ? undefined : JSON.parse(answer ?? 'null')) as T;
  }

  /** Moves the button after so many milliseconds each: down, up, down, up … */
  async press(...delaysMs: number[]): Promise<void> {
    await this.evaluate(`__board.press(${PIN_BUTTON},[${delaysMs.join(',')}])`);
    await this.pause(delaysMs.reduce((sum, ms) => sum + ms, 0));
  }

  /** So much of the board's time passes. */
  pause(ms: number): Promise<void> {
    return pause(ms * this.slowness);
  }

  /** What is in its flash. */
  flash(): Buffer {
    return readFileSync(join(this.folder, FLASH_FILE));
  }

  /** Whether machine code made it panic. It stands still then. */
  get hasPanicked(): boolean {
    return this.isPanicked;
  }

  /** Waits for a condition; names it when it does not come. */
  async until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    const patienceEnds = this.nowNs + (PATIENCE_MS * NS_PER_MS) / Math.min(this.slowness, 4);
    while (!(await isSo())) {
      if (this.fault !== undefined) throw this.fault;
      if (this.nowNs > patienceEnds) throw new Error(`waited in vain for ${what}\n${this.console.join('\n')}`);
      await pause(2);
    }
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.pump);
    this.chip.powerOff();
    this.child.kill('SIGKILL');
    this.pipes.close();
    this.ram.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private openRam(interpreter: string): ProcessRam {
    try {
      if (this.child.pid === undefined) throw new Error('it cannot be started');
      return new ProcessRam(this.child.pid);
    } catch (error) {
      this.child.kill('SIGKILL');
      this.pipes.close();
      const why = (error as Error).message;
      throw new Error(`ESPRUINO=${interpreter} does not serve (${why}): name an Espruino built for Linux`);
    }
  }

  private catchUp(): void {
    try {
      this.clock.runUntil(this.nowNs);
    } catch (fault) {
      this.stopOn(fault as Error);
    }
    this.chip.advance();
  }

  /** One request of the interpreter. What no board could do stops the run, whatever the firmware makes of it. */
  private answer(request: string): string {
    const [verb, first, second] = request.split(' ');
    this.count(verb === 'call' ? `call of ${request.split(' ').filter((value) => value !== '0').length - 2}` : verb!);
    try {
      this.catchUp();
      return String(this.perform(verb!, Number(first), second!, request) ?? '');
    } catch (fault) {
      this.stopOn(fault as Error);
      return '';
    }
  }

  private count(what: string): void {
    this.requests.set(what, (this.requests.get(what) ?? 0) + 1);
  }

  private perform(verb: string, first: number, second: string, request: string): number | string | undefined {
    const { bus, gpio } = this.chip;
    if (verb === 'peek') return bus.read32(first);
    if (verb === 'poke') bus.write32(first, Number(second));
    else if (verb === 'pinMode') gpio.pinMode(first, second as PadMode);
    else if (verb === 'digitalWrite') gpio.digitalWrite(first, Number(second) as Level);
    else if (verb === 'place') this.ram.place(first, Number(second));
    else if (verb === 'call') return this.call(request.split(' ').slice(1).map(Number));
    else if (verb === 'copy') this.copy(first, request.split(' ').slice(2).map(Number));
    else if (verb === 'work') return this.work.shift();
    else if (verb === 'done') this.asked.get(String(first))?.(request.slice(`done ${first} `.length));
    return undefined;
  }

  private call([address, ...values]: readonly number[]): number {
    if (this.options.nativeCode !== 'panics') return this.core.call(address!, values);
    this.isPanicked = true;
    this.isClosed = true;
    this.child.kill('SIGKILL');
    return 0;
  }

  /** Words of the program's memory to where it cannot write. */
  private copy(to: number, [from, count]: readonly number[]): void {
    this.ram.words(from!, 4 * count!).forEach((word, i) => this.chip.bus.write32(to + 4 * i, word >>> 0));
  }

  private stopOn(fault: Error): void {
    this.fault ??= fault;
    clearInterval(this.pump);
    this.child.kill('SIGKILL');
  }

  private print(text: string): void {
    const lines = (this.line + text).split('\n');
    this.line = lines.pop() ?? '';
    // The prompt, and the control sequences around it, are no output of the program.
    const said = lines.map((line) => line.replace(/\x1b\[J|\r|\x08/g, '').replace(/^>/, ''));
    this.console.push(...said.filter((line) => line !== ''));
  }
}

function flashOf({ firmware, settings, slowness = 1, variables = 0 }: EspruinoBoardOptions): Buffer {
  const prelude = readFileSync(join(__dirname, 'prelude.js'), 'latin1')
    .replaceAll('__SLOWNESS__', String(slowness))
    .replaceAll('__VARIABLES__', String(variables));
  const program = typeof firmware === 'string' ? { '.bootcde': firmware } : firmware;
  return storageImage({ '.boot0': prelude, ...program, 'stagebox.json': JSON.stringify(settings) });
}

/** Real time passes. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
