import { join } from 'node:path';
import type { Mutation } from '../support/bundle';
import { SourceCopy } from '../support/source-copy';

// Somebody new changes the firmware, breaks it, and runs a command: each mistake is shown, with its place. How long each takes
// to be shown is printed; a machine that does nothing else shows each within ten seconds.

// Several builds; a busy machine takes its time for them.
jest.setTimeout(300_000);

const AT_START = 'startLight(settings, speaker);';
const inMain = (to: string): Mutation => ({ file: 'firmware/main.ts', from: AT_START, to });

let copy: SourceCopy;
beforeAll(() => {
  copy = new SourceCopy(['jest.config.js', 'test']);
  const script = [[0.1, 'click']];
  copy.write('scenario.json', JSON.stringify({ seconds: 1, speakers: [{ name: 'anna', script }] }));
});

const took: string[] = [];
let startedAtMs = 0;
beforeEach(() => (startedAtMs = Date.now()));
afterEach(() => {
  const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
  took.push(`${seconds.padStart(6)} s  ${expect.getState().currentTestName}`);
});
afterAll(() => console.log(`from the change to what is shown:\n${took.join('\n')}`));

const simulate = () => copy.stagebox('simulate', 'scenario.json', '--out', 'out');

/** Makes a mistake, looks at what comes of it, and takes the mistake back. */
async function withMistake(
  { file, from, to }: Mutation,
  look: (place: string) => Promise<void>,
  options: { readonly keepsTime?: boolean } = {},
): Promise<void> {
  const place = copy.change({ file, from, to }, options);
  try {
    await look(place);
  } finally {
    copy.change({ file, from: to, to: from });
  }
}

test('an exception at the start ends the command with its place', () =>
  withMistake(inMain(`${AT_START} if (Math.random() < 2) throw new Error("too early");`), async (place) => {
    const { code, err } = await simulate();
    expect(err).toContain('anna: exception at the start of the firmware: Error: too early\n');
    expect(err).toContain(`    at ${place}`);
    expect(code).toBe(1);
  }));

test('an exception in a timer is shown with its place, and the command fails', () =>
  withMistake(inMain(`${AT_START} setTimeout(() => { throw new Error("too late"); }, 100);`), async (place) => {
    const { code, out, err } = await simulate();
    expect(out).toContain('anna> Uncaught Error: too late\n');
    expect(out).toContain(`anna: exception in the firmware: Error: too late\n    at ${place}`);
    expect(err).toBe('stagebox: exceptions in the firmware: anna 1\n');
    expect(code).toBe(1);
  }));

test('a wrong type does not run', () =>
  withMistake(inMain('startLight(settings, "speaker");'), async (place) => {
    const { code, err } = await simulate();
    expect(err).toContain(`stagebox: the firmware does not build:\n    ${place}`);
    expect(err).toContain("Argument of type 'string' is not assignable");
    expect(code).toBe(1);
  }));

test('a change runs, even if its file looks as old as before', () =>
  withMistake(
    inMain(`console.log("second edition"); ${AT_START}`),
    async () => expect((await simulate()).out).toContain('anna> second edition\n'),
    { keepsTime: true },
  ));

test('a wrong light is in the report, and a test fails', () =>
  withMistake(
    {
      file: 'firmware/app/lights.ts',
      from: "session.role === 'stage' ? 'stage'",
      to: "session.role === 'stage' ? 'idle'",
    },
    async () => {
      expect(await simulate()).toMatchObject({ code: 0 });
      const { states, lights } = JSON.parse(copy.read('out/report.json')).speakers.anna;
      expect(states.at(-1)[2]).toBe('inRoom');
      expect(lights.at(-1)[2]).toBe('idle');
      const jest = join(copy.folder, 'node_modules/jest/bin/jest.js');
      const { code, err } = await copy.run(
        jest,
        '--cacheDirectory',
        join(copy.folder, 'jest'),
        'test/firmware/app/lights',
      );
      expect(err).toContain('● stage shows');
      expect(code).toBe(1);
    },
  ));
