import { createHash } from 'node:crypto';
import { readFirmware } from '../../../cli/firmware-text';
import { fileLimits, isBroken, limitLine } from '../../../firmware/build/limits';
import { manifestOf } from '../../../firmware/build/manifest';
import { MANIFEST_NAME } from '../../../firmware/build/storage-names';

test('a manifest has the length and the SHA-256 of each file', () => {
  // FIPS 180-2, appendix B.1: SHA-256 of "abc".
  const abc = Buffer.from('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'hex').toString('base64');
  expect(JSON.parse(manifestOf({ '.bootcde': 'abc' }))).toEqual({ '.bootcde': [3, abc] });
});

test('that of the build is true, and last among the files', () => {
  const firmware = readFirmware();
  expect(Object.keys(firmware).at(-1)).toBe(MANIFEST_NAME);
  const rows = Object.entries(JSON.parse(firmware[MANIFEST_NAME]!) as Record<string, [number, string]>);
  expect(rows.map(([name]) => name)).toEqual(['.bootcde', 'sb.settings', 'sb.tables']);
  for (const [name, [bytes, hash]] of rows) {
    expect(bytes).toBe(firmware[name]!.length);
    expect(hash).toBe(createHash('sha256').update(firmware[name]!).digest('base64'));
  }
});

test('limits are told with what is left, or with what is too many', () => {
  const limits = fileLimits({ '.bootcde': 'x'.repeat(49_153), 'sb.tables': 'y'.repeat(10_000), 'sb.manifest': '{}' });
  expect(limits.map(isBroken)).toEqual([true, false]);
  expect(limits.map(limitLine)).toEqual([
    'boot bundle: 49153 of 49152 bytes, 1 too many',
    'all files in Storage: 59155 of 98304 bytes, 39149 left',
  ]);
});
