import * as rooms from '../../../relay/rooms';
import { anyBeginning, anyHappening } from './random-happenings';
import { tryHistories } from './room-history';

// A failure prints its seed, and the shortest history that goes wrong.

test('a room agrees with the simplest model of it under any sequence of events: 10,000 histories', () => {
  tryHistories(rooms, anyHappening, anyBeginning, { numRuns: 10_000 });
});
