import { InMemoryNetwork, SILENCE, type Firmware } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { createNodeBoard } from '../board/node-board';
import { Failure } from '../failure';
import { readFirmware } from '../firmware-text';

const BOOT_SECONDS = 5;

/** The options of `stagebox registers`: a rate in Hz, and `full`, `tx` or `rx`. */
type RegistersOptions = { readonly rate?: string; readonly direction?: string };

/**
 * `stagebox registers`: the registers as the firmware leaves them on a simulated board, after its start or, with a rate
 * or a direction, after its `testSound`.
 * @throws Failure with the firmware's answer when it refuses
 */
export function registers(options: RegistersOptions, firmware: Firmware = readFirmware()): Record<string, string> {
  const clock = new VirtualClock();
  const board = createNodeBoard({
    name: 'registers',
    clock,
    network: new InMemoryNetwork({ clock, seed: 1 }).host('10.0.1.1'),
    firmware,
    microphone: SILENCE,
    seed: 1,
  });
  const lines: string[] = [];
  board.onLine = (line) => lines.push(line);
  board.powerOn();
  clock.runUntil(BOOT_SECONDS * NS_PER_SECOND);
  if (options.rate !== undefined || options.direction !== undefined) {
    const rate = Number(options.rate ?? 8000);
    board.type(`testSound(${rate},${JSON.stringify(options.direction ?? 'full')})`);
    clock.runUntil(clock.nowNs + NS_PER_SECOND);
    const answer = lines.findLast((line) => line.startsWith('='));
    if (answer !== '="running"') throw new Failure(`the firmware says ${answer ?? 'nothing'}`);
  }
  if (board.fault) throw board.fault;
  const values = board.registers();
  board.powerOff();
  return values;
}
