import { createChip, type Chip } from './chip';
import type { Clock, Timer } from './core/clock';
import { HEAPS, RTC_FAST_BYTES, TASK_STACK, type MemoryPlace } from './core/address-map';
import { Memory } from './core/memory';
import type { Random } from './core/random';
import type { CostModel } from './espruino/cpu/cost-model';
import { Cpu } from './espruino/cpu/cpu';
import type { Crypto } from './espruino/modules/crypto';
import { UnsupportedSyntax } from './espruino/language/dialect-syntax';
import type { UncaughtException } from './espruino/language/uncaught-exception';
import { NativePanic } from './espruino/cpu/errors';
import type { FlashFiles, FlashWork } from './espruino/modules/flash-files';
import { FlatStrings } from './espruino/globals/flat-strings';
import type { NativeResult } from './espruino/globals/native-call';
import { bootCode, BOOT_FILE, createRealm, type Realm } from './espruino/realm';
import type { ScriptContextFactory } from './espruino/interpreter/script-context';
import type { AccessPoint } from './espruino/modules/wifi';
import { createLx6, type Lx6 } from './lx6/lx6';
import { createMemoryMap } from './lx6/memory-map';
import type { Host } from './net/network';
import type { Amplifier } from './parts/amplifier';
import { Button } from './parts/button';
import { Microphone } from './parts/microphone';
import type { SampleSource } from './parts/sample-source';
import type { Level } from './peripherals/gpio';
import type { LinePads } from './peripherals/i2s-line';
import { NS_PER_MS } from './core/time-units';

/** What a board needs while it has power. */
export type PoweredBoardOptions = {
  readonly clock: Clock;
  readonly network: Host;
  readonly context: ScriptContextFactory;
  readonly crypto: Crypto;
  readonly microphone: SampleSource;
  readonly costs: CostModel;
  readonly clockPpm: number;
  readonly memory: MemoryPlace;
  readonly nativeCode: NativeCode;
  readonly flash: FlashFiles;
  readonly random: Random;
  readonly accessPoint: AccessPoint;
  readonly amplifier: Amplifier;
  readonly microphonePads: LinePads;
  readonly pins: { readonly button: number; readonly muteSwitch: number; readonly led: number };
  readonly print: (line: string) => void;
  readonly showRing: (pin: number, timeNs: number, grb: Uint8Array) => void;
  readonly showLed: (timeNs: number, level: Level) => void;
  readonly onFault: (fault: Error) => void;
  readonly onException: (exception: FirmwareException) => void;
};

/** An exception that nothing in the firmware caught, and whether the boot file or a listener of `init` threw it. */
export type FirmwareException = UncaughtException & { readonly isAtBoot: boolean };

/** What happens when the firmware calls machine code: it runs, or the board panics. */
export type NativeCode = 'runs' | 'panics';

/** From power-on to the first line of the boot file: boot loader, ESP-IDF and the start of the interpreter. */
const BOOT_NS = 400 * NS_PER_MS;

/** Pins that a start of the interpreter makes inputs with pull-up (docs/reference/hazards.md, "pins at a restart"). */
const PULLED_UP = [0, 12, 13, 14, 15, 18, 19, 21, 22, 25, 26, 27];
/** The pins that it makes inputs without pull-up. */
const WITHOUT_PULL_UP = [34, 35, 36, 37, 38, 39];

/** A board from power-on to power-off: its chip, its CPU and the interpreter, which may restart. */
export class PoweredBoard {
  readonly button: Button;
  /** A contact to ground like that of a button. It stays in the position it is put in. */
  readonly muteSwitch: Button;
  private readonly options: PoweredBoardOptions;
  private readonly chip: Chip;
  private readonly cpu: Cpu;
  private readonly memory: Memory;
  private readonly flatStrings: FlatStrings;
  private readonly core: Lx6;
  /** The buffers that have an address. */
  private readonly placed = new Set<ArrayBuffer>();
  private boot: Timer;
  private realm: Realm | undefined;
  /** Whether the boot file or the listeners of `init` run. */
  private isBooting = false;

  constructor(options: PoweredBoardOptions) {
    this.options = options;
    const { clock, costs, clockPpm, microphone: source, microphonePads: pads } = options;
    this.memory = new Memory(HEAPS[options.memory]);
    this.flatStrings = new FlatStrings(this.memory);
    const rtcFast = new ArrayBuffer(RTC_FAST_BYTES);
    this.cpu = new Cpu({
      clock,
      costs,
      beforeRun: () => this.chip.advance(),
      afterRun: () => this.flatStrings.release(),
      onException: (thrown) => this.onException(thrown),
      onFault: options.onFault,
    });
    this.chip = createChip({
      clock,
      clockPpm,
      memory: this.memory,
      rtcFast,
      now: () => this.cpu.nowNs,
      onFault: (fault) => void this.cpu.stop(fault),
    });
    this.core = createLx6({
      space: createMemoryMap({ ram: this.memory, rtcFast, registers: this.chip.bus }),
      stack: { address: TASK_STACK.base, buffer: new ArrayBuffer(TASK_STACK.bytes) },
    });
    this.chip.attach(new Microphone({ pads, source }));
    this.chip.attach(options.amplifier);
    const { gpio } = this.chip;
    const contact = (pad: number): Button => new Button({ clock, gpio, pad, random: () => options.random.next() });
    this.button = contact(options.pins.button);
    this.muteSwitch = contact(options.pins.muteSwitch);
    gpio.watch(options.pins.led, (level, timeNs) => options.showLed(timeNs, level));
    this.boot = this.bootLater();
  }

