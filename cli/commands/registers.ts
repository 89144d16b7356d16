import { InMemoryNetwork, SILENCE, type Firmware } from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { openBoardConsole } from '../board/board-console';
import { createNodeBoard } from '../board/node-board';
import { Failure } from '../failure';
import { readBuild } from '../firmware-text';

const NAME = 'registers';
/** What stands before the answer to a typed line. */
const ANSWER = `${NAME}> =`;
const BOOT_SECONDS = 5;

/** The options of `stagebox registers`: a rate in Hz, and `full`, `tx` or `rx`. */
export type RegistersOptions = { readonly rate?: string; readonly direction?: string };

/** What an answer of the console says: it shows a text in quotes. */
function wordsOf(answer: string | undefined): string {
  if (answer === undefined) return 'it does not answer';
  try {
    return String(JSON.parse(answer));
  } catch {
    return answer;
  }
}

/**
 * `stagebox registers`: the registers as the firmware leaves them on a simulated board, after its start or, with a rate
 * or a direction, after its `testSound`. `other` is a firmware to run instead of that of the sources.
 * @throws Failure with the firmware's answer when it refuses, or with what the console shows when the firmware has a mistake
 */
export function registers(options: RegistersOptions, other?: Firmware): Record<string, string> {
  const { firmware, maps } = other ? { firmware: other, maps: () => undefined } : readBuild();
  const clock = new VirtualClock();
  const board = createNodeBoard({
    name: NAME,
    clock,
    network: new InMemoryNetwork({ clock, seed: 1 }).host('10.0.1.1'),
    firmware,
    microphone: SILENCE,
    seed: 1,
  });
  const lines: string[] = [];
  const shown = openBoardConsole(board, { print: (line) => lines.push(line), maps });
  board.powerOn();
  clock.runUntil(BOOT_SECONDS * NS_PER_SECOND);
  if (shown.bootFailure) throw shown.bootFailure;
  if (options.rate !== undefined || options.direction !== undefined) {
    const rate = Number(options.rate ?? 8000);
    board.type(`testSound(${rate},${JSON.stringify(options.direction ?? 'full')})`);
    clock.runUntil(clock.nowNs + NS_PER_SECOND);
    const answer = lines.findLast((line) => line.startsWith(ANSWER))?.slice(ANSWER.length);
    if (answer !== '"running"') throw new Failure(`the firmware refuses: ${wordsOf(answer)}`);
  }
  if (board.fault) throw board.fault;
  if (shown.exceptions > 0) throw new Failure(lines.join('\n'));
  const values = board.registers();
  board.powerOff();
  return values;
}
