import type { Board } from '../../host-sim';
import type { BoardConsole } from '../board/board-console';
import { statusOf, type SpeakerStatus } from '../board/speaker-status';
import type { LightRecord } from './light-record';

/** A value and the seconds in which it held. */
type Span<T> = [from: number, to: number, value: T];

/** Records the status of one speaker over time. */
export class SpeakerWatch {
  readonly states: Span<string>[] = [];
  readonly lights: Span<string>[] = [];
  readonly microphoneOpen: Span<boolean>[] = [];
  latest: SpeakerStatus | undefined;
  /** How long the first join took, or -1 before it. */
  joinMs = -1;
  /** The role and codec it had last in a room. Empty before the first. */
  role = '';
  codec = '';
  bufferMostMs = 0;
  private readonly board: Board;

  constructor({ board }: { readonly board: Board }) {
    this.board = board;
  }

  /** Reads the status at a second of the run. */
  look(second: number): void {
    const status = statusOf(this.board);
    if (!status) return;
    this.latest = status;
    if (this.joinMs < 0) this.joinMs = status.joinMs;
    if (status.state === 'inRoom') {
      this.role = status.role;
      this.codec = status.codec;
    }
    this.bufferMostMs = Math.max(this.bufferMostMs, status.bufferMs);
    extend(this.states, second, status.state);
    extend(this.lights, second, status.light);
    extend(this.microphoneOpen, second, status.microphone === 'open');
  }
}

function extend<T>(spans: Span<T>[], second: number, value: T): void {
  const at = Math.round(second * 1000) / 1000;
  const last = spans.at(-1);
  if (last) last[1] = at;
  if (!last || last[2] !== value) spans.push([at, at, value]);
}

/** What was seen of a speaker, for a report. */
export type WatchReport = ReturnType<typeof watchReport>;

export function watchReport(
  { board, console }: { readonly board: Board; readonly console: BoardConsole },
  watch: SpeakerWatch,
  light: LightRecord,
) {
  const { latest, states, lights, microphoneOpen, joinMs, role, codec, bufferMostMs } = watch;
  const packets = latest?.packets;
  return {
    states,
    lights,
    ...light,
    microphoneOpen,
    role,
    codec,
    joinMs: joinMs < 0 ? null : Math.round(joinMs * 10) / 10,
    packets: {
      sent: packets?.sent ?? 0,
      received: packets?.received ?? 0,
      lost: packets?.lost ?? 0,
      late: packets?.late ?? 0,
      concealed: packets?.concealed ?? 0,
    },
    underruns: latest?.underruns ?? 0,
    overruns: latest?.overruns ?? 0,
    skipped: latest?.skipped ?? 0,
    bufferMs: latest?.bufferMs ?? 0,
    bufferMostMs,
    cpu: Math.round(board.cpuLoad * 1000) / 1000,
    exceptions: console.exceptions,
  };
}
