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
import type { Clock } from './core/clock';
import type { MemoryPlace } from './core/memory';
import { createRandom } from './core/random';
import { bytesOf, fromBoardText, toBoardText } from './espruino/interpreter/byte-strings';
import { ESP32_COSTS, type CostModel } from './espruino/cpu/cost-model';
import type { Crypto } from './espruino/modules/crypto';
import { FlashFiles } from './espruino/modules/flash-files';
import { BOOT_FILE } from './espruino/realm';
import type { ScriptContextFactory } from './espruino/interpreter/script-context';
import type { Host } from './net/network';
import { Amplifier } from './parts/amplifier';
import { LedRing, type RingColours } from './parts/led-ring';
import type { Recording } from './parts/recording';
import type { SampleSource } from './parts/sample-source';
import { Timeline } from './parts/timeline';
import type { Level } from './peripherals/gpio';
import { PoweredBoard, type NativeCode } from './powered-board';

/** What a board is made of. */
export type BoardOptions = {
  readonly name: string;
  readonly clock: Clock;
  readonly network: Host;
  /** Text of the firmware bundle; it is put into Storage as `.bootcde`. */
  readonly firmware: string;
  readonly context: ScriptContextFactory;
  readonly crypto: Crypto;
  readonly microphone: SampleSource;
  /** Files in Storage at the first start. Their text is as the board holds it: one character, one byte. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly seed: number;
  /** What differs from the ESP32's costs. */
  readonly costs?: Partial<CostModel> | undefined;
  /** Where the interpreter's memory lies: SRAM1 unless said. A module with PSRAM puts it where I2S DMA cannot reach. */
  readonly memory?: MemoryPlace | undefined;
  /** What becomes of calls of machine code: they run unless said. */
  readonly nativeCode?: NativeCode | undefined;
  /** How much faster than nominal the crystal runs. */
  readonly clockPpm?: number | undefined;
};

/** A whole simulated speaker: chip, interpreter, firmware, and the parts around it. */
export interface Board {
  readonly name: string;
  powerOn(): void;
  powerOff(): void;
  /** A finger on the button. */
  press(): void;
  release(): void;
  /** Closes the contact of the mute switch, which lets the microphone be heard, or opens it, as it is at first. */
  setMuteSwitch(isClosed: boolean): void;
  /** A look at the firmware from outside, as at the console, but free of charge and without moving time. */
  evaluate(code: string): unknown;
  /** A line typed at the console: it waits its turn, takes its time, and the answer comes as a line `=…`. */
  type(line: string): void;
  /** Called with every line that the console shows. */
  onLine: (line: string) => void;
  /** Called once when the run stops. Unless set, the fault is thrown out of the clock's run. */
  onFault: (fault: Error) => void;
  /** Why the run has stopped for good, if it has. */
  readonly fault: Error | undefined;
  /** What the loudspeaker played. */
  readonly amplifier: Recording;
  /** The colours of the ring and since when, as 0xRRGGBB. */
  readonly ring: Timeline<RingColours>;
  /** Whether the single LED is lit and since when. */
  readonly led: Timeline<Level>;
  /** Share of the time since power-on that the CPU was busy, 0 to 1. */
  readonly cpuLoad: number;
  /** The same of the last second. */
  readonly recentCpuLoad: number;
  /** Every modelled register by its name, as `0x%08X` text. Throws while there is no power. */
  registers(): Record<string, string>;
  /** What `E.defrag()` does: every array that has an address gets a new one. */
  defrag(): void;
  /** Whether new strings find no room in one piece, and so have no address. For this power-on. */
  setMemoryFragmented(isFragmented: boolean): void;
  /** Instructions of machine code that the firmware has had executed since power-on. */
  readonly nativeInstructions: number;
  /** Takes the Wi-Fi access point away, or brings it back. */
  setWifiInReach(isInReach: boolean): void;
}

