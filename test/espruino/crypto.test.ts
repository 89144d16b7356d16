import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { rollup, type OutputOptions, type RollupOptions } from 'rollup';
import { sealServer } from '../relay/support/sealed-server';
import { secureRandom } from '../../relay/node/secure-random';
import { nodePrimitives } from '../../relay/node/node-primitives';
import type { SealedConnectionPorts } from '../../relay/identity/sealed-connection';
import { fromHex } from '../../wire/byte-string';
import { hmacWith } from '../../wire/hmac';
import { TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { signInProof } from '../../wire/sign-in';
import { ofHex, toDigits } from '../support/byte-strings';
import { HKDF_VECTORS, HMAC_VECTORS, SEAL_VECTOR } from '../support/crypto-vectors';
import { EspruinoBoard } from './espruino-board';
import * as run from './interpreter';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require('../../rollup.config.js') as RollupOptions & { output: OutputOptions };

/** The cryptography of the bundle, built as the bundle is. */
async function cryptoBundle(): Promise<string> {
  const bundle = await rollup({ ...config, input: join(__dirname, 'crypto-entry.js') });
  const { output } = await bundle.generate(config.output);
  await bundle.close();
  return output[0].code;
}

const KEY = Array.from({ length: 32 }, (_, i) => (0xff - 7 * i).toString(16).padStart(2, '0')).join('');

run.describeOnInterpreter('the cryptography of the bundle in a real interpreter', () => {
  let board: EspruinoBoard;
  const call = <T = string>(name: string, ...values: readonly unknown[]): Promise<T> =>
    board.evaluate<T>(`${name}(${values.map((value) => JSON.stringify(value)).join(',')})`);

  beforeAll(async () => {
    board = new EspruinoBoard({ interpreter: run.interpreter, firmware: await cryptoBundle(), settings: {} });
    await board.until('the bundle to run', async () => (await board.evaluate('typeof sealer')) === 'function');
  });
  afterAll(() => board?.close());

  test.each(HMAC_VECTORS)('$name', async ({ key, data, code }) => {
    expect((await call('hmac', key, data)).slice(0, code.length)).toBe(code);
  });

  test.each(HKDF_VECTORS)('$name', async ({ keyMaterial, salt, info, key }) => {
    expect(await call('hkdf', keyMaterial, salt, info, key.length / 2)).toBe(key);
  });

  test('RFC 7518 B.1', async () => {
    const { key, along, iv, plain, blocks, tag } = SEAL_VECTOR;
    expect(await call('sealed', key, along, iv, plain)).toBe(iv + blocks + tag);
    expect(await call('opened', key, along, iv + blocks + tag)).toEqual([plain]);
    expect(await call('opened', key, along + '00', iv + blocks + tag)).toBe('forged');
    expect(await call('opened', key, along, iv + blocks + tag.replace('6', '7'))).toBe('forged');
    expect(await call('opened', key, along, iv)).toBe('malformed');
  });

  test('keys of every bit pattern: HMAC is that of Node', async () => {
    for (let i = 0; i < 8; i++) {
      const key = KEY.slice(8 * i) + KEY.slice(0, 8 * i);
      const code = createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(KEY, 'hex')).digest('hex');
      expect(await call('hmac', key, KEY)).toBe(code);
    }
  });

  test('hex digits of all bytes', async () => {
    const all = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0')).join('');
    for (let at = 0; at < all.length; at += 64) {
      expect(await board.evaluate(`toHex(fromHex("${all.slice(at, at + 64)}"))`)).toBe(all.slice(at, at + 64));
      expect(await board.evaluate(`hexOf(fromHex("${all.slice(at, at + 64)}"))`)).toBe(all.slice(at, at + 64));
    }
  });

  test('a proof is what the relay expects', async () => {
    const nonces = KEY.slice(0, 64);
    const wanted = signInProof(hmacWith(nodePrimitives, fromHex(KEY)), 'device', 'kitchen', fromHex(nonces));
    expect(await call('proof', KEY, 'device', 'kitchen', nonces)).toBe(toDigits(wanted));
  });

  test('frames go to the relay and back, numbers and all, and a wrong one ends it', async () => {
    const fromBoard = createOpener(nodePrimitives, ofHex(KEY), TO_RELAY);
    const toBoard = createSealer(nodePrimitives, ofHex(KEY), TO_MEMBER);
    await board.evaluate(`(global.s=sealer("${KEY}"),global.o=opener("${KEY}"),0)`);
    for (const text of ['', 'hello', 'x'.repeat(15), 'x'.repeat(16), 'Кухня 👋', 'y'.repeat(700)]) {
      const bytes = Buffer.from(text);
      const frame = await board.evaluate<string>(`s(E.toString(${JSON.stringify([...bytes])},""),"0123456789abcdef")`);
      expect(fromBoard(frame)).toEqual({ plain: bytes.toString('latin1') });
      const back = toBoard(bytes.toString('latin1'), 'fedcba9876543210');
      expect(await call('o', back)).toEqual([bytes.toString('hex')]);
    }
    const next = toBoard('next', 'fedcba9876543210');
    for (const wrong of ['', '{}', '====', `${next} `, next.slice(0, -4), next.toLowerCase().slice(0, -1)]) {
      await board.evaluate(`(global.w=opener("${KEY}"),0)`);
      expect(await call('w', wrong)).toBe('malformed');
    }
    await board.evaluate(`(global.w=opener("${KEY}"),0)`);
    expect(await call('w', next)).toBe('forged');
    expect(await call('o', 'AAAA')).toBe('malformed');
    expect(await call('o', next)).toBe('malformed');
  });

  test('its noise is 16 bytes, other ones every time', async () => {
    const drawn = await board.evaluate<string[]>('[random(),random(),random()]');
    expect(new Set(drawn).size).toBe(3);
    for (const hex of drawn) expect(hex).toMatch(/^[0-9a-f]{32}$/);
  });

  test('nothing of it complained', async () => {
    expect(board.console).toEqual([]);
    expect(await board.evaluate('E.getErrorFlags()')).toEqual([]);
  });
});

run.describeOnInterpreter('a board with a device key in a real interpreter', () => {
  let relay: run.InterpreterRelay;
  let board: EspruinoBoard;
  const signedIn: string[] = [];
  const refused: string[] = [];
  const ports: SealedConnectionPorts = {
    primitives: nodePrimitives,
    random: secureRandom,
    find: (id) => (id === 'kitchen' ? { key: ofHex(KEY), isRevoked: false } : undefined),
    decoyHmac: hmacWith(nodePrimitives, 'a secret of the relay'),
    onSignedIn: (device) => signedIn.push(device),
    onRefused: (_host, why) => refused.push(why),
  };

  beforeAll(async () => {
    relay = await run.startRelay((server) => sealServer(server, ports));
    board = await run.boot({ ...run.settingsFor(relay), device: 'kitchen', key: KEY });
  });
  afterAll(async () => {
    board?.close();
    await relay?.close();
  });

  test('signs in and joins at a press, all of it sealed', async () => {
    await run.untilState(board, 'idle');
    expect(signedIn).toEqual(['kitchen']);
    await board.press(0, 40);
    await run.untilState(board, 'inRoom');
    expect(refused).toEqual([]);
    expect(board.console).toEqual([]);
    expect(await board.evaluate('E.getErrorFlags()')).toEqual([]);
  });

  test('tells nobody its key', async () => {
    expect(JSON.stringify(await board.evaluate('status()'))).not.toContain(KEY.slice(0, 16));
    expect(await board.evaluate('configure({ key: "0123" })')).toBe('key must be 64 small hex digits');
  });
});
