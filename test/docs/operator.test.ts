import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgram } from '../../cli/program';
import { DEFAULT_RATES } from '../../relay/identity/address-limits';
import { readConfig } from '../../relay/config';
import { openHttpPort, type HttpPort } from '../../relay/node/http-server';
import { openRelayStore } from '../../relay/node/level-store';
import { HttpWorld } from '../relay/http/http-world';
import { curl } from '../support/curl';
import { codeBlocks, quoted, readDocument, ROOT, shellCommands, tableRows } from '../support/documents';
import { stageboxComplaint } from '../support/shown-commands';
import { temporaryFolder } from '../support/temporary-folder';

const guide = readDocument('docs/operator.md');

function sources(folder: string): string {
  const paths = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return paths.map((path) => readFileSync(join(ROOT, folder, path), 'utf8')).join('\n');
}

const relay = sources('relay');

describe('the table of settings', () => {
  const rows = tableRows(guide, '| variable |');
  const listed = rows.flatMap(([cell = '']) => quoted(cell));

  test('has every variable that the relay reads, and no other', () => {
    const asked = new Set<string>();
    const beyondLoopback: Readonly<Record<string, string>> = { STAGEBOX_HOST: '0.0.0.0', STAGEBOX_PLAIN: 'yes' };
    const get = (values: typeof beyondLoopback, name: string | symbol): unknown => {
      asked.add(String(name));
      return Reflect.get(values, name);
    };
    readConfig(new Proxy(beyondLoopback, { get }));
    expect(listed.sort()).toEqual([...asked].sort());
  });

  test.each(rows.map((row): [string, string] => [quoted(row[0] ?? '')[0] ?? '', quoted(row[2] ?? '')[0] ?? '']))(
    '%s is %s unless set',
    (name, value) => {
      expect(readConfig({ [name]: value })).toEqual(readConfig({}));
    },
  );
});

test('the table of addresses has every route, and no other', () => {
  const known = [...relay.matchAll(/\b(?:apiRoute|route)\('(\w+)', '([^']+)'/g)].map(([, method, path = '']) =>
    `${method} ${path.replace(/:(\w)\w*/g, (_, letter: string) => `:${letter}`)}`
      .replace('/calendar/:r', '/calendar/:r.ics')
      .replace('of/:t', 'of/:t.ics'),
  );
  expect(known.length).toBeGreaterThan(15);
  const listed = tableRows(guide, '| address |').flatMap(([cell = '']) => {
    let stem = '';
    let methods: string[] = [];
    return quoted(cell).flatMap((code) => {
      const [, names = '', address = ''] = /^((?:[A-Z]+)?) ?(\S*)$/.exec(code) ?? [];
      methods.push(names);
      if (address === '' && names !== '') return [];
      const whole = address.startsWith('…') ? stem + address.slice(1) : address;
      stem = whole.replace(/\/[a-z]+$/, '');
      const path = whole
        .replace(/\?.*$/, '')
        .replace(/\b(ID|ROOM|TOKEN|LINK)\b/g, (name) => `:${name.charAt(0).toLowerCase()}`);
      const all = methods.map((method) => `${method || 'POST'} ${path}`);
      methods = [];
      return all;
    });
  });
  expect([...new Set(listed)].sort()).toEqual([...new Set(known)].sort());
});

