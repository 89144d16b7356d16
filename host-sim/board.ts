import {
  PIN_BUTTON,
  PIN_I2S_BCK,
  PIN_I2S_DIN,
  PIN_I2S_DOUT,
  PIN_I2S_WS,
  PIN_LED,
  PIN_MUTE,
  PIN_RING,
  RING_PIXELS,
} from '../hardware/pins';
import { HEAPS, type MemoryPlace } from './core/address-map';
import type { Clock } from './core/clock';
import { createRandom, type Random } from './core/random';
import { bytesOf, fromBoardText, toBoardText } from './espruino/interpreter/byte-strings';
import { ESP32_COSTS, type CostModel } from './espruino/cpu/cost-model';
import type { RadioFlags } from './espruino/globals/esp32';
import type { Crypto } from './espruino/modules/crypto';
import { FlashFiles } from './espruino/modules/flash-files';
import type { WifiTrouble } from './espruino/modules/wifi';
import { BOOT_FILE } from './espruino/realm';
import type { ScriptContextFactory } from './espruino/interpreter/script-context';
import type { Host } from './net/network';
import { withCoupling, type AcousticCoupling } from './parts/acoustic-coupling';
import { Amplifier } from './parts/amplifier';
import { LedRing, type RingColours } from './parts/led-ring';
import type { Recording } from './parts/recording';
import type { SampleSource } from './parts/sample-source';
import { Timeline } from './parts/timeline';
import type { Level } from './peripherals/gpio';
import { PoweredBoard } from './powered-board';
import type { FirmwareException, NativeCode, PoweredBoardOptions } from './powered-board-options';

/** The program of a board: its files by their names in Storage, or the text of `.bootcde` alone. */
export type Firmware = string | Readonly<Record<string, string>>;

/** What a board needs. */
export type BoardOptions = {
  readonly name: string;
  readonly clock: Clock;
  readonly network: Host;
  readonly firmware: Firmware;
  readonly context: ScriptContextFactory;
  readonly crypto: Crypto;
  readonly microphone: SampleSource;
  /** How its microphone hears its own loudspeaker. Default: not at all. */
  readonly coupling?: AcousticCoupling | undefined;
  /** Files in Storage at the first start. Their text is as the board holds it: one byte in each character. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly seed: number;
  /** The costs that differ from the ESP32's. */
  readonly costs?: Partial<CostModel> | undefined;
  /** Where the interpreter's heap lies. Default: SRAM1. A module with PSRAM puts it there, out of reach of I2S DMA. */
  readonly memory?: MemoryPlace | undefined;
  /** What happens when the firmware calls machine code. Default: it runs. */
  readonly nativeCode?: NativeCode | undefined;
  /** Whether Bluetooth is on at first, as the stock image has it. Default: the builder has switched it off. */
  readonly bluetooth?: boolean | undefined;
  /** Bytes of the longest piece of memory for the interpreter's variables. Default: all of SRAM1's heap. */
  readonly largestHeapBytes?: number | undefined;
  /** How much faster than nominal the crystal runs, in parts per million. Default: 0. */
  readonly clockPpm?: number | undefined;
};

