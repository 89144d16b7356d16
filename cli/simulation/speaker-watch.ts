import type { SimulatedSpeaker } from './simulated-room';
import { statusOf, type SpeakerStatus } from '../board/speaker-status';

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
  private readonly speaker: SimulatedSpeaker;

  constructor(speaker: SimulatedSpeaker) {
    this.speaker = speaker;
  }

  /** Reads the status at a second of the scenario. */
  look(second: number): void {
    const status = statusOf(this.speaker.board);
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
