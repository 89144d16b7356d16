import type { Bus } from '../../core/bus';
import type { Gpio } from '../../peripherals/gpio';
import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';
import { installBoardClock } from './board-clock';
import { installConsole } from './console';
import { createE, type EPorts } from './e-object';
import { createEsp32, type Esp32Ports } from './esp32';
import { createNativeCall, type NativeResult } from './native-call';
import { installPeekPoke } from './peek-poke';
import { installPins, type Pins } from './pins';
import { createProcess, type ProcessPorts } from './process';
import { installTimers } from './timers';
import { installWatches, type Watches } from './watches';

/** What the globals need of the board. */
export type GlobalPorts = Omit<EPorts, 'elements' | 'nativeCall'> &
  Esp32Ports &
  ProcessPorts & {
    readonly chip: { readonly bus: Bus; readonly gpio: Gpio };
    readonly clockPpm: number;
    /** A line for the console, in the board's bytes. */
    readonly print: (line: string) => void;
    /** Runs machine code. */
    readonly callNative: (address: number, values: readonly number[]) => NativeResult;
    /** `load()` and `E.reboot()`: ends the interpreter and starts another one. */
    readonly restart: () => void;
    /** `reset()`: the same, but the new one does not run the boot file. `reset(true)` also erases saved code. */
    readonly reset: (isErased: boolean) => void;
  };

/** The globals that the realm and the modules use. */
type Globals = { readonly E: object; readonly pins: Pins; readonly watches: Watches };

/** Installs the globals that stock Espruino has beyond JavaScript. */
export function installGlobals(interpreter: Interpreter, elements: Elements, ports: GlobalPorts): Globals {
  const { globals } = interpreter;
  const { chip, clockPpm, random, beforeMemory, restart } = ports;
  installTimers(interpreter, clockPpm);
  installPeekPoke(interpreter, chip.bus);
  const toSeconds = installBoardClock(interpreter, clockPpm);
  const pins = installPins(interpreter, chip.gpio);
  const watches = installWatches(interpreter, { gpio: chip.gpio, pins, toSeconds });
  installConsole(interpreter, elements, ports.print);
  const nativeCall = createNativeCall(interpreter, (address, values) => {
    beforeMemory();
    return ports.callNative(address, values);
  });
  const E = createE(interpreter, { ...ports, elements, nativeCall });
  Object.assign(globals, {
    global: globals,
    E,
    ESP32: createEsp32(interpreter, ports),
    process: createProcess(interpreter, ports),
    reset: (isErased: unknown) => ports.reset(Boolean(isErased)),
    load: restart,
    save: () => interpreter.fail('save() is refused while there is a .bootcde'),
    trace: () => {},
  });
  (globals['Math'] as Record<string, unknown>)['random'] = () => random.next();
  return { E, pins, watches };
}
