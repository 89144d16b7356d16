/** Frames for which a missing one is replaced by the last, fading. */
export const CONCEALED_FRAMES = 2;

/** Writes the `step`th frame, from 0, in place of missing ones after `last`: it, fading to nothing over two frames. */
export function fadeOut(last: Int16Array, step: number, into: Int16Array): void {
  if (step >= CONCEALED_FRAMES) {
    into.fill(0);
    return;
  }
  const length = CONCEALED_FRAMES * last.length;
  for (let i = 0; i < last.length; i++) into[i] = Math.round(last[i] * (1 - (step * last.length + i) / length));
}
