import * as rooms from '../../../relay/rooms';
import { loadRooms } from './mistaken-rooms';
import { anyBeginning, anyHappening } from './random-happenings';
import { tryHistories, type RoomsModule } from './room-history';
import { MISTAKES } from './seeded-mistakes-list';

// Would random histories notice a mistake of the room? Mistakes are put into it on purpose, one by one, and the same histories
// that hold for the room as it is must fail.

const SEED = 20_260_214;

/** What goes wrong in the first history in which something does; nothing when nothing does. */
function complaintAbout(module: RoomsModule, numRuns: number): string {
  try {
    tryHistories(module, anyHappening, anyBeginning, { numRuns, seed: SEED, endOnFailure: true });
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
  return '';
}

test('the room as it is gives no cause for complaint, loaded as the mistaken ones are', () => {
  expect(Object.keys(loadRooms()).sort()).toEqual(Object.keys(rooms).sort());
  expect(complaintAbout(loadRooms(), 300)).toBe('');
});

test.each(MISTAKES)('%s is found out', (_what, mutation) => {
  expect(complaintAbout(loadRooms(mutation), 3000)).not.toBe('');
});
