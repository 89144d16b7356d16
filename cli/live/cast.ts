import { join } from 'node:path';
import type { Board } from '../../host-sim';
import type { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { openBoardConsole, type BoardConsole } from '../board/board-console';
import { statusOf } from '../board/speaker-status';
import type { FirmwareBuild } from '../firmware-text';
import { PACKAGE_ROOT } from '../package-root';
import { readWav } from '../sound/wav';
import { click } from './cast-keys';
import { openLiveSpeaker, repeated } from './live-speaker';

const SPEECH = join(PACKAGE_ROOT, 'cli', 'sound', 'speech');
const CAST = [
  { name: 'anna', microphone: 'austen-1.wav' },
  { name: 'boris', microphone: 'austen-2.wav' },
];
/** The room in which they talk. */
export const ROOM = 'lounge';
const TRY_AGAIN_MS = 100;

/** A speaker of `stagebox start` or `stagebox dev`. */
export type CastMember = {
  readonly name: string;
  readonly board: Board;
  readonly console: BoardConsole;
  /** The instant at which its board was made. */
  readonly startNs: number;
  isHeld: boolean;
};

/** Makes the boards of Anna and Boris, who talk in the room "lounge". They have no power yet. */
export function openCast(
  { firmware, maps }: FirmwareBuild,
  relayPort: number,
  clock: VirtualClock,
  print: (line: string) => void,
): CastMember[] {
  return CAST.map(({ name, microphone }, index) => {
    const board = openLiveSpeaker({
      name,
      settings: { room: ROOM, relay: '127.0.0.1', relayPort, duplex: 'full' },
      microphone: repeated(readWav(join(SPEECH, microphone))),
      firmware,
      clock,
      seed: index + 1,
    });
    const console = openBoardConsole(board, { print, maps });
    return { name, isHeld: false, startNs: clock.nowNs, board, console };
  });
}

/**
 * Clicks to join, and clicks again in the room to open the microphone, so that there is something to hear. Stops when
 * `isWanted` says so.
 */
export function joinAndTalk(clock: VirtualClock, member: CastMember, isWanted = (): boolean => true): void {
  const tryAgain = (): void => {
    if (!isWanted()) return;
    const status = statusOf(member.board);
    if (status?.state === 'idle') click(clock, member);
    if (status?.state === 'inRoom') return click(clock, member);
    clock.at(clock.nowNs + TRY_AGAIN_MS * NS_PER_MS, tryAgain);
  };
  tryAgain();
}
