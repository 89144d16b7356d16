import { LatestUsed } from '../../../host-sim/core/latest-used';

test('keeps the values that were used last, and makes the others again', () => {
  const kept = new LatestUsed<string, string>(2);
  const made: string[] = [];
  const get = (key: string): string =>
    kept.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
