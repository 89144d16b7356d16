import type { KeyRange } from './stored-text';

/** Text by key, or undefined for a key that is removed. It hides the text that is stored under the same key. */
export type Overlay = ReadonlyMap<string, string | undefined>;

/** Keys with their texts, in key order. */
export type TextList = readonly (readonly [key: string, text: string])[];

/** Lists at most `limit` texts as they are under an overlay. `listUnder` lists the stored ones, at most `limit` of them. */
export async function listThrough(
  overlay: Overlay,
  range: KeyRange,
  limit: number,
  listUnder: (limit: number) => Promise<TextList>,
): Promise<TextList> {
  const over = [...overlay].filter(([key]) => key >= range.from && key < range.below);
  if (over.length === 0) return listUnder(limit);
  // Each key that the overlay removes leaves room for one more stored text.
  const texts = new Map<string, string | undefined>(await listUnder(limit + over.length));
  for (const [key, text] of over) texts.set(key, text);
  return [...texts]
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit);
}
