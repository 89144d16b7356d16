import type { Board } from '../../host-sim';

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
  readonly jsVars: number;
};

/**
 * Calls the firmware's `status()` without taking the board's time; undefined until the firmware runs.
 * @throws the fault
 */
export function statusOf(board: Board): SpeakerStatus | undefined {
  if (board.fault) throw board.fault;
  const text = board.evaluate('typeof status==="function"?JSON.stringify(status()):""') as string;
  return text ? (JSON.parse(text) as SpeakerStatus) : undefined;
}
