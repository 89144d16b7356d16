import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backup } from '../../../cli/commands/backup';
import { readBackup } from '../../../cli/backup-file';
import { openRelayStore } from '../../../relay/node/level-store';
import { dataOf, newestVersion } from '../../../relay/store/migrations';
import type { Entry } from '../../../relay/store/store';
import { compileProgram } from '../../support/compiled-program';
import { liveUntil, type Death } from '../../support/killed-process';
import { commitOf, LAST_KEY, scatter, Story } from '../../support/store-story';
import { temporaryFolder } from '../../support/temporary-folder';

// Backups and restores that are killed at any instant.

const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const LIVES = 25;
const PATIENCE_MS = 300_000;

const compiled = temporaryFolder();

function deathOf(life: number): Death {
  const dice = scatter(SEED, life);
  return { lines: 1 + (dice % 6), turns: (dice >>> 8) % 3000 };
}

async function stored(folder: string): Promise<readonly Entry[]> {
  const store = await openRelayStore(folder);
  const entries = await dataOf(store);
  await store.close();
  return entries;
}

const lastOf = (entries: readonly Entry[]): number => Number(entries.find(({ key }) => key === LAST_KEY)?.value.n);

test(
  `a backup that is killed leaves a whole one, the old or the new, and the data as they were (seed ${SEED})`,
  async () => {
    const program = compileProgram('test/support/backing-up-program.ts', compiled);
    const folder = join(temporaryFolder(), 'data');
    const file = join(temporaryFolder(), 'backup.jsonl');
    // With this much data a backup takes long enough to be killed while it runs.
    const bulk = Array.from({ length: 60 }, (_, n) => ({ put: `bulk/${n}`, value: { text: 'x'.repeat(60_000) } }));
    const first = await openRelayStore(folder);
    await first.commit(bulk);
    await first.close();
    let acknowledged = 0;
    for (let life = 0; life < LIVES; life++) {
      // Two of three are killed while the file is being written.
      const isWritten = (): boolean => existsSync(file) && statSync(file).size > bulk.length * 60_000;
      const isTime = (): boolean => existsSync(`${file}.part`) || !isWritten();
      const death = life % 3 === 0 ? deathOf(life) : { ...deathOf(life), isTime };
      const said = await liveUntil(program, [folder, file, String(SEED)], death);
      const told = said.filter((line) => line.startsWith('ok ')).map((line) => Number(line.slice(3)));
      acknowledged = Math.max(acknowledged, ...told);
      const inStore = (await stored(folder)).slice(bulk.length);
      expect(inStore).toEqual(new Story(SEED).stateAfter(lastOf(inStore)));
      if (acknowledged === 0) continue;
      const { entries } = readBackup(file, readFileSync(file), newestVersion());
      const backedUp = entries.slice(bulk.length);
      expect(lastOf(backedUp)).toBeGreaterThanOrEqual(acknowledged);
      expect(backedUp).toEqual(new Story(SEED).stateAfter(lastOf(backedUp)));
    }
    expect(acknowledged).toBeGreaterThan(LIVES);
  },
  PATIENCE_MS,
);

test(
  `a restore that is killed leaves the old data or the new, never a mixture (seed ${SEED})`,
  async () => {
    const program = compileProgram('test/support/restoring-program.ts', compiled);
    const folder = join(temporaryFolder(), 'data');
    const files = [join(temporaryFolder(), 'a.jsonl'), join(temporaryFolder(), 'b.jsonl')];
    const store = await openRelayStore(folder);
    for (let n = 1; n <= 40; n++) await store.commit(commitOf(SEED, n));
    await store.close();
    await backup(files[0]!, folder);
    const again = await openRelayStore(folder);
    for (let n = 41; n <= 80; n++) await again.commit(commitOf(SEED, n));
    await again.close();
    await backup(files[1]!, folder);
    const found = new Set<number>();
    for (let life = 0; life < LIVES; life++) {
      await liveUntil(program, [folder, ...files], deathOf(life));
      const entries = await stored(folder);
      expect([40, 80]).toContain(lastOf(entries));
      expect(entries).toEqual(new Story(SEED).stateAfter(lastOf(entries)));
      found.add(lastOf(entries));
    }
    expect(found.size).toBe(2);
  },
  PATIENCE_MS,
);
