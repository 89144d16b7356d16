/** Letters to change, insert or remove, of one word to get another (Levenshtein 1966). Two that are swapped count as one. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isSwapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
    }
    [beforeLast, last] = [last, row];
  }
  return last[to.length]!;
}

/** The word that was probably meant, or undefined if none is near. Capitals do not count. */
export function nearestWord(written: string, words: readonly string[]): string | undefined {
  // A word that is far too long is none of these, and would take long to compare.
  if (written.length > 80) return undefined;
  const distances = words.map((word) => distance(written.toLowerCase(), word.toLowerCase()));
  const least = Math.min(...distances);
  const word = words[distances.indexOf(least)];
  return word !== undefined && least <= Math.max(1, word.length / 3) ? word : undefined;
}
