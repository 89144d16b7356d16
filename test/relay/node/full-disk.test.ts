import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup } from '../../../cli/commands/backup';
import { restore } from '../../../cli/commands/restore';
import { openLevelStore, openRelayStore } from '../../../relay/node/level-store';
import { dataOf } from '../../../relay/store/migrations';
import type { Store } from '../../../relay/store/store';
import { compileProgram } from '../../support/compiled-program';
import { commitOf, Story } from '../../support/store-story';
import { environment } from '../../support/environment';
import { temporaryFolder } from '../../support/temporary-folder';

// Disks that are really full: a small file system in memory, if one may be mounted, and everywhere the limit on the size
// of a process's files.

const SEED = Number(process.env.DISK_SEED ?? Date.now() % 1_000_000);

function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'stagebox-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'stagebox-test', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmdirSync(folder);
    return undefined;
  }
}

const disk = mountSmallDisk();
afterAll(() => {
  if (disk === undefined) return;
  // Even if a test that failed has left files open.
  execFileSync('umount', ['-l', disk]);
  rmdirSync(disk);
});

/** Fills the disk until only `leaveBytes` are left. */
function crowd(leaveBytes: number): void {
  const { bavail, bsize } = statfsSync(disk ?? '');
  writeFileSync(join(disk ?? '', 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)));
}

const makeRoom = (): void => rmSync(join(disk ?? '', 'filler'));

/** Makes the commits of the story from number `n` on until one is refused. Returns its number. */
async function commitUntilRefused(store: Store, n: number): Promise<number> {
  for (; ; n++) {
    try {
      await store.commit(commitOf(SEED, n));
    } catch (error) {
      expect(error).toMatchObject({ name: 'StoreFailed', code: 'full' });
      return n;
    }
  }
}

(disk === undefined ? describe.skip : describe)(`on a full disk (seed ${SEED})`, () => {
  const folder = join(disk ?? '', 'data');
  beforeEach(() => mkdirSync(folder));
  afterEach(() => {
    for (const name of readdirSync(disk ?? '')) rmSync(join(disk ?? '', name), { recursive: true });
  });

  test('a commit is refused as a whole, everything can be read, and commits succeed again when there is room', async () => {
    let store = await openLevelStore(folder);
    for (let round = 0, n = 1; round < 6; round++) {
      // A record of the log is torn at a different place each time.
      crowd(20_000 + round * 7_001);
      n = await commitUntilRefused(store, n);
      expect(await store.list('')).toEqual([...new Story(SEED).stateAfter(n - 1)]);
      expect(await commitUntilRefused(store, n)).toBe(n);
      expect(await store.list('')).toEqual([...new Story(SEED).stateAfter(n - 1)]);
      makeRoom();
      await store.commit(commitOf(SEED, n));
      expect(await store.list('')).toEqual([...new Story(SEED).stateAfter(n)]);
      await store.commit(commitOf(SEED, ++n));
      await store.close();
      store = await openLevelStore(folder);
      expect(await store.list('')).toEqual([...new Story(SEED).stateAfter(n)]);
      n++;
    }
    await store.close();
  });

  test('a relay that starts there fails with a message or finds everything acknowledged, and later finds it', async () => {
    const store = await openLevelStore(folder);
    crowd(60_000);
    const n = await commitUntilRefused(store, 1);
    await store.close();
    const again = await openLevelStore(folder).catch((error: unknown) => error as Error);
    if (again instanceof Error) {
      expect(again).toMatchObject({ name: 'StoreUnusable', code: 'full' });
      expect(again.message).toContain('make room there and start again');
    } else {
      expect(await again.list('')).toEqual([...new Story(SEED).stateAfter(n - 1)]);
      await again.close();
    }
    makeRoom();
    const later = await openLevelStore(folder);
    expect(await later.list('')).toEqual([...new Story(SEED).stateAfter(n - 1)]);
    await later.close();
  });

  test('a backup that fails keeps the older one, and a restore that fails keeps the data', async () => {
    const text = 'x'.repeat(60_000);
    const open = await openRelayStore(folder);
    await open.commit(Array.from({ length: 10 }, (_, i) => ({ put: `k/${i}`, value: { text: `${i}${text}` } })));
    const before = await dataOf(open);
    await open.close();
    const file = join(disk ?? '', 'backup.jsonl');
    await backup(file, folder);
    const whole = readFileSync(file);
    crowd(300_000);
    await expect(backup(file, folder)).rejects.toThrow('no space left');
    // `toEqual` takes seconds for this many bytes.
    expect(readFileSync(file).equals(whole)).toBe(true);
    expect(readdirSync(disk ?? '').sort()).toEqual(['backup.jsonl', 'data', 'filler']);
    await expect(restore(file, folder, true)).rejects.toMatchObject({ code: 'full' });
    makeRoom();
    const after = await openRelayStore(folder);
    expect(await dataOf(after)).toEqual(before);
    await after.close();
  });
});

test(`where files may not grow, commits are refused whole and all can be read (seed ${SEED})`, async () => {
  const program = compileProgram('test/support/crowded-program.ts', temporaryFolder());
  const folder = join(temporaryFolder(), 'data');
  // In blocks of 512 bytes.
  const limited = `ulimit -f 150; exec "$0" "$@"`;
  const env = environment({ NODE_PATH: join(__dirname, '../../../node_modules') });
  const said = execFileSync('sh', ['-c', limited, process.execPath, program, folder, String(SEED)], { env })
    .toString()
    .split('\n')
    .slice(0, -1);
  expect(said.slice(-3, -1)).toEqual(['StoreFailed full', 'StoreFailed full']);
  const acknowledged = said.length - 3;
  expect(acknowledged).toBeGreaterThan(5);
  const story = [...new Story(SEED).stateAfter(acknowledged)];
  expect(JSON.parse(said[said.length - 1]!.slice('state '.length))).toEqual(story);
  const store = await openLevelStore(folder);
  expect(await store.list('')).toEqual(story);
  await store.close();
});
