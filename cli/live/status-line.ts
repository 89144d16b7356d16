import type { Board } from '../../host-sim';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { statusOf } from '../board/speaker-status';
import { meter } from '../screen/speaker-panel';

const METER_NS = 100 * NS_PER_MS;
const METER_FLOOR_DB = -48;

/** How loud a board's loudspeaker was in the last 100 ms: 0 for -48 dB of full scale and less, 1 for full scale. */
export function levelOf(board: Board, nowNs: number): number {
  const samples = board.amplifier.toSamples(nowNs - METER_NS, nowNs);
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const levelDb = 10 * Math.log10(energy / 2 ** 30 + 1e-12);
  return Math.max(0, Math.min(1, 1 - levelDb / METER_FLOOR_DB));
}

/** The state of a speaker in one line: light, microphone, level, delay, losses and CPU load. */
export function statusLine(name: string, board: Board, nowNs: number): string {
  const status = statusOf(board);
  if (!status) return `${name}: starting`;
  const { packets } = status;
  const columns = [
    name.padEnd(8),
    `${status.state}${status.role ? ` (${status.role})` : ''}`.padEnd(18),
    `light: ${status.light}`.padEnd(24),
    `mic ${status.microphone}`.padEnd(11),
    `hears ${meter(levelOf(board, nowNs))}`,
    `buffer ${String(status.bufferMs).padStart(3)} ms`,
    `sent ${packets.sent} got ${packets.received} lost ${packets.lost}`,
    `cpu ${Math.round(board.cpuLoad * 100)} %`,
  ];
  return columns.join('  ');
}
