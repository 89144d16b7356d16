import type { Board } from '../../host-sim';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { statusOf } from '../board/speaker-status';

/** For how long a speaker may look for its relay before that is worth a word. */
const AFTER_SECONDS = 4;

/** Says once what to do when no relay answers. */
export class RelayHint {
  private readonly board: Board;
  private readonly text: string;
  private readonly print: (line: string) => void;
  private sinceNs: number | undefined;
  private isOver = false;

  constructor(board: Board, at: { readonly relay: string; readonly relayPort: number }, print: (line: string) => void) {
    this.board = board;
    this.text = `no relay at ${at.relay}:${at.relayPort} lets it in: start one with "stagebox relay", or name another with --relay`;
    this.print = print;
  }

  look(nowNs: number): void {
    if (this.isOver) return;
    const state = statusOf(this.board)?.state;
    if (state !== 'connecting') {
      this.sinceNs = undefined;
      return;
    }
    this.sinceNs ??= nowNs;
    if (nowNs - this.sinceNs < AFTER_SECONDS * NS_PER_SECOND) return;
    this.isOver = true;
    this.print(this.text);
  }
}
