import { openLevelStore } from '../../relay/node/level-store';
import { migrate } from '../../relay/store/migrations';
import { slowMigrations } from './slow-migrations';
import { say } from './speaking-program';

// Migrates a store, prints each step, and waits to be killed: node migrating-program <data folder>

async function main(folder: string): Promise<void> {
  const store = await openLevelStore(folder);
  say('open');
  await migrate(
    store,
    folder,
    slowMigrations((to) => say(`step ${to}`)),
  );
  for (;;) {
    say('done');
    await new Promise(setImmediate);
  }
}

void main(process.argv[2]!);