/** A whole simulated speaker: chip, interpreter, firmware, and the parts around it. */
export interface Board {
  readonly name: string;
  powerOn(): void;
  powerOff(): void;
  /** Presses the button, until `release()`. */
  press(): void;
  release(): void;
  /** Closes the contact of the mute switch, which enables the microphone, or opens it. It is open at first. */
  setMuteSwitch(isClosed: boolean): void;
  /**
   * Evaluates code in the interpreter without taking any of the board's time. What the code throws is shown as an exception
   * of the firmware, and thrown. Throws while there is no power.
   */
  evaluate(code: string): unknown;
  /**
   * Types a line at the console. It is evaluated when the CPU is free, takes time, and is answered by a line `=…`. The answer
   * goes to `onAnswer` if there is one, which gets nothing if the line threw an exception.
   */
  type(line: string, onAnswer?: (answer: string | undefined) => void): void;
  /** Called with every line that the console shows. */
  onLine: (line: string) => void;
  /** Called with every exception that nothing in the firmware caught. The firmware goes on, as on a real board. */
  onException: (exception: FirmwareException) => void;
  /** Called once when the run stops. Default: throws the fault out of the clock's run. */
  onFault: (fault: Error) => void;
  /** Why the run has stopped for good, if it has. */
  readonly fault: Error | undefined;
  /** What the loudspeaker played. */
  readonly amplifier: Recording;
  /** The colours of the ring over time, as 0xRRGGBB. */
  readonly ring: Timeline<RingColours>;
  /** The level of the single LED over time: 1 is lit. */
  readonly led: Timeline<Level>;
  /** Share of the time since power-on in which the CPU was busy, 0 to 1. */
  readonly cpuLoad: number;
  /** Share of the last second in which the CPU was busy, 0 to 1. */
  readonly recentCpuLoad: number;
  /** Every modelled register by its name, as `0x%08X` text. Throws while there is no power. */
  registers(): Record<string, string>;
  /** Does what `E.defrag()` does: every array that has an address gets a new one. */
  defrag(): void;
  /** Whether new strings find no room in one piece, so that they have no address. Lasts until power-off. */
  setMemoryFragmented(isFragmented: boolean): void;
  /**
   * Takes all variables of the interpreter from the callback that runs next. The interpreter ends that callback, which cannot catch it,
   * and removes the interval or the watch whose callback it was.
   */
  exhaustMemory(): void;
  /**
   * Types a line at the console over Bluetooth, as anybody in radio range can while it is on. False: Bluetooth is off, so that nobody
   * answers.
   */
  typeOverBluetooth(line: string): boolean;
  /** Instructions of machine code executed since power-on. */
  readonly nativeInstructions: number;
  /** Takes the Wi-Fi access point out of reach, or brings it back. */
  setWifiInReach(isInReach: boolean): void;
  /** Makes attempts to connect fail from now on, or ends that. A connection that stands is not touched. */
  setWifiTrouble(trouble: WifiTrouble | undefined): void;
}

/** Makes a speaker. It has no power yet. */
export function createBoard(options: BoardOptions): Board {
  return new SimulatedBoard(options);
}

/** What outlasts power: the flash, the access point, what a finger or a switch does, and what was heard and seen. */
class SimulatedBoard implements Board {
  readonly name: string;
  readonly amplifier: Recording;
  readonly ring: Timeline<RingColours>;
  readonly led = new Timeline<Level>();
  fault: Error | undefined;
  onLine: (line: string) => void = () => {};
  onException: (exception: FirmwareException) => void = () => {};
  onFault: (fault: Error) => void;
  private readonly options: BoardOptions;
  private readonly flash: FlashFiles;
  private readonly random: Random;
  private readonly radioFlags: RadioFlags;
  private readonly accessPoint = {
    isInReach: true,
    trouble: undefined as WifiTrouble | undefined,
    onChange: (_isInReach: boolean): void => {},
  };
  private readonly speaker = new Amplifier({ pads: { bck: PIN_I2S_BCK, ws: PIN_I2S_WS, data: PIN_I2S_DOUT } });
  private readonly pixels = new LedRing(RING_PIXELS);
  private powered: PoweredBoard | undefined;
  private isPressed = false;
  private isSwitchClosed = false;

  constructor(options: BoardOptions) {
    const { name, clock } = options;
    this.options = options;
    this.name = name;
    this.amplifier = this.speaker.recording;
    this.ring = this.pixels.timeline;
    this.random = createRandom(options.seed, name);
    this.radioFlags = { bluetooth: options.bluetooth ?? false, wifi: true };
    this.onFault = (fault) => {
      clock.at(clock.nowNs, () => {
        throw fault;
      });
    };
    this.flash = new FlashFiles((work) => this.powered?.waitForFlash(work));
    const program = typeof options.firmware === 'string' ? { [BOOT_FILE]: options.firmware } : options.firmware;
    for (const [file, text] of Object.entries(program)) this.flash.write(file, bytesOf(toBoardText(text)));
    for (const [file, text] of Object.entries(options.settings ?? {})) this.flash.write(file, bytesOf(text));
  }

