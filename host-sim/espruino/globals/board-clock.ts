import { NS_PER_SECOND } from '../../core/time-units';
import type { Interpreter } from '../interpreter/interpreter';

const PARTS_PER_MILLION = 1e6;

/**
 * Installs `getTime` and `setTime`. Gives a function from an instant of the clock in ns to seconds by the board's
 * crystal, which runs `clockPpm` parts per million fast.
 */
export function installBoardClock({ cpu, costs, globals }: Interpreter, clockPpm: number): (ns: number) => number {
  const toSeconds = (ns: number): number => (ns * (1 + clockPpm / PARTS_PER_MILLION)) / NS_PER_SECOND;
  let aheadSeconds = 0;
  globals['getTime'] = () => {
    cpu.charge(costs.getTime);
    return toSeconds(cpu.nowNs) + aheadSeconds;
  };
  globals['setTime'] = (value: unknown) => {
    aheadSeconds = Number(value) - toSeconds(cpu.nowNs);
  };
  return toSeconds;
}
