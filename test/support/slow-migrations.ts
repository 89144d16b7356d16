import type { Migration } from '../../relay/store/migrations';
import type { Entry } from '../../relay/store/store';

/** Steps that change every entry and must be made exactly once. Made twice or left out, they give other numbers. */
export function slowMigrations(onStep: (to: number) => void = () => {}): readonly Migration[] {
  return Array.from({ length: 40 }, (_, i) => ({
    to: i + 1,
    changes: (entries) => {
      onStep(i + 1);
      return entries.map(({ key, value }) => ({
        put: key,
        value: { ...value, n: (Number(value.n) * 3 + i) % 1_000_003 },
      }));
    },
  }));
}

/** The entries of a version. */
export function entriesIn(version: number): readonly Entry[] {
  let entries: readonly Entry[] = Array.from({ length: 200 }, (_, i) => ({
    key: `old/${String(i).padStart(3, '0')}`,
    value: { n: i, text: 'x'.repeat(200) },
  }));
  for (const { changes } of slowMigrations().slice(1, version)) {
    entries = changes(entries).flatMap((change) => ('put' in change ? [{ key: change.put, value: change.value }] : []));
  }
  return entries;
}
