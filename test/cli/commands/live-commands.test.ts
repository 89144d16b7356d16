import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DEFAULT_CONFIG } from '../../../relay/config';
import { openRelay } from '../../../relay/main';
import { compiledCommand } from '../../support/compiled-command';
import { environment } from '../../support/environment';
import { temporaryFolder } from '../../support/temporary-folder';
import { runOnTerminal } from '../../support/terminal';
import { readWav } from '../../../cli/sound/wav';

// The commands that run in real time, as a user meets them: on a terminal, in a pipe, with the computer's sound.

let command: string;
beforeAll(() => {
  command = compiledCommand();
});

type Run = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs `stagebox`. `onOutput` gets all of the standard output so far. */
function run(
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly path?: string;
    readonly onOutput?: (out: string, stop: () => void) => void;
  },
): Promise<Run> {
  const env = environment(options.path === undefined ? {} : { PATH: options.path });
  const child = spawn(process.execPath, [command, ...args], { env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => {
    out += bytes;
    options.onOutput?.(out, () => child.kill('SIGTERM'));
  });
  child.stderr.on('data', (bytes) => (err += bytes));
  child.stdin.end(options.input ?? '');
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

const MODES = /\x1b\[\?(\d+)([hl])/g;
/** The modes of the terminal that are not as they were: hidden cursor, other screen, no wrap. */
function changedModes(all: string): string[] {
  const usual: Readonly<Record<string, string>> = { 25: 'h', 7: 'h', 1049: 'l' };
  const last = new Map([...all.matchAll(MODES)].map(([, mode = '', state = '']) => [mode, state]));
  return [...last].filter(([mode, state]) => usual[mode] !== state).map(([mode, state]) => mode + state);
}

const hasScript = spawnSync('script', ['--version']).status === 0;
const onTerminal = hasScript ? describe : describe.skip;

onTerminal('start on a terminal', () => {
  const start = (
    size: { columns: number; rows: number },
    onOutput: Parameters<typeof runOnTerminal>[3],
    colours = {},
  ) =>
    runOnTerminal(
      [process.execPath, command, 'start', '--out', temporaryFolder()],
      size,
      { TERM: 'xterm-256color', COLORTERM: 'truecolor', ...colours },
      onOutput,
    );

  test('draws the ring in colour, answers keys, and gives the terminal back', async () => {
    const typed: string[] = [];
    const { code, all } = await start({ columns: 80, rows: 24 }, (shown, type) => {
      const once = (key: string): void => {
        if (typed.includes(key)) return;
        typed.push(key);
        type(key);
      };
      // The light of a speaker that talks: red all round.
      if (shown.includes('\x1b[38;2;255;0;0m●')) once('x');
      if (shown.includes('"x" is no key here; ? shows the keys')) once('?');
      if (shown.includes('h again lets it go')) once('q');
    });
    expect(typed).toEqual(['x', '?', 'q']);
    expect(code).toBe(0);
    expect(changedModes(all)).toEqual([]);
    const [, after = ''] = all.split('\x1b[?1049l');
    expect(after).toMatch(/what anna heard: .*\r\nwhat boris heard: .*\r\nwhat they did: .*report\.json/);
  });

  test('draws no colours where none are wanted, and fits where there is little room', async () => {
    let quitted = false;
    const { code, all } = await start(
      { columns: 30, rows: 4 },
      (shown, type) => {
        if (quitted || !shown.includes('inRoom')) return;
        quitted = true;
        type('q');
      },
      { NO_COLOR: '1' },
    );
    expect(code).toBe(0);
    expect(all).not.toMatch(/\x1b\[[0-9;]*[1-9][0-9;]*m/);
    const [, drawn = ''] = /\x1b\[\?7l([^]*)\x1b\[0m\x1b\[\?7h/.exec(all) ?? [];
    for (const frame of drawn.split('\x1b[H').slice(1)) expect(frame.split('\r\n')).toHaveLength(4);
  });

  test.each(['SIGTERM', 'SIGHUP'])('gives it back at %s, too', async (signal) => {
    let sent = false;
    const { all } = await start({ columns: 80, rows: 24 }, (shown) => {
      if (sent || !shown.includes('anna')) return;
      sent = true;
      // The command is the only child of `script` that runs this program with this folder.
      const pids = spawnSync('pgrep', ['-f', `^${process.execPath} ${command} start`], { encoding: 'utf8' }).stdout;
      for (const pid of pids.trim().split('\n')) process.kill(Number(pid), signal);
    });
    expect(changedModes(all)).toEqual([]);
    expect(all.split('\x1b[?1049l')[1]).toContain('what anna heard');
  });
});

test('start ends in peace when nobody reads its output any more, and has written what it recorded', async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [command, 'start', '--headless', '--seconds', '60', '--out', folder], {
    env: environment(),
  });
  let complaint = '';
  child.stderr.on('data', (bytes) => (complaint += bytes));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  expect([code, complaint]).toEqual([0, '']);
  for (const name of ['anna.wav', 'boris.wav', 'report.json']) expect(existsSync(join(folder, name))).toBe(true);
});

test('start writes a report with the pictures of the light', async () => {
  const folder = temporaryFolder();
  const { code } = await run(['start', '--headless', '--seconds', '5', '--out', folder], {});
  expect(code).toBe(0);
  const { seconds, speakers } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  expect(seconds).toBeGreaterThan(3);
  for (const name of ['anna', 'boris']) {
    expect(speakers[name].exceptions).toBe(0);
    const pictures = speakers[name].lightFrames.map(([, pixels]: [number, string]) => pixels);
    expect(pictures[0]).toBe('000000*12');
    expect(pictures.some((pixels: string) => pixels !== '000000*12')).toBe(true);
  }
});

/** Stands in for `arecord`: 16-bit samples of a tone at 16 kHz, in real time. */
const RECORDER = `#!/usr/bin/env node
const began = Date.now();
let sent = 0;
setInterval(() => {
  const until = Math.floor((Date.now() - began) * 16);
  const bytes = Buffer.alloc(2 * (until - sent));
  for (let i = 0; sent < until; i++, sent++) bytes.writeInt16LE(Math.round(12000 * Math.sin(2 * Math.PI * 500 * sent / 16000)), 2 * i);
  process.stdout.write(bytes);
}, 20);
`;

function folderWith(programs: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

describe('a speaker', () => {
  const openTestRelay = (rest = {}) =>
    openRelay({ ...DEFAULT_CONFIG, signalPort: 0, mediaPort: 0, logLevel: 'silent', ...rest });

  test('is pressed by words, hears and plays by the programs of the computer', async () => {
    const relay = await openTestRelay();
    const [folder, played] = [temporaryFolder(), join(temporaryFolder(), 'played.raw')];
    const programs = folderWith({ arecord: RECORDER, aplay: `#!/bin/sh\ncat > ${played}\n` });
    const { code, out } = await run(
      [
        ...['speaker', '--name', 'anna', '--room', 'echo', '--relay', `127.0.0.1:${relay.signalPort}`],
        ...['--microphone', 'default', '--loudspeaker', 'default', '--out', folder, '--seconds', '60'],
      ],
      { input: 'press\nhold 2s\nprss\nwait 3s\nquit\n', path: [programs, process.env.PATH].join(delimiter) },
    );
    await relay.close();
    expect(code).toBe(0);
    expect(out).toContain('"prss" is no word here: did you mean "press"?');
    expect(out).toMatch(/microphone \(arecord\): \d+ ms dropped, \d+ ms missing/);
    expect(out).toMatch(/loudspeaker \(aplay\): \d+ ms dropped/);
    // The echo room brings the tone back after three seconds, in the recording and on the loudspeaker.
    const loud = readWav(join(folder, 'anna.wav')).samples.filter((value) => Math.abs(value) > 0.1).length;
    expect(loud).toBeGreaterThan(4000);
    const bytes = readFileSync(played);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    expect(samples.filter((value) => Math.abs(value) > 3000).length).toBeGreaterThan(12_000);
  });

  test('says when a program ends, and why, and goes on', async () => {
    const programs = folderWith({ arecord: '#!/bin/sh\necho "audio open error: No such device" >&2\nexit 1\n' });
    const { code, out } = await run(
      ['speaker', '--name', 'anna', '--microphone', 'default', '--seconds', '3', '--out', temporaryFolder()],
      { path: [programs, process.env.PATH].join(delimiter) },
    );
    expect(code).toBe(0);
    expect(out).toContain(
      'arecord, which works for the microphone, has ended (exit code 1, audio open error: No such device): it hears nothing from now on',
    );
  });

  test.each([
    ['microphone', 'install one of arecord, pw-cat, rec, sox'],
    ['loudspeaker', 'install one of aplay, pw-cat, play, sox'],
  ])('says which programs could work for its %s', async (what, words) => {
    const { code, err } = await run(['speaker', '--name', 'anna', `--${what}`, 'default', '--out', temporaryFolder()], {
      path: temporaryFolder(),
    });
    expect(code).toBe(1);
    expect(err).toContain(words);
  });

  test('says once what to do when there is no relay', async () => {
    const { out } = await run(['speaker', '--name', 'anna', '--relay', '127.0.0.1:1', '--out', temporaryFolder()], {
      onOutput: (text, stop) => {
        if (text.includes('start one with "stagebox relay"')) stop();
      },
    });
    expect(out).toContain('anna> Stagebox: no connection to 127.0.0.1:1 (nobody answers); trying again\n');
    expect(out.match(/start one with/g)).toHaveLength(1);
  });

  test('signs in with its key, or enters by a link, where neither is optional', async () => {
    const relay = await openTestRelay({ signIn: 'needed' });
    const api = `http://127.0.0.1:${relay.signalPort}/api`;
    const post = async (path: string, body: object): Promise<Record<string, string>> =>
      (
        await fetch(api + path, {
          method: 'POST',
          headers: { authorization: `Bearer ${relay.operatorKey}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json() as Promise<Record<string, string>>;
    const { key = '' } = await post('/devices', { id: 'kitchen' });
    const { token = '' } = await post('/rooms/salon/links', { kind: 'room', role: 'stage', name: 'Boris' });
    const at = ['--relay', `127.0.0.1:${relay.signalPort}`, '--out', temporaryFolder(), '--seconds', '60'];
    const joins = (args: readonly string[]) => run(['speaker', ...args, ...at], { input: 'press\nwait 2s\nquit\n' });
    const [signedIn, byLink, without] = await Promise.all([
      joins(['--name', 'anna', '--device', 'kitchen', '--key', key]),
      joins(['--link', token]),
      run(['speaker', '--name', 'carla', ...at], {
        onOutput: (text, stop) => {
          if (text.includes('the relay wants a key')) stop();
        },
      }),
    ]);
    await relay.close();
    expect(signedIn.out).toMatch(/anna +inRoom \(stage\)/);
    expect(byLink.out).toMatch(/Boris +inRoom \(stage\)/);
    expect(byLink.out).toContain('speaker "Boris" in room "salon"');
    expect(without.out).not.toContain('inRoom');
  });
});

test.each([
  [['--name', 'anna', '--key', '00'], '--device and --key belong together'],
  [['--name', 'anna', '--device', 'kitchen', '--key', 'secret'], '64 small hex digits'],
  [['--name', 'anna', '--link', 'lounge'], 'is no link of a relay'],
  [['--room', 'lounge'], 'give --name'],
  [['--name', 'x'.repeat(65)], '1 to 64 bytes'],
  [['--name', 'ж'.repeat(40)], '1 to 64 bytes'],
  [['--name', 'a/b'], 'no slashes'],
])('a speaker with %j is refused in words', async (args, words) => {
  const { code, err } = await run(['speaker', ...args], {});
  expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  expect(err).not.toContain('secret');
});
