import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { backup } from '../../../cli/commands/backup';
import { Failure } from '../../../cli/failure';
import { restore } from '../../../cli/commands/restore';
import { openLevelStore, openRelayStore, storeFolder } from '../../../relay/node/level-store';
import { StoreInUse, StoreTooNew } from '../../../relay/store/errors';
import { dataOf, newestVersion, VERSION_KEY } from '../../../relay/store/migrations';
import type { Entry, JsonObject } from '../../../relay/store/store';
import { compiledCommand } from '../../support/compiled-command';
import { environment } from '../../support/environment';
import { temporaryFolder } from '../../support/temporary-folder';

const ROOT = join(__dirname, '../../..');

type Values = { readonly [key: string]: JsonObject };

const VALUES: Values = {
  'device/1': { key: 'c2VjcmV0' },
  'invitation/1': { text: 'Было бы большой честью\nпоговорить с вами \u{1f399} \u2028' },
  'room/lounge': { seats: 20, open: true, left: null },
};

async function dataFolder(values: Values = VALUES): Promise<string> {
  const folder = join(temporaryFolder(), 'data');
  const store = await openRelayStore(folder);
  await store.commit(Object.entries(values).map(([put, value]) => ({ put, value })));
  await store.close();
  return folder;
}

async function stored(folder: string): Promise<Values> {
  const store = await openRelayStore(folder);
  const entries: readonly Entry[] = await dataOf(store);
  await store.close();
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

async function backedUp(values?: Values): Promise<string> {
  const file = join(temporaryFolder(), 'backup.jsonl');
  await backup(file, await dataFolder(values));
  return file;
}

const newFolder = (): string => join(temporaryFolder(), 'new/data');

describe('a backup', () => {
  test('holds what was stored, and gives it back', async () => {
    const folder = await dataFolder();
    const file = join(temporaryFolder(), 'backup.jsonl');
    expect(await backup(file, folder)).toBe(3);
    expect(await stored(folder)).toEqual(VALUES);
    const target = newFolder();
    expect(await restore(file, target, false)).toEqual({ entries: 3, setAside: undefined });
    expect(await stored(target)).toEqual(VALUES);
  });

  test('holds stores of any size, also an empty one', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`k/${n}`, { n, text: 'x'.repeat(500) }]));
    for (const values of [many, {}]) {
      const target = newFolder();
      await restore(await backedUp(values), target, false);
      expect(await stored(target)).toEqual(values);
    }
  });

  test('is the same for the same data, for its owner alone, and replaces an older one whole', async () => {
    const file = await backedUp();
    const first = readFileSync(file, 'utf8');
    expect(JSON.parse(first.split('\n')[0]!)).toMatchObject({ version: newestVersion(), entries: 3 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // A backup that was killed has left it.
    writeFileSync(`${file}.part`, 'half a line', { mode: 0o644 });
    await backup(file, await dataFolder());
    expect(readFileSync(file, 'utf8')).toBe(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(file, '..'))).toEqual(['backup.jsonl']);
  });

  test('is refused while a relay runs on the data', async () => {
    const folder = await dataFolder();
    const relay = await openRelayStore(folder);
    const file = join(temporaryFolder(), 'backup.jsonl');
    await expect(backup(file, folder)).rejects.toThrow(StoreInUse);
    expect(existsSync(file)).toBe(false);
    await relay.close();
  });

  test('of nothing is refused, and makes nothing', async () => {
    const folder = newFolder();
    await expect(backup('/nowhere/backup.jsonl', folder)).rejects.toThrow(`nothing stored in ${folder}`);
    expect(existsSync(folder)).toBe(false);
  });

  test('of data of a newer version is refused', async () => {
    const folder = await dataFolder({ [VERSION_KEY]: { version: 99 } });
    await expect(backup(join(folder, 'b'), folder)).rejects.toThrow(StoreTooNew);
  });

  test('that cannot be written is told, and an older one stays', async () => {
    const folder = await dataFolder();
    await expect(backup('/nowhere/backup.jsonl', folder)).rejects.toThrow(
      /cannot write \/nowhere\/backup.jsonl: .*ENOENT/,
    );
    const inTheWay = join(temporaryFolder(), 'backup.jsonl');
    mkdirSync(join(inTheWay, 'full'), { recursive: true });
    await expect(backup(inTheWay, folder)).rejects.toThrow(Failure);
    expect(readdirSync(join(inTheWay, '..'))).toEqual(['backup.jsonl']);
    expect(await stored(folder)).toEqual(VALUES);
  });
});

