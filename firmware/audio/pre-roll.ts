import { PRE_ROLL_FRAMES } from './product-constants';

/** What is recorded while the microphone is armed. */
export type Recording = {
  /** The frame recorded last. */
  oneFrame: Uint8Array;
  /** Those before it, oldest first. */
  preRoll: string[];
};

/** Keeps the frame recorded last, for as long as the pre-roll lasts. */
export function keepPreRoll(recording: Recording): void {
  if (recording.preRoll.length >= PRE_ROLL_FRAMES) recording.preRoll.shift();
  recording.preRoll.push(E.toString(recording.oneFrame, '') as string);
}
