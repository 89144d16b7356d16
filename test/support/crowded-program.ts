import { openLevelStore } from '../../relay/node/level-store';
import { say } from './speaking-program';
import { commitOf } from './store-story';

// Makes the commits of a story in a store until the medium has refused two, and prints what can be read then:
// node crowded-program <data folder> <seed>

async function main(folder: string, seed: number): Promise<void> {
  const store = await openLevelStore(folder);
  for (let n = 1, refusals = 0; refusals < 2;) {
    try {
      await store.commit(commitOf(seed, n));
      say(`ok ${n++}`);
    } catch (error) {
      say(`${(error as Error).name} ${(error as { code?: string }).code}`);
      refusals++;
    }
  }
  say(`state ${JSON.stringify(await store.list(''))}`);
  await store.close();
}

void main(process.argv[2]!, Number(process.argv[3]));
