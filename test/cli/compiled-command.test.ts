import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readFirmware } from '../../cli/firmware-text';
import { connectWebSocket } from '../relay/support/websocket-client';
import { compiledCommand } from '../support/compiled-command';
import { environment } from '../support/environment';
import { temporaryFolder } from '../support/temporary-folder';

// `stagebox` as it is installed: compiled to dist/ and run by Node alone.

const ROOT = join(__dirname, '../..');
const COMMAND = compiledCommand();

let running: ChildProcess | undefined;
afterEach(() => running?.kill('SIGKILL'));

type Started = { readonly signalPort: number; readonly mediaPort: number };

/** A relay as a process of its own, once it says that it has started. */
function startRelay(dataFolder: string): Promise<{ readonly child: ChildProcess } & Started> {
  const child = spawn(process.execPath, [COMMAND, 'relay'], {
    env: { STAGEBOX_SIGNAL_PORT: '0', STAGEBOX_MEDIA_PORT: '0', STAGEBOX_DATA: dataFolder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running = child;
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      said.push(line);
      const { event, ...ports } = JSON.parse(line) as { readonly event: string } & Started;
      if (event === 'relay-started') resolve({ child, ...ports });
    });
    lines.on('close', () => reject(new Error(`the relay has ended: ${said.join('\n')}`)));
  });
}

/** The error code of an attempt to connect to a TCP port, or undefined if it succeeds. */
async function refusalOf(port: number): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
  }
}

/** Fails if somebody else has the UDP port. */
async function bindUdp(port: number): Promise<void> {
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  await once(socket, 'listening');
  socket.close();
}

test('a relay that is asked to stop closes its connections, ports and store, and exits with 0', async () => {
  const folder = temporaryFolder();
  for (const round of ['the first time', 'again, on the same data']) {
    const { child, signalPort, mediaPort } = await startRelay(folder);
    const ended = once(child, 'exit');
    const member = await connectWebSocket(signalPort);
    child.kill('SIGTERM');
    await member.closed;
    expect([round, ...((await ended) as unknown[])]).toEqual([round, 0, null]);
    expect(await refusalOf(signalPort)).toBe('ECONNREFUSED');
    await bindUdp(mediaPort);
  }
});

test('a mistake of ours leads to the line of TypeScript that made it', () => {
  const program = `process.setSourceMapsEnabled(true);
    try { require(${JSON.stringify(join(ROOT, 'dist/relay/config.js'))}).readConfig(null); } catch (error) { console.log(error.stack); }`;
  const stack = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', env: environment() });
  expect(stack).toMatch(/readConfig \(.*relay\/config\.ts:\d+:\d+\)/);
});

test('what is published holds what runs, and neither sources nor tests', () => {
  readFirmware();
  const json = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: environment(),
  });
  const [{ files }] = JSON.parse(json) as [{ readonly files: readonly { readonly path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['dist/cli/main.js', 'dist/cli/main.js.map', 'dist/relay/main.js', 'dist/firmware.js']),
  );
  expect(paths).toEqual(expect.arrayContaining(['cli/sound/speech/austen-1.wav', 'README.md', 'LICENSE']));
  expect(paths.filter((path) => /\.ts$|(^|\/)test\/|tsbuildinfo|(^|\/)node_modules\//.test(path))).toEqual([]);
});
