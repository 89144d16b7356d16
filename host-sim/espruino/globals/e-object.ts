import type { Random } from '../../core/random';
import type { Watchdog } from '../cpu/watchdog';
import type { Interpreter } from '../interpreter/interpreter';
import { arithmeticOfE, type EArithmeticPorts } from './e-arithmetic';
import { memoryOfE, type EMemoryPorts } from './e-memory';
import { stringsOfE, type EStringPorts } from './e-strings';

/** What `E` needs of the board. */
export type EPorts = EArithmeticPorts &
  EMemoryPorts &
  EStringPorts & {
    readonly random: Random;
    readonly watchdog: Watchdog;
    readonly reboot: () => void;
    /** Errors of the interpreter since this was asked last. */
    readonly takeErrorFlags: () => readonly string[];
  };

/** Makes the global `E`. */
export function createE(interpreter: Interpreter, ports: EPorts): Record<string, unknown> {
  return interpreter.object({
    ...arithmeticOfE(interpreter, ports),
    ...stringsOfE(interpreter, ports),
    ...memoryOfE(interpreter, ports),
    ...systemOfE(interpreter, ports),
  });
}

/** Functions of `E` about the system. Those that change nothing a program can see do nothing. */
function systemOfE(interpreter: Interpreter, ports: EPorts): Record<string, unknown> {
  const { cpu, costs } = interpreter;
  const { random, watchdog, reboot } = ports;
  return {
    hwRand() {
      cpu.charge(costs.hwRand);
      return random.nextUint32() | 0;
    },
    reboot,
    setFlags: () => {},
    getFlags: () => interpreter.object({ deepSleep: 0, pretokenise: 0, unsafeFlash: 0, unsyncFiles: 0 }),
    getErrorFlags: () => interpreter.array(ports.takeErrorFlags()),
    kickWatchdog: () => {
      cpu.charge(costs.getTime);
      watchdog.kick(cpu.nowNs);
    },
    enableWatchdog: (seconds: unknown, isAuto: unknown) =>
      watchdog.enable(Number(seconds), isAuto === undefined || Boolean(isAuto), cpu.nowNs),
    setTimeZone: () => {},
    setClock: () => undefined,
  };
}
