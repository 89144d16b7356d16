import { packages } from '../package-lock.json';

test('every package in the lock file has a version, without which `npm ci` refuses the file', () => {
  const without = Object.entries(packages).filter(([, entry]) => !('version' in entry));
  expect(without.map(([path]) => path)).toEqual([]);
});
