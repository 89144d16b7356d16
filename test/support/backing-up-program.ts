import { backup } from '../../cli/commands/backup';
import { openRelayStore } from '../../relay/node/level-store';
import { say } from './speaking-program';
import { commitOf, LAST_KEY } from './store-story';

// Makes the commits of a story in a store and backs it up after each, until it is killed:
// node backing-up-program <data folder> <file> <seed>

async function main(folder: string, file: string, seed: number): Promise<void> {
  for (;;) {
    const store = await openRelayStore(folder);
    const n = Number((await store.get(LAST_KEY))?.n ?? 0) + 1;
    await store.commit(commitOf(seed, n));
    await store.close();
    say('backing up');
    await backup(file, folder);
    say(`ok ${n}`);
  }
}

void main(process.argv[2]!, process.argv[3]!, Number(process.argv[4]));
