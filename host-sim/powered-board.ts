import { createChip, type Chip } from './chip';
import type { PoweredBoardOptions } from './powered-board-options';
import type { Timer } from './core/clock';
import { HEAPS, RTC_FAST_BYTES, RTC_SLOW_BYTES, TASK_STACK } from './core/address-map';
import { Memory } from './core/memory';
import { CrashHandler } from './espruino/cpu/crash-handler';
import { ASKED, COEXISTENCE, ILLEGAL_INSTRUCTION, NO_VARIABLES } from './espruino/cpu/crashes';
import { Cpu } from './espruino/cpu/cpu';
import { UnsupportedSyntax } from './espruino/language/dialect-syntax';
import type { FlashWork } from './espruino/modules/flash-files';
import { FlatStrings } from './espruino/globals/flat-strings';
import type { NativeResult } from './espruino/globals/native-call';
import { JSVAR_BYTES, totalVariables } from './espruino/globals/process';
import { bootCode, BOOT_FILE, createRealm, type Realm } from './espruino/realm';
import { createLx6, type Lx6 } from './lx6/lx6';
import { createMemoryMap } from './lx6/memory-map';
import { Button } from './parts/button';
import { Microphone } from './parts/microphone';
import { NS_PER_MS } from './core/time-units';

/** From power-on to the first line of the boot file: boot loader, ESP-IDF and the start of the interpreter. */
const BOOT_NS = 400 * NS_PER_MS;

/** What RTC memory holds after power-on: nothing that a program could rely on. */
const ARBITRARY_BYTE = 0xa5;

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
  private readonly crashes: CrashHandler;
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
    this.crashes = new CrashHandler({
      clock,
      cpu: () => this.cpu,
      print: options.print,
      restartChip: () => {
        this.endRealm();
        this.boot = this.bootLater();
      },
    });
    this.cpu = new Cpu({
      clock,
      costs,
      beforeRun: (nowNs) => {
        this.crashes.watchdog.callbackBegins(nowNs);
        this.chip.advance();
      },
      whyEnd: (nowNs) => this.crashes.whyEnd(nowNs),
      afterRun: () => this.flatStrings.release(),
      onException: (thrown) => this.onException(thrown),
      onFault: options.onFault,
    });
    this.chip = createChip({
      clock,
      clockPpm,
      memory: this.memory,
      rtcFast,
      rtcSlow: new Uint8Array(RTC_SLOW_BYTES).fill(ARBITRARY_BYTE).buffer,
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
    return this.cpu.lookFree(() => {
      try {
        return realm.evaluate(code, 'debugger');
      } catch (thrown) {
        // Whoever asks is no part of the boot, even if the firmware is still booting.
        const wasBooting = this.isBooting;
        this.isBooting = false;
        realm.onException(thrown);
        this.isBooting = wasBooting;
        throw thrown;
      }
    });
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

  /** Takes all variables from the next callback. The interpreter ends it, and an interval or a watch whose callback it was. */
  exhaustMemory(): void {
    this.crashes.exhaustMemory();
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
    this.crashes.watchdog.off();
    this.realm?.close();
    this.chip.powerOff();
  }

  private bootLater(): Timer {
    const { clock } = this.options;
    return clock.at(clock.nowNs + BOOT_NS, () => void this.cpu.post(clock.nowNs, () => this.bootChip()));
  }

  private bootChip(): void {
    this.crashes.chipBoots(this.cpu.nowNs - BOOT_NS);
    const { radioFlags, largestHeapBytes } = this.options;
    if (totalVariables(radioFlags) * JSVAR_BYTES > largestHeapBytes) throw this.crashes.crash(NO_VARIABLES);
    this.start();
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
      totalVariables: totalVariables(options.radioFlags),
      watchdog: this.crashes.watchdog,
      takeErrorFlags: () => this.crashes.takeErrorFlags(),
      radioFlags: options.radioFlags,
      abortOfCoexistence: () => (options.radioFlags.bluetooth ? this.crashes.crash(COEXISTENCE) : undefined),
      restartChip: () => this.crashes.crash(ASKED),
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
    const call = `the call of machine code at 0x${address.toString(16)}`;
    throw this.crashes.crash(ILLEGAL_INSTRUCTION, `${call} made the board panic`);
  }

  private onException(thrown: unknown): void {
    if (this.cpu.isHalted) return;
    if (this.realm === undefined) throw thrown;
    this.realm.onException(thrown);
  }
}
