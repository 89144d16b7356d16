import type { Clock } from '../core/clock';
import type { Random } from '../core/random';
import type { Chip } from '../chip';
import type { Host } from '../net/network';
import { stringOf } from './interpreter/byte-strings';
import { errorText, printText, showValue } from './language/console-text';
import type { CostModel } from './cpu/cost-model';
import { Cpu } from './cpu/cpu';
import { createCryptoModule, type Crypto } from './modules/crypto';
import { createDgramModule, type SocketPorts } from './modules/dgram';
import { asInterpreted } from './language/dialect-syntax';
import { removeWhatIsMissing } from './language/dialect-removals';
import { createE } from './globals/e-object';
import { installEvents } from './language/events';
import type { FlashFiles } from './modules/flash-files';
import type { FlatStrings } from './globals/flat-strings';
import type { Interpreter } from './interpreter/interpreter';
import { installJson } from './language/json';
import { installModules } from './modules/require';
import { takeNatives } from './interpreter/natives';
import { createNativeCall, type NativeResult } from './globals/native-call';
import { createNetModule } from './modules/net';
import { installPeekPoke } from './globals/peek-poke';
import { installPins } from './globals/pins';
import { createProcess } from './globals/process';
import { installPromise } from './language/promise';
import { Radio } from './modules/radio';
import type { ScriptContextFactory } from './interpreter/script-context';
import { createStorage } from './modules/storage';
import { installStrings } from './language/strings';
import { installTimers } from './globals/timers';
import { installTypedArrays } from './language/typed-arrays';
import { installWatches } from './globals/watches';
import { createWifiModule, type AccessPoint } from './modules/wifi';
import { NS_PER_SECOND } from '../core/time-units';

/** What an interpreter runs on. */
export type RealmPorts = {
  readonly clock: Clock;
  readonly chip: Chip;
  readonly cpu: Cpu;
  readonly costs: CostModel;
  readonly context: ScriptContextFactory;
  readonly crypto: Crypto;
  readonly host: Host;
  readonly accessPoint: AccessPoint;
  readonly flash: FlashFiles;
  readonly random: Random;
  readonly clockPpm: number;
  /** A line for the console, as the board holds text. */
  readonly print: (line: string) => void;
  readonly showRing: (pin: number, grb: Uint8Array) => void;
  /** The buffers that have an address, and a way to give one. */
  readonly place: (buffer: ArrayBuffer) => number;
  readonly placedBytes: () => number;
  readonly flatStrings: FlatStrings;
  /** Runs machine code. */
  readonly callNative: (address: number, values: readonly number[]) => NativeResult;
  readonly defrag: () => void;
  /** `reset()`, `load()` and `E.reboot()`: the interpreter ends and starts anew. */
  readonly restart: () => void;
};

/** A running interpreter, from its start to `reset()`, `load()` or the end of power. */
export interface Realm {
  /** Runs source text, written as the board holds text, and gives the value of its last statement. */
  evaluate(source: string, name: string): unknown;
  /** Queues the event that tells the firmware of its start. */
  emitInit(): void;
  /** Runs the listeners of `E.on('kill')`. */
  emitKill(): void;
  onException(thrown: unknown): void;
  /** How the console shows a value. */
  show(value: unknown): string;
  /** Closes what it has opened. */
  close(): void;
}

