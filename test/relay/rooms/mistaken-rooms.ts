import { join } from 'node:path';
import type * as Rooms from '../../../relay/rooms';
import type { Mutation } from '../../support/bundle';
import { loadMutated } from '../../support/mutated-modules';

const ROOT = join(__dirname, '../../../relay/rooms');

/** relay/rooms/ with at most one mistake put into its sources; its modules are its own. */
export function loadRooms(mutation?: Mutation): typeof Rooms {
  return loadMutated(ROOT, 'index.ts', mutation) as typeof Rooms;
}
