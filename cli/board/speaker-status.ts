import type { Board } from '../../host-sim';
import { Failure } from '../failure';

/** What the firmware's `status()` gives (firmware/console/status.ts). */
export type SpeakerStatus = {
  readonly version: string;
  readonly name: string;
  readonly state: string;
  readonly role: string;
  readonly light: string;
  readonly microphone: 'closed' | 'armed' | 'open';
  readonly codec: string;
  readonly joinMs: number;
  readonly playing: boolean;
  readonly packets: {
    readonly sent: number;
    readonly received: number;
    readonly lost: number;
    readonly late: number;
    readonly concealed: number;
    readonly strangers: number;
    readonly malformed: number;
  };
  readonly underruns: number;
  readonly overruns: number;
  readonly skipped: number;
  readonly droppedSamples: number;
  readonly addedSamples: number;
  readonly bufferMs: number;
  readonly fault: string;
  readonly settings: string;
  readonly jsVars: number;
};

/**
 * Calls the firmware's `status()` without taking the board's time; undefined until the firmware runs.
 * @throws the fault; or Failure for an exception in `status()`, which the board has then shown as its own, with its place
 */
export function statusOf(board: Board): SpeakerStatus | undefined {
  if (board.fault) throw board.fault;
  const text = evaluated(board, 'typeof status==="function"?JSON.stringify(status()):""');
  return text ? (JSON.parse(text) as SpeakerStatus) : undefined;
}

function evaluated(board: Board, code: string): string {
  try {
    return board.evaluate(code) as string;
  } catch (error) {
    if (board.fault) throw board.fault;
    throw new Failure(`${board.name}: status() of the firmware has failed: ${(error as Error).message}`);
  }
}
