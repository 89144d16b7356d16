import type { KeyRange } from './stored-text';

/** Text by key, or undefined where the key is not there: what counts instead of what lies underneath. */
export type Overlay = ReadonlyMap<string, string | undefined>;

/** Keys with their texts, in key order. */
export type TextList = readonly (readonly [key: string, text: string])[];

/** A list as it is under an overlay. `listUnder` lists what lies underneath, as many as it is told. */
export async function listThrough(
  overlay: Overlay,
  range: KeyRange,
  limit: number,
  listUnder: (limit: number) => Promise<TextList>,
): Promise<TextList> {
  const over = [...overlay].filter(([key]) => key >= range.from && key < range.below);
  if (over.length === 0) return listUnder(limit);
  // Each key that the overlay takes away leaves room for one more from underneath.
  const texts = new Map<string, string | undefined>(await listUnder(limit + over.length));
  for (const [key, text] of over) texts.set(key, text);
  return [...texts]
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit);
}