/** Puts a speaker together. It has no power yet. */
export function createBoard(options: BoardOptions): Board {
  const { name, clock } = options;
  const costs: CostModel = { ...ESP32_COSTS, ...options.costs };
  const amplifier = new Amplifier({ pads: { bck: PIN_I2S_BCK, ws: PIN_I2S_WS, data: PIN_I2S_DOUT } });
  const ring = new LedRing(RING_PIXELS);
  const led = new Timeline<Level>();
  const accessPoint = { isInReach: true, onChange: (_isInReach: boolean): void => {} };
  const random = createRandom(options.seed, name);
  let powered: PoweredBoard | undefined;
  let fault: Error | undefined;
  let isPressed = false;
  let isSwitchClosed = false;

  const flash = new FlashFiles((work) => powered?.waitForFlash(work));
  flash.write(BOOT_FILE, bytesOf(toBoardText(options.firmware)));
  for (const [file, text] of Object.entries(options.settings ?? {})) flash.write(file, bytesOf(text));

  const need = (): PoweredBoard => {
    if (powered === undefined) throw new Error(`board ${name} has no power: call powerOn() first`);
    return powered;
  };

  const board: Board = {
    name,
    onLine: () => {},
    onFault: (stopped) => {
      clock.at(clock.nowNs, () => {
        throw stopped;
      });
    },
    amplifier: amplifier.recording,
    ring: ring.timeline,
    led,
    get fault() {
      return fault;
    },
    get cpuLoad() {
      return powered?.cpuLoad ?? 0;
    },
    get recentCpuLoad() {
      return powered?.recentCpuLoad ?? 0;
    },
    powerOn() {
      if (powered !== undefined) return;
      fault = undefined;
      powered = new PoweredBoard({
        ...options,
        costs,
        clockPpm: options.clockPpm ?? 0,
        memory: options.memory ?? 'sram1',
        nativeCode: options.nativeCode ?? 'runs',
        flash,
        random,
        accessPoint,
        amplifier,
        microphonePads: { bck: PIN_I2S_BCK, ws: PIN_I2S_WS, data: PIN_I2S_DIN },
        pins: { button: PIN_BUTTON, muteSwitch: PIN_MUTE, led: PIN_LED },
        print: (line) => {
          for (const one of line.split('\n')) board.onLine(fromBoardText(one));
        },
        showRing: (pin, timeNs, grb) => {
          if (pin === PIN_RING) ring.show(timeNs, grb);
        },
        showLed: (timeNs, level) => led.push(timeNs, level),
        onFault: (stopped) => {
          fault = stopped;
          board.onFault(stopped);
        },
      });
      if (isPressed) powered.button.press();
      if (isSwitchClosed) powered.muteSwitch.press();
    },
    powerOff() {
      if (powered === undefined) return;
      powered.off();
      powered = undefined;
      ring.show(clock.nowNs, new Uint8Array(3 * RING_PIXELS));
      led.push(clock.nowNs, 0);
    },
    press() {
      isPressed = true;
      powered?.button.press();
    },
    release() {
      isPressed = false;
      powered?.button.release();
    },
    setMuteSwitch(isClosed) {
      isSwitchClosed = isClosed;
      if (isClosed) powered?.muteSwitch.press();
      else powered?.muteSwitch.release();
    },
    evaluate: (code) => need().evaluate(toBoardText(code)),
    type: (line) => need().type(toBoardText(line)),
    registers: () => need().registers(),
    defrag: () => need().defrag(),
    setMemoryFragmented: (isFragmented) => need().setMemoryFragmented(isFragmented),
    get nativeInstructions() {
      return powered?.nativeInstructions ?? 0;
    },
    setWifiInReach(isInReach) {
      if (accessPoint.isInReach === isInReach) return;
      accessPoint.isInReach = isInReach;
      accessPoint.onChange(isInReach);
    },
  };
  return board;
}
