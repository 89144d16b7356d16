import { PRE_ROLL_FRAMES } from './product-constants';

/** Keeps a frame that was recorded while the microphone was armed, for as long as the pre-roll lasts. */
export function keepPreRoll(frames: string[], frame: Uint8Array): void {
  if (frames.length >= PRE_ROLL_FRAMES) frames.shift();
  frames.push(E.toString(frame, '') as string);
}
