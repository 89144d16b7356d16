import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { LevelDatabase } from '../../../relay/node/level-engine';
import { openLevelStore, openRelayStore, storeFolder } from '../../../relay/node/level-store';
import { StoreUnusable } from '../../../relay/store/errors';
import { newestVersion, VERSION_KEY } from '../../../relay/store/migrations';
import { describeStore } from '../../contract/store-contract';
import { temporaryFolder } from '../../support/temporary-folder';

type Batch = (steps: object[], options?: object) => Promise<void>;

const fullDisk = (): Error =>
  Object.assign(new Error('IO error: 000003.log: No space left on device'), { code: 'LEVEL_IO_ERROR' });

/** A disk that can be full, and the writes to it. */
type Disk = { isFull: boolean; isShut: boolean; written: number };

const newDisk = (): Disk => ({ isFull: false, isShut: false, written: 0 });

/** The real database on such a disk. With `turnsUp`, a write that failed is in the log all the same. */
function levelOn(disk: Disk, folder: string, turnsUp = false): LevelDatabase {
  const db: LevelDatabase = new ClassicLevel(folder);
  const batch = db.batch.bind(db) as Batch;
  const open = db.open.bind(db);
  let lost: object[] = [];
  jest.spyOn(db, 'batch').mockImplementation((async (steps: object[], options: object) => {
    await new Promise(setImmediate);
    if (disk.isFull) {
      if (turnsUp) lost = steps;
      throw fullDisk();
    }
    await batch(steps, options);
    disk.written++;
  }) as never);
  jest.spyOn(db, 'open').mockImplementation(async () => {
    if (disk.isShut) throw fullDisk();
    await open();
    await batch(lost.splice(0), { sync: true });
  });
  return db;
}

describe.each([
  ['leaves nothing in the log', false],
  ['is in the log all the same and turns up when that is read again', true],
])('when what failed %s', (_what, turnsUp) => {
  describeStore('LevelDB', async () => {
    const folder = temporaryFolder();
    const disk = newDisk();
    return {
      open: () => openLevelStore(folder, (location) => levelOn(disk, location, turnsUp)),
      writes: () => {
        const { written } = disk;
        disk.written = 0;
        return written;
      },
      fail: (isFailing) => {
        disk.isFull = isFailing;
      },
      remove: async () => rmSync(folder, { recursive: true }),
    };
  });
});

const filesOf = (folder: string): string[] => readdirSync(storeFolder(folder)).sort();

describe('a store on disk', () => {
  test('forces every write onto the medium, and resolves only then', async () => {
    const folder = temporaryFolder();
    const asked: (object | undefined)[] = [];
    let isForced = false;
    const store = await openLevelStore(folder, (location) => {
      const db: LevelDatabase = new ClassicLevel(location);
      const batch = db.batch.bind(db) as Batch;
      jest.spyOn(db, 'batch').mockImplementation((async (steps: object[], options?: object) => {
        asked.push(options);
        await batch(steps, options);
        isForced = true;
      }) as never);
      for (const other of ['put', 'del', 'clear'] as const) {
        jest.spyOn(db, other).mockImplementation(() => Promise.reject(new Error('written past the batch')));
      }
      return db;
    });
    const answered = store.commit([{ put: 'a', value: {} }, { remove: 'b' }]).then(() => isForced);
    expect(await answered).toBe(true);
    await store.commit([{ remove: 'a' }]);
    expect(asked).toEqual([{ sync: true }, { sync: true }]);
    await store.close();
  });

  test('is not readable by other users of the machine', async () => {
    const folder = join(temporaryFolder(), 'new/data');
    await (await openLevelStore(folder)).close();
    expect([folder, storeFolder(folder)].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  test.each([
    ['lies under a file', () => join(__filename, 'data'), 'not a directory'],
    ['cannot be made', () => '/proc/stagebox', 'no such file'],
  ])('whose folder %s is refused, naming it and what to do', async (_what, folder, cause) => {
    const opened = openLevelStore(folder());
    await expect(opened).rejects.toThrow(StoreUnusable);
    await expect(opened).rejects.toMatchObject({ code: 'folder' });
    await expect(opened).rejects.toThrow(`cannot use the data in ${folder()}`);
    await expect(opened).rejects.toThrow(cause);
    await expect(opened).rejects.toThrow('STAGEBOX_DATA');
  });

  test.each<[string, (folder: string) => void]>([
    ['the list of its files is gone', (folder) => rmSync(join(folder, 'CURRENT'))],
    ['the list of its files is garbage', (folder) => writeFileSync(join(folder, 'CURRENT'), 'MANIFEST-999999\n')],
    [
      'a table is cut short',
      (folder) => {
        for (const name of readdirSync(folder)) if (name.endsWith('.ldb')) truncateSync(join(folder, name), 10);
      },
    ],
  ])('is refused as damaged when %s, and not begun afresh', async (_what, damage) => {
    const folder = temporaryFolder();
    // The second opening writes what the log holds into a table.
    for (const key of ['a', 'b']) {
      const store = await openLevelStore(folder);
      await store.commit([{ put: key, value: {} }]);
      await store.close();
    }
    damage(storeFolder(folder));
    const before = filesOf(folder).filter((name) => /ldb|CURRENT/.test(name));
    const used = openLevelStore(folder).then(async (store) => {
      await store.get('a').finally(() => store.close());
    });
    await expect(used).rejects.toMatchObject({ code: 'damaged' });
    await expect(used).rejects.toThrow('restore a backup');
    expect(filesOf(folder)).toEqual(expect.arrayContaining(before));
  });

  test('can be read while it is opened again and after that has failed, and loses nothing', async () => {
    const folder = temporaryFolder();
    const disk = newDisk();
    const store = await openLevelStore(folder, (location) => levelOn(disk, location));
    await store.commit([{ put: 'a', value: { n: 1 } }]);
    const many = Array.from({ length: 3000 }, (_, n) => ({ put: `many/${n}`, value: { text: 'x'.repeat(1000) } }));
    await store.commit(many);
    disk.isFull = true;
    await expect(store.commit([{ put: 'a', value: { n: 2 } }])).rejects.toMatchObject({ code: 'full' });
    disk.isFull = false;
    disk.isShut = true;
    const reads = Array.from({ length: 20 }, () => store.get('a'));
    const list = store.list('many/');
    const failed = store.commit([{ put: 'b', value: {} }]);
    expect(await list).toHaveLength(many.length);
    expect(await Promise.all(reads)).toEqual(new Array(20).fill({ n: 1 }));
    await expect(failed).rejects.toMatchObject({ code: 'full' });
    await expect(store.get('a')).rejects.toMatchObject({ code: 'full' });
    disk.isShut = false;
    expect(await store.get('a')).toEqual({ n: 1 });
    const again = store.commit([{ put: 'c', value: {} }]);
    expect(await store.get('a')).toEqual({ n: 1 });
    await again;
    await store.close();
    const after = await openLevelStore(folder);
    expect((await after.list('', { limit: 3 })).map(({ key }) => key)).toEqual(['a', 'c', 'many/0']);
    await after.close();
  });

  test('is brought to the newest version when the relay opens it, and closed if that fails', async () => {
    const folder = temporaryFolder();
    const store = await openRelayStore(folder);
    expect(await store.get(VERSION_KEY)).toEqual({ version: newestVersion() });
    await store.commit([{ put: VERSION_KEY, value: { version: 99 } }]);
    await store.close();
    await expect(openRelayStore(folder)).rejects.toThrow('version 99');
    await (await openLevelStore(folder)).close();
  });
});
