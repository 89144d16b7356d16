import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutation } from '../../support/bundle';
import { installWithMistake } from '../../support/installed-command';

// A mistake in the firmware is seen in every command, with the place in the TypeScript, and the command does not end well.

const ROOT = join(__dirname, '../../..');
// A busy machine takes its time.
jest.setTimeout(240_000);

const AT_BOOT: Mutation = {
  file: 'firmware/main.ts',
  from: 'startLight(settings, speaker);',
  to: 'mistake(); startLight(settings, speaker);',
};
const IN_A_TIMER: Mutation = {
  file: 'app/light-animation.ts',
  from: 'setInterval(() => {',
  to: 'setInterval(() => { mistake();',
};
const IN_AN_EVENT: Mutation = {
  file: 'drivers/button.ts',
  from: 'onEdge(!event.state',
  to: 'mistake() || onEdge(!event.state',
};

const IN_STATUS: Mutation = {
  file: 'firmware/console/status.ts',
  from: 'const sound = speaker.sound;',
  to: 'mistake(); const sound = speaker.sound;',
};

/** The line of TypeScript in which a mistake is, as commands show it. */
function placeOf({ file, from }: Mutation): string {
  const path = file.startsWith('firmware/') ? file : `firmware/${file}`;
  const text = readFileSync(join(ROOT, path), 'utf8');
  return `${path}:${text.slice(0, text.indexOf(from)).split('\n').length}:`;
}

function writeScenario(folder: string): string {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify({ seconds: 1, speakers: [{ name: 'anna', script: [[0.2, 'click']] }] }));
  return file;
}

const reportOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'));

describe('at the start of the firmware', () => {
  test.each([
    ['simulate', (folder: string) => ['simulate', writeScenario(folder), '--out', join(folder, 'out')], 'anna'],
    ['start', () => ['start', '--headless', '--seconds', '3600'], 'anna'],
    ['speaker', () => ['speaker', '--name', 'carla', '--seconds', '3600'], 'carla'],
    ['registers', () => ['registers'], 'registers'],
    ['demo', () => ['demo', 'invitation'], 'speaker'],
    // A command that went on would last longer than the test may.
  ])('%s ends at once and names the place', async (_command, args, name) => {
    const { folder, run } = await installWithMistake(AT_BOOT);
    const { code, err } = await run(...args(folder));
    expect(err).toContain(`${name}: exception at the start of the firmware: ReferenceError: mistake is not defined`);
    expect(err).toContain(`\n    at ${placeOf(AT_BOOT)}`);
    expect(code).toBe(1);
  });
});

test('simulate shows the exceptions of a timer, counts them, and fails', async () => {
  const { folder, run } = await installWithMistake(IN_A_TIMER);
  const { code, out, err } = await run('simulate', writeScenario(folder), '--out', join(folder, 'out'));
  expect(out).toContain('anna> Uncaught ReferenceError: mistake is not defined\n');
  expect(out.split(`\n    at ${placeOf(IN_A_TIMER)}`)).toHaveLength(2);
  const { exceptions } = reportOf(folder).speakers.anna;
  expect(exceptions).toBeGreaterThan(5);
  expect(err).toBe(`stagebox: exceptions in the firmware: anna ${exceptions}\n`);
  expect(code).toBe(1);
});

test('simulate shows the exceptions of an event, counts them, and fails', async () => {
  const { folder, run } = await installWithMistake(IN_AN_EVENT);
  const { code, out, err } = await run('simulate', writeScenario(folder), '--out', join(folder, 'out'));
  expect(out).toContain(`mistake is not defined\n    at ${placeOf(IN_AN_EVENT)}`);
  // Down and up: two edges of the button.
  expect(reportOf(folder).speakers.anna).toMatchObject({ exceptions: 2, joinMs: null });
  expect(err).toContain('exceptions in the firmware: anna 2');
  expect(code).toBe(1);
});

test('start and speaker go on after an exception, show whose it is, and fail at the end', async () => {
  const { run } = await installWithMistake(IN_A_TIMER);
  const [started, alone] = await Promise.all([
    run('start', '--headless', '--seconds', '6', '--out', 'out'),
    run('speaker', '--name', 'carla', '--seconds', '6', '--out', 'out'),
  ]);
  for (const name of ['anna', 'boris']) {
    expect(started.out).toContain(`${name}> Uncaught ReferenceError`);
    expect(started.out).toContain(`what ${name} heard:`);
    expect(started.err).toMatch(new RegExp(`exceptions in the firmware: .*${name} \\d+`));
  }
  expect(started.out).toContain(`\n    at ${placeOf(IN_A_TIMER)}`);
  expect(alone.out).toContain(`\n    at ${placeOf(IN_A_TIMER)}`);
  expect([started.code, alone.code]).toEqual([1, 1]);
});

describe('a mistake in status(), which the command itself calls', () => {
  test.each([
    ['simulate', (folder: string) => ['simulate', writeScenario(folder), '--out', join(folder, 'out')], 'anna'],
    ['start', () => ['start', '--headless', '--seconds', '3600'], 'anna'],
    ['speaker', () => ['speaker', '--name', 'carla', '--seconds', '3600'], 'carla'],
    ['demo', () => ['demo', 'invitation'], 'speaker'],
  ])('ends %s, and is shown with its place', async (_command, args, name) => {
    const { folder, run } = await installWithMistake(IN_STATUS);
    const { code, out, err } = await run(...args(folder));
    expect(out).toContain(`${name}> Uncaught ReferenceError: mistake is not defined\n`);
    expect(out).toContain(`mistake is not defined\n    at ${placeOf(IN_STATUS)}`);
    expect(err).toBe(`stagebox: ${name}: status() of the firmware has failed: mistake is not defined\n`);
    expect(code).toBe(1);
  });
});

test('demo prints what the console shows, and an exception with its place', async () => {
  const { run } = await installWithMistake(IN_A_TIMER);
  const { code, out, err } = await run('demo', 'invitation');
  expect(out).toContain('speaker> Uncaught ReferenceError: mistake is not defined\n');
  expect(out).toContain(`mistake is not defined\n    at ${placeOf(IN_A_TIMER)}`);
  expect(err).not.toBe('');
  expect(code).toBe(1);
});
