import type * as Rooms from '../../../relay/rooms';
import type { Mutation } from '../../support/bundle';
import { loadMutated } from '../../support/mutated-modules';

/** relay/rooms/ with at most one mistake put into its sources; its modules are its own. */
export function loadRooms(mutation?: Mutation): typeof Rooms {
  return loadMutated('relay/rooms/index.ts', mutation) as typeof Rooms;
}
