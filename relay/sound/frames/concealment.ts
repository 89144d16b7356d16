/** How many missing frames in a row are concealed by the last one, which fades. */
export const CONCEALED_FRAMES = 2;

/** Writes the concealment of the missing frame number `step`, from 0, after `last`: `last`, fading to nothing over two. */
export function fadeOut(last: Int16Array, step: number, into: Int16Array): void {
  if (step >= CONCEALED_FRAMES) {
    into.fill(0);
    return;
  }
  const length = CONCEALED_FRAMES * last.length;
  for (let i = 0; i < last.length; i++) into[i] = Math.round(last[i]! * (1 - (step * last.length + i) / length));
}