test('the table of logs has every event, and no other', () => {
  const known = new Set(
    [...relay.matchAll(/log\.(?:info|warn)\(\s*(?:[^'()]*\? )?'([\w-]+)'(?: : '([\w-]+)')?/g)].flatMap(
      ([, one = '', other]) => (other ? [one, other] : [one]),
    ),
  );
  expect(known.size).toBeGreaterThan(15);
  const listed = tableRows(guide, '| event |').flatMap(([cell = '']) => quoted(cell));
  expect(listed.sort()).toEqual([...known].sort());
});

test('the table of limits has the numbers of the relay', () => {
  const limits = tableRows(guide, '| what | limit |')
    .map((cells) => cells.join(' '))
    .join('\n');
  const { connectionsPerMinute, connectionsBurst, messagesPerSecond, messagesBurst } = DEFAULT_RATES;
  expect(limits).toContain(`${connectionsBurst} at once, then ${connectionsPerMinute} a minute`);
  expect(limits).toContain(`${messagesPerSecond} a second, ${messagesBurst} at once`);
});

test('the messages that it explains are those of the relay', () => {
  const messages = tableRows(guide, '| message |').flatMap(([cell = '']) => quoted(cell));
  expect(messages.length).toBeGreaterThan(3);
  for (const piece of messages.flatMap((message) => message.split(/…|signalling|7780|\(EADDRINUSE\)|="|":/))) {
    if (piece.trim().length > 5) expect([piece, relay.includes(piece.trim())]).toEqual([piece, true]);
  }
});

describe('its commands, one after the other', () => {
  let world: HttpWorld;
  let port: HttpPort;
  const said: string[] = [];
  const before = { ...process.env };

  beforeAll(async () => {
    world = await HttpWorld.open();
    port = await openHttpPort('127.0.0.1', 0);
    port.serve(world.service);
    // Commands refuse settings that they do not know, and whoever runs the tests may have some.
    for (const name of Object.keys(process.env)) if (name.startsWith('STAGEBOX_')) delete process.env[name];
    process.env.STAGEBOX_RELAY = `http://127.0.0.1:${port.port}`;
    process.env.STAGEBOX_OPERATOR_KEY = world.operatorKey;
    jest.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  });
  afterAll(async () => {
    process.env = before;
    await port.close();
  });

  /** Runs the commands of a block; variables hold what they would at this relay. Returns the answers of `curl`. */
  async function run(script: string, given: readonly (readonly [string, string])[] = []): Promise<unknown[]> {
    const relayAt = process.env.STAGEBOX_RELAY ?? '';
    const known = new Map([['RELAY', relayAt], ['KEY', `authorization: Bearer ${world.operatorKey}`], ...given]);
    const answers: unknown[] = [];
    for (const { words } of shellCommands(script, known)) {
      if (words[0] === 'curl') {
        const { status, body } = await curl(words);
        expect([words.join(' '), status, status < 400 ? '' : body]).toEqual([words.join(' '), status, '']);
        answers.push(body);
      } else {
        expect(words.slice(0, 5)).toEqual(['npm', 'run', '-s', 'stagebox', '--']);
        await createProgram().exitOverride().parseAsync(words.slice(5), { from: 'user' });
      }
    }
    return answers;
  }

  const blocks = codeBlocks(guide, 'sh');
  const blockWith = (words: string): string => blocks.find((block) => block.includes(words)) ?? '';

  test('allow the relay to listen for others', () => {
    const [command] = shellCommands(blockWith('STAGEBOX_PLAIN=yes'));
    const env = Object.fromEntries(command?.variables ?? []);
    expect(readConfig(env)).toMatchObject({ host: '0.0.0.0', signIn: 'needed' });
  });

  test('run the relay as a service', async () => {
    const [unit = ''] = codeBlocks(guide, 'ini');
    const [, args = ''] = /^ExecStart=\S+\/stagebox (.*)$/m.exec(unit) ?? [];
    expect(await stageboxComplaint(args.split(' '))).toBe('');
    const [, name = '', value = ''] = /^Environment=(\w+)=(.*)$/m.exec(unit) ?? [];
    expect(readConfig({ [name]: value })).not.toEqual(readConfig({}));
  });

  test('make, change and revoke speakers', async () => {
    await run(blockWith('devices add kitchen'));
    expect(said.join('\n')).toContain('configure({ device: "kitchen", key: "');
    expect(said.join('\n')).toContain('hall is revoked');
  });

  test('invite', async () => {
    said.length = 0;
    await run(blockWith('invite --room'));
    expect(said.join('\n')).toMatch(/Boris is invited to lounge[^]*\/i\/[^]*press office answers at http/);
  });

  test('ask the API', async () => {
    const type = ['TYPE', 'content-type: application/json'] as const;
    const first = (await run(blockWith('$RELAY/api/feeds'))) as { readonly id?: string; readonly kind?: string }[];
    const made = first.filter((answer) => answer.id !== undefined);
    const [, link, invitation, scheduled] = made.map(({ id = '' }) => id);
    const page = await world.delegated(invitation ?? '');
    const calendar = first.find((answer) => typeof answer === 'string');
    expect(calendar).toContain('BEGIN:VCALENDAR');
    await run(blockWith('$RELAY/a/$TOKEN'), [
      type,
      ['INVITATION', invitation ?? ''],
      ['SCHEDULED', scheduled ?? ''],
      ['LINK', link ?? ''],
      ['TOKEN', page.replace('/a/', '')],
    ]);
    const { value } = await world.api('GET', `/api/invitations/${invitation}`);
    expect(value).toMatchObject({ state: 'accepted', statement: 'A very interesting proposal.' });
  });

  test('get refusals as it shows them', async () => {
    const [shown = ''] = codeBlocks(guide, 'json');
    const plan = {
      room: 'lounge',
      title: 'x',
      hosts: ['d:kitchen'],
      starts: '2037-01-01T12:00 Europe/Berlin',
      durationMinutes: 60,
    };
    const { value } = await world.api('POST', '/api/scheduled', plan);
    expect(value).toEqual(JSON.parse(shown));
  });

  test('show who did what', async () => {
    said.length = 0;
    await run(blockWith('stagebox -- audit'));
    expect(said.join('\n')).toContain('operator  device revoke  hall');
  });

  test('back up and restore', async () => {
    const folder = temporaryFolder();
    process.env.STAGEBOX_DATA = join(folder, 'data');
    const store = await openRelayStore(process.env.STAGEBOX_DATA);
    await store.commit([{ put: 'device/kitchen', value: { id: 'kitchen' } }]);
    await store.close();
    const file = join(folder, 'relay.backup');
    const [backup, restore] = shellCommands(blockWith('backup relay.backup')).map(({ words }) =>
      words.slice(5).map((word) => (word === 'relay.backup' ? file : word)),
    );
    await createProgram().parseAsync(backup ?? [], { from: 'user' });
    expect(existsSync(file)).toBe(true);
    process.env.STAGEBOX_DATA = join(folder, 'other');
    await createProgram().parseAsync(restore ?? [], { from: 'user' });
    expect(said.at(-1)).toContain('entries restored to');
  });
});
