import { audit } from '../../../cli/commands/audit';
import { devices } from '../../../cli/commands/devices';
import { Failure } from '../../../cli/failure';
import { invite, type InviteOptions } from '../../../cli/commands/invite';
import { printable, readAccess, type RelayAccess } from '../../../cli/relay-api';
import { openHttpPort, type HttpPort } from '../../../relay/node/http-server';
import { HttpWorld } from '../../relay/http/http-world';

let world: HttpWorld;
let port: HttpPort;
let access: RelayAccess;
beforeEach(async () => {
  world = await HttpWorld.open();
  port = await openHttpPort('127.0.0.1', 0);
  port.serve(world.service);
  access = { relay: `http://127.0.0.1:${port.port}`, key: world.operatorKey };
});
afterEach(() => port.close());

const INVITE: InviteOptions = {
  ...{ room: 'lounge', host: 'd:host', guest: 'd:president', guestName: 'Президент', text: 'Было бы большой честью' },
  public: true,
};

test('a device is added, listed, rotated and revoked, and its key is ready to be copied', async () => {
  expect(await devices('list', undefined, undefined, access)).toEqual([expect.stringContaining('no device yet')]);
  const added = await devices('add', 'kitchen', 'Küche', access);
  expect(added[1]).toMatch(/^ {2}configure\(\{ device: "kitchen", key: "[0-9a-f]{64}" \}\)$/);
  expect(await devices('rotate', 'kitchen', undefined, access)).toHaveLength(3);
  expect(await devices('revoke', 'kitchen', undefined, access)).toEqual(['kitchen is revoked, for ever']);
  expect(await devices('list', undefined, undefined, access)).toEqual([
    expect.stringMatching(/^kitchen {2}Küche {2}since 2027-03-01T12:00:00\.000Z {2}revoked /),
  ]);
  const lines = await audit(2, access);
  expect(lines.map((line) => line.slice(26))).toEqual([
    'operator  device rotate  kitchen',
    'operator  device revoke  kitchen',
  ]);
});

test('an invitation is sent, with a page and a link for the delegate that work', async () => {
  const lines = await invite({ ...INVITE, starts: '2027-03-08T19:00Z', delegate: 'press office' }, access);
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^Президент is invited to lounge: [0-9a-f]{20}$/),
    'an answer is due by 2027-03-08T12:00:00.000Z',
  ]);
  const [page, link] = lines.slice(2).map((line) => line.split(' at ')[1]);
  expect((await fetch(page!)).status).toBe(200);
  expect(await (await fetch(link!)).text()).toContain('Your answer');
  expect(await invite({ ...INVITE, guest: 'd:other', public: false }, access)).toHaveLength(2);
});

test('what is wrong is told in words', async () => {
  const failing = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.catch((reason: unknown) => reason);
    if (!(error instanceof Failure)) throw new Error(`no failure: ${String(error)}`);
    return error.message;
  };
  expect(await failing(devices('steal', 'x', undefined, access))).toContain('list, add, rotate, revoke');
  expect(await failing(devices('add', undefined, undefined, access))).toContain('stagebox devices add ID');
  expect(await failing(devices('add', 'The Kitchen', undefined, access))).toMatch(/small letters.*\(bad-device\)$/);
  expect(await failing(devices('revoke', '../attic', undefined, access))).toBe(
    'There is no such device. (no-such-device)',
  );
  expect(await failing(invite({ ...INVITE, text: 'x'.repeat(5000) }, access))).toContain(
    'text is longer than 2000 bytes',
  );
  const wrong = await failing(audit(5, { ...access, key: '0'.repeat(64) }));
  expect(wrong).toContain('(sign-in-refused)');
  await port.close();
  expect(await failing(audit(5, access))).toMatch(/^no relay answers at http:.*STAGEBOX_RELAY$/);
});

test('something that is no relay is not taken for one', async () => {
  port.serve({ handle: async () => ({ status: 200, headers: {}, body: '<html>' }) });
  await expect(audit(5, access)).rejects.toThrow('is no Stagebox relay');
});

test('the environment says which relay, and by which key', () => {
  const key = 'ab'.repeat(32);
  expect(readAccess({ STAGEBOX_OPERATOR_KEY: key })).toEqual({ relay: 'http://127.0.0.1:7780', key });
  expect(readAccess({ STAGEBOX_OPERATOR_KEY: key, STAGEBOX_RELAY: 'https://relay.example/' }).relay).toBe(
    'https://relay.example',
  );
  expect(() => readAccess({})).toThrow('set STAGEBOX_OPERATOR_KEY');
  expect(() => readAccess({ STAGEBOX_OPERATOR_KEY: key, STAGEBOX_RELAY: 'relay' })).toThrow('STAGEBOX_RELAY="relay"');
  expect(() => readAccess({ STAGEBOX_OPERATOR_KEY: key, STAGEBOX_RELAY: 'file:///x' })).toThrow(Failure);
});

test('what strangers wrote cannot move the cursor of a terminal', () => {
  expect(printable('a\u001b[2Jb\u009bc\u202ed\ne')).toBe('a\ufffd[2Jb\ufffdc\ufffdd\ufffde');
  expect(printable('Привет ليلى 🎤')).toBe('Привет ليلى 🎤');
});
