import {
  createBoard,
  InMemoryNetwork,
  SILENCE,
  VirtualClock,
  type Board,
  type BoardOptions,
  type FirmwareException,
  type Host,
} from '../../../host-sim';
import { ESP32_COSTS, type CostModel } from '../../../host-sim/espruino/cpu/cost-model';
import { nodeCrypto } from '../../../host-sim/node/node-crypto';
import { createVmContext } from '../../../host-sim/node/vm-context';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

/** An interpreter that takes no time, so that instants are exact. */
export const FREE: CostModel = JSON.parse(
  JSON.stringify(ESP32_COSTS, (_, value: unknown) => (typeof value === 'number' ? 0 : value)),
) as CostModel;

/** From power to the first line of the boot file. */
const BOOT_MS = 400;

/** A board on a bench, with the lines of its console and a clock to run. */
export type Workbench = {
  readonly board: Board;
  readonly clock: VirtualClock;
  readonly network: InMemoryNetwork;
  /** Another machine on the board's network. */
  readonly other: Host;
  /** The lines that the console has shown. */
  readonly lines: string[];
  /** What the host was told of exceptions that nothing caught. */
  readonly exceptions: FirmwareException[];
  /** Why the run has stopped. */
  readonly faults: string[];
  /** Milliseconds since the boot file began. */
  nowMs(): number;
  /** Runs until `ms` after the boot file began. */
  runTo(ms: number): void;
  /** Types a line and gives what the console shows. */
  ask(line: string): string;
};

/** A board with `firmware`, powered on and booted. `wired` may put something between it and its network. */
export function bootBoard(
  firmware: string,
  options: Partial<BoardOptions> = {},
  wired: (host: Host) => Host = (host) => host,
): Workbench {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1 });
  const board = createBoard({
    name: 'bench',
    clock,
    network: wired(network.host('10.0.1.1')),
    firmware,
    context: createVmContext,
    crypto: nodeCrypto,
    microphone: SILENCE,
    seed: 1,
    costs: FREE,
    ...options,
  });
  const lines: string[] = [];
  const faults: string[] = [];
  const exceptions: FirmwareException[] = [];
  board.onLine = (line) => lines.push(line);
  board.onException = (exception) => exceptions.push(exception);
  board.onFault = (fault) => faults.push(`${fault.name}: ${fault.message}`);
  board.powerOn();
  const bench: Workbench = {
    board,
    clock,
    network,
    other: network.host('10.0.0.9'),
    lines,
    exceptions,
    faults,
    nowMs: () => clock.nowNs / NS_PER_MS - BOOT_MS,
    runTo: (ms) => clock.runUntil(Math.round((BOOT_MS + ms) * NS_PER_MS)),
    ask(line) {
      const before = lines.length;
      board.type(line);
      clock.runUntil(clock.nowNs + NS_PER_MS);
      return lines.slice(before).join('\n');
    },
  };
  bench.runTo(0);
  return bench;
}