  get cpuLoad(): number {
    return this.powered?.cpuLoad ?? 0;
  }

  get recentCpuLoad(): number {
    return this.powered?.recentCpuLoad ?? 0;
  }

  get nativeInstructions(): number {
    return this.powered?.nativeInstructions ?? 0;
  }

  powerOn(): void {
    if (this.powered !== undefined) return;
    this.fault = undefined;
    this.powered = new PoweredBoard(this.poweredOptions());
    if (this.isPressed) this.powered.button.press();
    if (this.isSwitchClosed) this.powered.muteSwitch.press();
  }

  powerOff(): void {
    if (this.powered === undefined) return;
    const { nowNs } = this.options.clock;
    this.powered.off();
    this.powered = undefined;
    this.pixels.show(nowNs, new Uint8Array(3 * RING_PIXELS));
    this.led.push(nowNs, 0);
  }

  press(): void {
    this.isPressed = true;
    this.powered?.button.press();
  }

  release(): void {
    this.isPressed = false;
    this.powered?.button.release();
  }

  setMuteSwitch(isClosed: boolean): void {
    this.isSwitchClosed = isClosed;
    if (isClosed) this.powered?.muteSwitch.press();
    else this.powered?.muteSwitch.release();
  }

  evaluate(code: string): unknown {
    return this.need().evaluate(toBoardText(code));
  }

  type(line: string, onAnswer?: (answer: string | undefined) => void): void {
    this.need().type(toBoardText(line), (answer) => {
      const text = answer === undefined ? undefined : fromBoardText(answer);
      if (onAnswer) onAnswer(text);
      else if (text !== undefined) for (const part of text.split('\n')) this.onLine(part);
    });
  }

  registers(): Record<string, string> {
    return this.need().registers();
  }

  defrag(): void {
    this.need().defrag();
  }

  setMemoryFragmented(isFragmented: boolean): void {
    this.need().setMemoryFragmented(isFragmented);
  }

  exhaustMemory(): void {
    this.need().exhaustMemory();
  }

  typeOverBluetooth(line: string): boolean {
    if (!this.radioFlags.bluetooth) return false;
    this.type(line);
    return true;
  }

  setWifiInReach(isInReach: boolean): void {
    if (this.accessPoint.isInReach === isInReach) return;
    this.accessPoint.isInReach = isInReach;
    this.accessPoint.onChange(isInReach);
  }

  setWifiTrouble(trouble: WifiTrouble | undefined): void {
    this.accessPoint.trouble = trouble;
  }

  private need(): PoweredBoard {
    if (this.powered === undefined) throw new Error(`board ${this.name} has no power: call powerOn() first`);
    return this.powered;
  }

  private poweredOptions(): PoweredBoardOptions {
    const { options, flash, random, accessPoint } = this;
    return {
      ...options,
      microphone: withCoupling(options.microphone, this.amplifier, options.coupling),
      costs: { ...ESP32_COSTS, ...options.costs },
      clockPpm: options.clockPpm ?? 0,
      memory: options.memory ?? 'sram1',
      nativeCode: options.nativeCode ?? 'runs',
      largestHeapBytes: options.largestHeapBytes ?? HEAPS.sram1.end - HEAPS.sram1.base,
      radioFlags: this.radioFlags,
      flash,
      random,
      accessPoint,
      amplifier: this.speaker,
      microphonePads: { bck: PIN_I2S_BCK, ws: PIN_I2S_WS, data: PIN_I2S_DIN },
      pins: { button: PIN_BUTTON, muteSwitch: PIN_MUTE, led: PIN_LED },
      print: (text) => {
        for (const line of text.split('\n')) this.onLine(fromBoardText(line));
      },
      showRing: (pin, timeNs, grb) => {
        if (pin === PIN_RING) this.pixels.show(timeNs, grb);
      },
      showLed: (timeNs, level) => this.led.push(timeNs, level),
      onException: (exception) => this.onException(exception),
      onFault: (fault) => this.onFault((this.fault = fault)),
    };
  }
}
