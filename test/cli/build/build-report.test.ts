import { reportOn } from '../../../cli/build/build-report';
import { readFirmware } from '../../../cli/firmware-text';
import { compileBlob } from '../../../cli/build/kernel-blob';

const blob = compileBlob();

test('the build is good: it tells each file, and what is left of each limit', () => {
  const firmware = readFirmware();
  const { lines, isGood } = reportOn(firmware, blob);
  expect(isGood).toBe(true);
  expect(lines).toEqual([
    `dist/firmware.js: ${firmware['.bootcde']!.length} bytes, .bootcde in Storage`,
    `dist/sb.settings.js: ${firmware['sb.settings']!.length} bytes, sb.settings in Storage`,
    `dist/sb.tables.js: ${firmware['sb.tables']!.length} bytes, sb.tables in Storage`,
    `dist/sb.manifest.json: ${firmware['sb.manifest']!.length} bytes, sb.manifest in Storage`,
    expect.stringMatching(/^boot bundle: \d+ of 49152 bytes, \d+ left$/),
    expect.stringMatching(/^all files in Storage: \d+ of 98304 bytes, \d+ left$/),
    expect.stringMatching(/^kernels in SRAM1, code and tables: \d+ of 8192 bytes, \d+ left$/),
    expect.stringMatching(/^kernels in RTC FAST memory, code: \d+ of 4096 bytes, \d+ left$/),
    'dialect: stock Espruino can run it',
  ]);
});

test.each([
  [
    'a boot bundle over 48 KB',
    { '.bootcde': `f("${'x'.repeat(49_152)}");` },
    'boot bundle: 49158 of 49152 bytes, 6 too many',
  ],
  [
    'files that are over 96 KB together',
    { '.bootcde': ';', 'sb.tables': `f("${'x'.repeat(98_304)}");` },
    'all files in Storage: 98311 of 98304 bytes, 7 too many',
  ],
  ['syntax that Espruino lacks, in any file', { '.bootcde': ';', 'sb.tables': 'f(a?.b);' }, 'sb.tables.js:1:4'],
])('a build with %s is not good', (_what, files, told) => {
  const { lines, isGood } = reportOn(files, blob);
  expect(isGood).toBe(false);
  expect(lines.join('\n')).toContain(told);
});
