import type { Bus } from '../core/bus';
import type { Gpio } from '../peripherals/gpio';
import type { CostModel } from './cpu/cost-model';
import type { Cpu } from './cpu/cpu';
import { installGlobals, type GlobalPorts } from './globals/globals';
import { stringOf } from './interpreter/byte-strings';
import { createInterpreter } from './interpreter/interpreter';
import type { ScriptContextFactory } from './interpreter/script-context';
import { showValue } from './language/console-text';
import { asInterpreted } from './language/dialect-syntax';
import { installLanguage } from './language/language';
import type { UncaughtException } from './language/uncaught-exception';
import { installModules, type ModulePorts } from './modules/built-in-modules';
import type { FlashFiles } from './modules/flash-files';

/** What a start of the interpreter needs of the board. */
type RealmPorts = ModulePorts &
  Omit<GlobalPorts, 'beforeMemory' | 'reset' | 'reboot' | 'eraseSavedCode'> & {
    /** Ends this interpreter and starts another one, which does not run the boot file. */
    readonly reset: () => void;
    readonly cpu: Cpu;
    readonly costs: CostModel;
    readonly context: ScriptContextFactory;
    /** Called with every exception that nothing in the firmware caught. */
    readonly onUncaught: (exception: UncaughtException) => void;
    readonly chip: {
      readonly bus: Bus;
      readonly gpio: Gpio;
      /** Moves DMA up to the board's instant. */
      advance(): void;
    };
  };

/** A running interpreter, from its start to `reset()`, `load()` or the end of power. */
export interface Realm {
  /** Evaluates source text in the board's bytes and gives the value of its last statement. */
  evaluate(source: string, name: string): unknown;
  /** Queues the event `init` of `E`, which the firmware starts with. */
  emitInit(): void;
  /** Runs the listeners of `E.on('kill')`. */
  emitKill(): void;
  /** Reports an exception that nothing in the firmware caught. */
  onException(thrown: unknown): void;
  /** The text with which the console shows a value. */
  show(value: unknown): string;
  /** Closes all watches and connections. */
  close(): void;
}

/**
 * Starts a fresh interpreter: a bare context with stock Espruino's functions, and without those that Espruino lacks.
 */
export function createRealm(ports: RealmPorts): Realm {
  const { cpu, costs, chip, print } = ports;
  const interpreter = createInterpreter({ context: ports.context(), cpu, costs, translate: asInterpreted });
  const beforeMemory = (): void => cpu.guard(() => chip.advance());
  const restart = (): void => void cpu.post(cpu.nowNs, ports.restart);
  const language = installLanguage(interpreter, { beforeMemory, print, onUncaught: ports.onUncaught });
  const { elements, events, onException } = language;
  const eraseSavedCode = (): void => {
    print('Erasing saved code.');
    for (const name of SAVED_CODE) ports.flash.erase(name);
    print('Done!');
  };
  const reset = (isErased: boolean): void => {
    if (isErased) eraseSavedCode();
    cpu.post(cpu.nowNs, ports.reset);
  };
  const globals = { ...ports, beforeMemory, restart, reset, reboot: restart, eraseSavedCode };
  const { E, pins, watches } = installGlobals(interpreter, elements, globals);
  const modules = installModules(interpreter, language, pins, { ...ports, restart });
  return {
    evaluate: interpreter.evaluate,
    emitInit: () => events.emit(E, 'init'),
    emitKill: () => events.emitNow(E, 'kill'),
    onException,
    show: (value) => showValue(value, elements),
    close() {
      watches.removeAll();
      modules.close();
    },
  };
}

/** The file that the interpreter runs at its start. */
export const BOOT_FILE = '.bootcde';

/** What `reset(true)` and `ESP32.enableBLE` erase: `jsfRemoveCodeFromFlash` in src/jsflash.c of Espruino. */
const SAVED_CODE = ['.varimg', BOOT_FILE, '.bootrst'];

/** The text of the boot file as the interpreter reads it, or undefined if there is no such file. */
export function bootCode(flash: FlashFiles): string | undefined {
  const bytes = flash.read(BOOT_FILE);
  return bytes === undefined ? undefined : stringOf(bytes);
}
