import type { Board } from '../../host-sim';
import { statusOf } from '../board/speaker-status';

const METER_STEPS = 8;
const METER_FLOOR_DB = -48;

/** The level of the last 100 ms of a board's loudspeaker as a bar. */
function meter(board: Board, nowNs: number): string {
  const samples = board.amplifier.toSamples(nowNs - 1e8, nowNs);
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const levelDb = 10 * Math.log10(energy / 2 ** 30 + 1e-12);
  const bars = Math.max(0, Math.min(METER_STEPS, Math.round(METER_STEPS * (1 - levelDb / METER_FLOOR_DB))));
  return '#'.repeat(bars).padEnd(METER_STEPS, '.');
}

/** One speaker in one line: state, light, microphone, what it hears, delay and losses. */
export function statusLine(name: string, board: Board, nowNs: number): string {
  const status = statusOf(board);
  if (!status) return `${name}: starting`;
  const { packets } = status;
  const columns = [
    name.padEnd(8),
    `${status.state}${status.role ? ` (${status.role})` : ''}`.padEnd(18),
    `light: ${status.light}`.padEnd(24),
    `mic ${status.microphone}`.padEnd(11),
    `hears ${meter(board, nowNs)}`,
    `buffer ${String(status.bufferMs).padStart(3)} ms`,
    `sent ${packets.sent} got ${packets.received} lost ${packets.lost}`,
    `cpu ${Math.round(board.cpuLoad * 100)} %`,
  ];
  return columns.join('  ');
}
