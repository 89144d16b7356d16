import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFreshness } from '../../../cli/freshness/build-record';
import type { Mutation } from '../../support/bundle';
import { SourceCopy } from '../../support/source-copy';

// No command runs a bundle that is not of the sources as they are.

// Each test builds; a busy machine takes its time for that.
jest.setTimeout(300_000);

const ALL_COMMANDS: readonly (readonly string[])[] = [
  ['simulate', 'scenario.json', '--out', 'out'],
  ['start', '--headless', '--seconds', '1'],
  ['speaker', '--name', 'carla', '--seconds', '1'],
  ['demo', 'invitation'],
  ['registers'],
  ['bench'],
];

/** The firmware says something at its start. */
function saying(text: string): Mutation {
  const from = 'startLight(settings, speaker);';
  return { file: 'firmware/main.ts', from, to: `console.log(${JSON.stringify(text)}); ${from}` };
}

function copyWithScenario(): SourceCopy {
  const copy = new SourceCopy();
  copy.write('scenario.json', JSON.stringify({ seconds: 0.1, speakers: [{ name: 'anna' }] }));
  return copy;
}

const simulate = (copy: SourceCopy) => copy.stagebox('simulate', 'scenario.json', '--out', 'out');
const filesOf = (copy: SourceCopy): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(copy.folder, 'dist')).map((name) => [
      name,
      readFileSync(join(copy.folder, 'dist', name), 'latin1'),
    ]),
  );

test('a changed source is built before it runs, even if its file has kept its old time', async () => {
  const copy = copyWithScenario();
  copy.change(saying('changed'), { keepsTime: true });
  expect(await simulate(copy)).toMatchObject({ code: 0, out: expect.stringContaining('anna> changed\n') });
  expect(existsSync(join(copy.folder, '.build/firmware.lock'))).toBe(false);
});

test('a file of the build that is not what the build made is made again', async () => {
  const copy = copyWithScenario();
  const built = filesOf(copy);
  writeFileSync(join(copy.folder, 'dist/firmware.js'), 'console.log("by hand")');
  const { code, out } = await simulate(copy);
  expect(out).not.toContain('by hand');
  expect(code).toBe(0);
  expect(filesOf(copy)).toEqual(built);
});

test('processes that find the sources changed at the same time all run the same whole build', async () => {
  const copy = copyWithScenario();
  copy.change(saying('all together'));
  const outcomes = await Promise.all([simulate(copy), simulate(copy), copy.stagebox('registers')]);
  expect(outcomes.map(({ code, err }) => [code, err])).toEqual([0, 0, 0].map((code) => [code, '']));
  for (const { out } of outcomes.slice(0, 2)) expect(out).toContain('anna> all together\n');
  expect(readFreshness(copy.folder).kind).toBe('fresh');
  // Nothing unfinished is left.
  expect(Object.keys(filesOf(copy)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

describe('sources that do not build', () => {
  let copy: SourceCopy;
  let place: string;
  let built: Record<string, string>;
  beforeAll(() => {
    copy = copyWithScenario();
    built = filesOf(copy);
    place = copy.change({
      file: 'firmware/app/gesture.ts',
      from: 'export function gestureDue',
      to: 'export funktion gestureDue',
    });
  });

  test.each(ALL_COMMANDS)('end %s with file, line and reason', async (...args) => {
    const { code, out, err } = await copy.stagebox(...args);
    expect(err).toMatch(new RegExp(`^stagebox: the firmware does not build:\\n    ${place}\\d+: .*\\n`));
    expect(code).toBe(1);
    expect(out).not.toContain('> ');
  });

  test('leave the build as it was', () => {
    expect(filesOf(copy)).toEqual(built);
  });
});

test('jest with one file builds what has changed', async () => {
  const copy = new SourceCopy([
    'jest.config.js',
    'test/dependency-extractor.js',
    'test/skipped-reporter.js',
    'test/support',
  ]);
  copy.change(saying('seen by jest'));
  copy.write(
    'test/one.test.ts',
    `import { readFirmware } from '../cli/firmware-text';
     test('the bundle has the change', () => expect(readFirmware()['.bootcde']).toContain('seen by jest'));`,
  );
  const jest = join(copy.folder, 'node_modules/jest/bin/jest.js');
  const { code, err } = await copy.run(jest, '--cacheDirectory', join(copy.folder, 'jest'), 'test/one.test.ts');
  expect(err).toContain('1 passed, 1 total');
  expect(code).toBe(0);
});

test('a kernel that the chip cannot run is told with its place', async () => {
  const copy = copyWithScenario();
  const from = 'Math.min(load32(noise + LEVEL), LEVEL_MAX)';
  const place = copy.change({ file: 'firmware/kernels/noise.ts', from, to: 'Math.sqrt(load32(noise + LEVEL))' });
  const { code, err } = await simulate(copy);
  expect(err).toMatch(new RegExp(`^stagebox: the firmware does not build:\\n    ${place}\\d+: .*Math.sqrt`));
  expect(code).toBe(1);
});
