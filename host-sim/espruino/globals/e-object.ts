import type { Random } from '../../core/random';
import type { Interpreter } from '../interpreter/interpreter';
import { arithmeticOfE, type EArithmeticPorts } from './e-arithmetic';
import { memoryOfE, type EMemoryPorts } from './e-memory';
import { stringsOfE, type EStringPorts } from './e-strings';

/** What `E` needs of the board. */
export type EPorts = EArithmeticPorts &
  EMemoryPorts &
  EStringPorts & { readonly random: Random; readonly reboot: () => void };

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
function systemOfE(interpreter: Interpreter, { random, reboot }: EPorts): Record<string, unknown> {
  const { cpu, costs } = interpreter;
  return {
    hwRand() {
      cpu.charge(costs.hwRand);
      return random.nextUint32() | 0;
    },
    reboot,
    setFlags: () => {},
    getFlags: () => interpreter.object({ deepSleep: 0, pretokenise: 0, unsafeFlash: 0, unsyncFiles: 0 }),
    getErrorFlags: () => interpreter.array([]),
    kickWatchdog: () => {},
    enableWatchdog: () => {},
    setTimeZone: () => {},
    setClock: () => undefined,
  };
}
