/**
 * Copies `from` into `into`, which is one sample shorter. The sample left out is a quiet one between neighbours that
 * differ little, so that no seam is heard.
 */
export function dropQuietestSample(from: Int16Array, into: Int16Array): void {
  let at = 1;
  let least = Infinity;
  for (let i = 1; i < from.length - 1; i++) {
    // The step at the seam, and the magnitude of what is left out.
    const seam = Math.abs(from[i + 1]! - from[i - 1]!) + Math.abs(from[i]!);
    if (seam < least) {
      least = seam;
      at = i;
    }
  }
  into.set(from.subarray(0, at));
  into.set(from.subarray(at + 1), at);
}