/** Starts a fresh interpreter: a bare context with stock Espruino's functions, and without what that lacks. */
export function createRealm(ports: RealmPorts): Realm {
  const { cpu, costs, chip, flash, print } = ports;
  const context = ports.context();
  const { globals } = context;
  const natives = takeNatives(context);
  const opened = new Set<{ close(): void }>();
  const radio = new Radio(ports.clock);
  let isPowered = true;

  const interpreter: Interpreter = {
    context,
    globals,
    natives,
    cpu,
    costs,
    fail(message) {
      throw new natives.Error(message);
    },
    call(callback, self, values) {
      if (typeof callback === 'function') return Reflect.apply(callback, self, values);
      return interpreter.evaluate(String(callback), 'callback');
    },
    evaluate: (source, name) => context.run(asInterpreted(source), name),
    object: (properties) => Object.assign(new natives.Object(), properties) as Record<string, unknown>,
    array: (values) => {
      const array = new natives.Array() as unknown[];
      for (const value of values) array.push(value);
      return array;
    },
    buffer: (bytes) => {
      const buffer = new natives.ArrayBuffer(bytes.length) as ArrayBuffer;
      new Uint8Array(buffer).set(bytes);
      return buffer;
    },
  };

  const beforeMemory = (): void => cpu.guard(() => chip.advance());
  removeWhatIsMissing(interpreter);
  const elements = installTypedArrays(interpreter, beforeMemory);
  installStrings(interpreter, elements);
  installJson(interpreter, elements);
  const onException = (thrown: unknown): void => {
    const process = globals['process'] as object;
    if (events.has(process, 'uncaughtException')) events.emit(process, 'uncaughtException', thrown);
    else print(`Uncaught ${errorText(thrown) ?? showValue(thrown, elements)}`);
  };
  const events = installEvents(interpreter, onException);
  installPromise(interpreter);
  installTimers(interpreter, ports.clockPpm);
  installPeekPoke(interpreter, chip.bus);
  const pins = installPins(interpreter, chip.gpio);
  const seconds = (ns: number): number => (ns * (1 + ports.clockPpm / 1e6)) / NS_PER_SECOND;
  const watches = installWatches(interpreter, chip.gpio, pins, seconds);

  const restart = (): void => void cpu.post(cpu.nowNs, ports.restart);
  const E = createE(interpreter, {
    elements,
    random: ports.random,
    beforeMemory,
    place: ports.place,
    flatStrings: ports.flatStrings,
    nativeCall: createNativeCall(interpreter, (address, values) => {
      beforeMemory();
      return ports.callNative(address, values);
    }),
    defrag: ports.defrag,
    reboot: restart,
  });
  const write = (...values: unknown[]): void => {
    const text = printText(values, elements);
    cpu.charge(costs.printCall + text.length * costs.printPerChar);
    print(text);
  };
  const process = createProcess(interpreter, { placedBytes: ports.placedBytes });
  let setClockSeconds = 0;
  Object.assign(globals, {
    global: globals,
    E,
    process,
    print: write,
    console: interpreter.object({ log: write, info: write, warn: write, error: write, debug: write }),
    getTime: () => {
      cpu.charge(costs.getTime);
      return seconds(cpu.nowNs) + setClockSeconds;
    },
    setTime: (value: unknown) => {
      setClockSeconds = Number(value) - seconds(cpu.nowNs);
    },
    reset: restart,
    load: restart,
    save: () => interpreter.fail('save() is refused while there is a .bootcde'),
    trace: () => {},
  });
  (globals['Math'] as Record<string, unknown>)['random'] = () => ports.random.next();

  const sockets: SocketPorts = {
    elements,
    events,
    radio,
    host: ports.host,
    onOpened: (socket) => void opened.add(socket),
  };
  const wifi = (): object =>
    createWifiModule(interpreter, {
      clock: ports.clock,
      events,
      radio,
      accessPoint: ports.accessPoint,
      address: ports.host.address,
      isPowered: () => isPowered,
    });
  installModules(interpreter, flash, {
    Wifi: wifi,
    Storage: () => createStorage(interpreter, elements, flash),
    crypto: () => createCryptoModule(interpreter, elements, ports.crypto, print),
    dgram: () => createDgramModule(interpreter, sockets),
    net: () => createNetModule(interpreter, sockets),
    neopixel: () =>
      interpreter.object({
        write(pin: unknown, data: unknown) {
          const grb = elements.bytes(data) ?? interpreter.fail('Expecting something iterable to write to LEDs');
          cpu.charge(costs.neopixelCall + grb.length * costs.neopixelPerByte);
          ports.showRing(pins.number(pin), grb);
        },
      }),
    ESP32: () =>
      interpreter.object({
        reboot: restart,
        getState: () =>
          interpreter.object({ sdkVersion: 'v3.3.6', freeHeap: 38_000, minHeap: 30_000, BLE: true, Wifi: true }),
      }),
  });

  return {
    evaluate: interpreter.evaluate,
    emitInit: () => events.emit(E, 'init'),
    emitKill: () => events.emitNow(E, 'kill'),
    onException,
    show: (value) => showValue(value, elements),
    close() {
      isPowered = false;
      radio.isUp = false;
      ports.accessPoint.onChange = () => {};
      watches.removeAll();
      for (const socket of opened) socket.close();
    },
  };
}

/** The file that the interpreter runs at its start. */
export const BOOT_FILE = '.bootcde';

/** The text of the boot file as the interpreter reads it. */
export function bootCode(flash: FlashFiles): string | undefined {
  const bytes = flash.read(BOOT_FILE);
  return bytes === undefined ? undefined : stringOf(bytes);
}