describe('restoring', () => {
  const OTHER: Values = { 'device/1': { key: 'old' }, 'room/attic': {} };

  test('replaces what is stored only when it is told to', async () => {
    const folder = await dataFolder(OTHER);
    const file = await backedUp();
    await expect(restore(file, folder, false)).rejects.toThrow(`${folder} holds 2 entries: --force replaces them`);
    expect(await stored(folder)).toEqual(OTHER);
    await restore(file, folder, true);
    expect(await stored(folder)).toEqual(VALUES);
  });

  test('is refused while a relay runs on the data', async () => {
    const folder = await dataFolder(OTHER);
    const relay = await openRelayStore(folder);
    await expect(restore(await backedUp(), folder, true)).rejects.toThrow(StoreInUse);
    await relay.close();
    expect(await stored(folder)).toEqual(OTHER);
  });

  const edited = (edit: (lines: string[]) => void): ((file: string) => void) => {
    return (file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      edit(lines);
      writeFileSync(file, lines.join('\n'));
    };
  };
  const header = (change: object): ((file: string) => void) =>
    edited((lines) => (lines[0] = JSON.stringify({ ...JSON.parse(lines[0]!), ...change })));

  test.each<[string, (file: string) => void, string]>([
    ['that is not there', (file) => rmSync(file), 'cannot read'],
    ['that is empty', (file) => writeFileSync(file, ''), 'is no backup'],
    ['of something else', (file) => writeFileSync(file, '{"format":"zip"}\n'), 'is no backup'],
    ['of random bytes', (file) => writeFileSync(file, Buffer.from([0, 255, 10, 128, 10])), 'is no backup'],
    ['that was cut in its header', (file) => truncateSync(file, 40), 'is no backup'],
    ['that was cut in the middle', (file) => truncateSync(file, statSync(file).size - 30), 'damaged or not whole'],
    ['without its last byte', (file) => truncateSync(file, statSync(file).size - 1), 'damaged or not whole'],
    ['with one letter changed', edited((lines) => (lines[3] = lines[3]!.replace('2', '3'))), 'damaged or not whole'],
    ['with a line left out', edited((lines) => lines.splice(2, 1)), 'damaged or not whole'],
    ['with a line more', edited((lines) => lines.splice(2, 0, lines[2]!)), 'damaged or not whole'],
    ['with another count', header({ entries: 2 }), 'damaged or not whole'],
    ['with a header that is short of something', header({ checksum: undefined }), 'damaged or not whole'],
    ['whose version was changed', header({ version: 0 }), 'damaged or not whole'],
    ['of newer data', header({ version: newestVersion() + 1 }), 'newer stagebox (its data has version'],
    ['in a newer format', header({ formatVersion: 2, checksum: 1 }), 'was made by a newer stagebox'],
  ])('refuses a file %s, and touches nothing', async (_what, damage, words) => {
    const file = await backedUp();
    damage(file);
    const folder = newFolder();
    await expect(restore(file, folder, true)).rejects.toThrow(Failure);
    await expect(restore(file, folder, true)).rejects.toThrow(words);
    expect(existsSync(folder)).toBe(false);
  });

  test('sets damaged data aside when it is told to, and loses none of them', async () => {
    const folder = await dataFolder(OTHER);
    rmSync(join(storeFolder(folder), 'CURRENT'));
    const file = await backedUp();
    await expect(restore(file, folder, false)).rejects.toThrow('--force sets the damaged files aside');
    const { setAside = '' } = await restore(file, folder, true);
    expect(await stored(folder)).toEqual(VALUES);
    expect(setAside).toBe(`${storeFolder(folder)}.damaged-1`);
    expect(readdirSync(setAside).length).toBeGreaterThan(0);
  });

  test('replaces what an unfinished or foreign program left, when it is told to', async () => {
    const folder = join(temporaryFolder(), 'data');
    const foreign = await openLevelStore(folder);
    await foreign.commit([{ put: 'zoo', value: {} }]);
    await foreign.close();
    await expect(restore(await backedUp(), folder, false)).rejects.toThrow('holds 1 entries');
    await restore(await backedUp(), folder, true);
    expect(await stored(folder)).toEqual(VALUES);
  });
});

describe('the commands', () => {
  /** @runs ../../../cli/main */
  const command = compiledCommand();
  function stagebox(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<[code: number, said: string]> {
    return new Promise((resolve) => {
      execFile(process.execPath, [command, ...args], { cwd: ROOT, env: environment(env) }, (error, out, err) =>
        resolve([error ? Number(error.code) : 0, out + err]),
      );
    });
  }

  test('take the folder as an option or from the environment, and say what they did', async () => {
    const folder = await dataFolder();
    const file = join(temporaryFolder(), 'backup.jsonl');
    expect(await stagebox(['backup', file], { STAGEBOX_DATA: folder })).toEqual([0, `3 entries written to ${file}\n`]);
    const target = newFolder();
    const restored = await stagebox(['restore', file, '--data', target]);
    expect(restored).toEqual([0, `3 entries restored to ${target}\n`]);
    expect(await stored(target)).toEqual(VALUES);
  });

  test('refuse in words, without a stack', async () => {
    const folder = await dataFolder();
    const relay = await openRelayStore(folder);
    const [code, said] = await stagebox(['backup', '/tmp/never', '--data', folder]);
    await relay.close();
    expect(code).toBe(1);
    expect(said).toBe(
      `stagebox: the data in ${folder} is in use by another relay: stop that one, or give this one a folder of its own\n`,
    );
  });
});