  /** Instructions of machine code executed. */
  get nativeInstructions(): number {
    return this.core.retired;
  }

  /** Share of the time since power-on in which the CPU was busy, 0 to 1. */
  get cpuLoad(): number {
    return this.cpu.busy.load(this.cpu.nowNs);
  }

  /** The same for the last second. */
  get recentCpuLoad(): number {
    return this.cpu.busy.recentLoad(this.cpu.nowNs);
  }

  /** Evaluates code without taking the board's time; undefined while there is no interpreter. */
  evaluate(code: string): unknown {
    const { realm } = this;
    if (realm === undefined) return undefined;
    return this.cpu.lookFree(() => realm.evaluate(code, 'debugger'));
  }

  /** Types a line at the console. `onAnswer` gets the answer, or nothing if the line threw an exception. */
  type(line: string, onAnswer: (answer: string | undefined) => void): void {
    this.cpu.post(this.cpu.nowNs, () => {
      const { realm, cpu, options } = this;
      if (realm === undefined) return;
      cpu.charge(line.length * options.costs.evalPerChar);
      let answer: string | undefined;
      try {
        answer = `=${realm.show(realm.evaluate(line, 'console'))}`;
        cpu.charge(options.costs.printCall + answer.length * options.costs.printPerChar);
      } finally {
        onAnswer(answer);
      }
    });
  }

  /** Every modelled register by name, as text. */
  registers(): Record<string, string> {
    return this.chip.registers();
  }

  /** Gives every placed buffer a new address. */
  defrag(): void {
    for (const buffer of this.placed) this.memory.move(buffer);
  }

  /** Whether new strings find no room in one piece. */
  setMemoryFragmented(isFragmented: boolean): void {
    this.flatStrings.areRefused = isFragmented;
  }

  /** Charges the time of a flash write: the CPU stands still meanwhile. */
  waitForFlash({ writtenPages, compactedPages }: FlashWork): void {
    const { storageWritePerPage, storageCompactPerPage } = this.options.costs;
    this.cpu.charge(writtenPages * storageWritePerPage + compactedPages * storageCompactPerPage);
  }

  /** Ends all activity for good. */
  off(): void {
    this.boot.cancel();
    this.cpu.powerOff();
    this.realm?.close();
    this.chip.powerOff();
  }

  private bootLater(): Timer {
    const { clock } = this.options;
    return clock.at(clock.nowNs + BOOT_NS, () => void this.cpu.post(clock.nowNs, () => this.start()));
  }

  /** Starts a fresh interpreter, which runs the boot file unless `reset()` started it. */
  private start(mode: 'bootFile' | 'noBootFile' = 'bootFile'): void {
    const { options, cpu, chip } = this;
    for (const pad of PULLED_UP) chip.gpio.pinMode(pad, 'input_pullup');
    for (const pad of WITHOUT_PULL_UP) chip.gpio.pinMode(pad, 'input');
    const realm = createRealm({
      clock: options.clock,
      chip,
      cpu,
      costs: options.costs,
      context: options.context,
      crypto: options.crypto,
      host: options.network,
      accessPoint: options.accessPoint,
      flash: options.flash,
      random: options.random,
      clockPpm: options.clockPpm,
      print: options.print,
      onUncaught: (exception) => options.onException({ ...exception, isAtBoot: this.isBooting }),
      showRing: (pin, grb) => options.showRing(pin, cpu.nowNs, grb),
      place: (buffer) => {
        this.placed.add(buffer);
        return this.memory.place(buffer);
      },
      flatStrings: this.flatStrings,
      callNative: (address, values) => this.callNative(address, values),
      placedBytes: () => [...this.placed].reduce((sum, buffer) => sum + buffer.byteLength, 0),
      defrag: () => this.defrag(),
      restart: () => this.restart(),
      reset: () => this.restart('noBootFile'),
    });
    this.realm = realm;
    this.isBooting = true;
    const code = mode === 'bootFile' ? bootCode(options.flash) : undefined;
    if (code !== undefined) {
      cpu.charge(code.length * options.costs.evalPerChar);
      try {
        realm.evaluate(code, BOOT_FILE);
      } catch (thrown) {
        if (thrown instanceof UnsupportedSyntax || thrown instanceof SyntaxError) throw cpu.stop(thrown);
        this.onException(thrown);
      }
    }
    realm.emitInit();
    cpu.post(cpu.nowNs, () => (this.isBooting = false), 0);
  }

  private restart(mode: 'bootFile' | 'noBootFile' = 'bootFile'): void {
    this.realm?.emitKill();
    this.endRealm();
    this.start(mode);
  }

  private endRealm(): void {
    this.realm?.close();
    this.realm = undefined;
    this.placed.clear();
    this.memory.retireAll();
    this.flatStrings.keep();
    this.cpu.clear();
  }

  private callNative(address: number, values: readonly number[]): NativeResult {
    if (this.options.nativeCode === 'runs') return this.cpu.guard(() => this.core.call(address, values));
    throw this.cpu.abort(new NativePanic(address), () => this.panic());
  }

  /** What the ESP32 does after an exception: it prints it and boots. Flash, RTC memory and peripherals do not change. */
  private panic(): void {
    this.options.print("Guru Meditation Error: Core  0 panic'ed (IllegalInstruction). Exception was unhandled.");
    this.options.print('Rebooting...');
    this.endRealm();
    this.boot = this.bootLater();
  }

  private onException(thrown: unknown): void {
    if (this.cpu.isHalted) return;
    if (this.realm === undefined) throw thrown;
    this.realm.onException(thrown);
  }
}
