import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWav } from '../../../cli/sound/wav';
import { compiledCommand } from '../../support/compiled-command';
import { environment } from '../../support/environment';

// The commands as a user runs them: what they print and how they end.
// @runs ../../../cli/main

const ROOT = join(__dirname, '../../..');
const COMMAND = compiledCommand();

type Outcome = { readonly code: number; readonly out: string; readonly err: string };

function stagebox(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { cwd: ROOT, env: environment(env) }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'stagebox-'));
}

function scenarioFile(value: object): { file: string; folder: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(value));
  return { file, folder };
}

test('simulate writes what each speaker heard, and a report', async () => {
  const script = [
    [0.1, 'click'],
    [0.6, 'double'],
    [1.5, 'double'],
  ];
  const { file, folder } = scenarioFile({ seconds: 2.5, speakers: [{ name: 'anna', script }] });
  const { code, out } = await stagebox(['simulate', file, '--out', join(folder, 'out')]);
  expect(code).toBe(0);
  expect(out).toContain('anna: joined in');
  const wav = readFileSync(join(folder, 'out/anna.wav'));
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 16000, 16]);
  expect(wav.length).toBe(44 + 2 * 16000 * 2.5);
  const report = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'));
  expect(report.speakers.anna.states.map((span: unknown[]) => span[2])).toEqual(['idle', 'joining', 'inRoom', 'idle']);
  const counted = ['mixes', 'packetsIn', 'packetsOut', 'dropped', 'lost', 'late', 'concealed'];
  expect(Object.keys(report.relay)).toEqual(counted);
  expect(report.speakers.anna).toMatchObject({ role: 'audience', mouthToEarMs: {}, skipped: 0 });
});

test.each([
  [
    'a scenario that is not there',
    () => ['simulate', '/nowhere/talk.json', '--out', '/nowhere'],
    'cannot read the scenario',
  ],
  ['a broken scenario', () => ['simulate', scenarioFile({ seconds: 1 }).file, '--out', '/nowhere'], 'speakers'],
  [
    'a microphone file that is not there',
    () => {
      const { file } = scenarioFile({ seconds: 1, speakers: [{ name: 'anna', microphone: 'missing.wav' }] });
      return ['simulate', file, '--out', '/nowhere'];
    },
    'missing.wav',
  ],
  [
    'an output folder that is a file',
    () => {
      const { file } = scenarioFile({ seconds: 1, speakers: [{ name: 'anna' }] });
      return ['simulate', file, '--out', file];
    },
    'choose another --out',
  ],
  ['no output folder', () => ['simulate', 'talk.json'], "required option '--out <folder>' not specified"],
  [
    'an output folder by another option',
    () => ['simulate', 'talk.json', '--output', 'here'],
    "unknown option '--output'\n(Did you mean --out?)",
  ],
  ['a wrong option beside a missing one', () => ['speaker', '--relaay', 'a:1'], "unknown option '--relaay'"],
  [
    'a rate that is not offered',
    () => ['registers', '--rate', '44100'],
    "argument '44100' is invalid. give 8000, 16000",
  ],
  ['a direction that is none', () => ['registers', '--direction', 'fall'], 'did you mean full?'],
  ['a duplex mode that is none', () => ['speaker', '--name', 'anna', '--duplex', 'ful'], 'did you mean full?'],
  ['a relay address that is none', () => ['speaker', '--name', 'anna', '--relay', 'a:b:c'], 'is no address'],
  ['a room id with capitals', () => ['speaker', '--name', 'anna', '--room', 'Lounge'], 'small letters'],
  ['a length that is no number', () => ['start', '--headless', '--seconds', 'ten'], 'number of seconds'],
  ['an unknown command', () => ['sing'], 'unknown command'],
])('%s ends with an exit code and words', async (_what, args, words) => {
  const { code, err } = await stagebox(args());
  expect(err).toContain(words);
  expect(err).not.toMatch(/^\s+at /m);
  expect(code).not.toBe(0);
});

test('a port in use is named, with what to do', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, err } = await stagebox(['relay'], { STAGEBOX_SIGNAL_PORT: String(port), STAGEBOX_MEDIA_PORT: '0' });
  server.close();
  expect(code).toBe(1);
  expect(err).toContain(`port ${port} on 127.0.0.1`);
  expect(err).toContain('STAGEBOX_SIGNAL_PORT');
});

test('registers are JSON by the names of the manual', async () => {
  const { code, out } = await stagebox(['registers']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ I2S_CONF: '0x00040CB0', I2S_CLKM_CONF: '0x00140127' });
});

test('start brings two speakers together on real sockets, and each records the other', async () => {
  const folder = temporaryFolder();
  const { code, out } = await stagebox(['start', '--headless', '--seconds', '8', '--out', folder]);
  expect(code).toBe(0);
  expect(out).toContain('inRoom (stage)');
  for (const name of ['anna', 'boris']) {
    const { samples } = readWav(join(folder, `${name}.wav`));
    expect(samples.filter((value) => Math.abs(value) > 0.02).length).toBeGreaterThan(1000);
  }
});
