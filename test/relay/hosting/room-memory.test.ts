import { openRoomMemory, readLists } from '../../../relay/hosting/room-memory';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import { RecordingLog } from '../support/in-memory-ports';
import { createTestRelay } from '../support/test-relay';

// What is kept of rooms while they are not open, and while the relay is not.

const NOBODY = { ranks: [], guests: [], bans: [], reservations: [] };

async function memoryOn(medium: MemoryMedium, log = new RecordingLog()) {
  const store = createMemoryStore({ medium });
  return { store, log, memory: await openRoomMemory(store, log) };
}

test('bans, guests, ranks and reserved seats of devices survive a restart', async () => {
  const medium: MemoryMedium = new Map();
  const lists = {
    ranks: [{ person: 'd:anna', rank: 'host' as const }],
    guests: ['d:ben'],
    bans: ['d:carl', 'w:link'],
    reservations: [{ person: 'd:dora', invitations: ['one', 'two'] }],
  };
  const first = await memoryOn(medium);
  await first.memory.remember('lounge', lists);
  await first.store.close();
  const second = await memoryOn(medium);
  expect(second.memory.lists.get('lounge')).toEqual(lists);
});

test('a room of which nothing is to be kept leaves nothing', async () => {
  const { memory, store } = await memoryOn(new Map());
  await memory.remember('lounge', { ...NOBODY, bans: ['d:carl'] });
  await memory.remember('lounge', NOBODY);
  expect(await store.list('')).toEqual([]);
});

test('nobody inherits from a plain member, nor from a link, which says again what it lets do', async () => {
  const medium: MemoryMedium = new Map();
  const first = await memoryOn(medium);
  await first.memory.remember('lounge', {
    ranks: [
      { person: 'p:1', rank: 'moderator' },
      { person: 'w:1', rank: 'host' },
    ],
    guests: ['p:1', 'w:1'],
    bans: ['p:1'],
    reservations: [{ person: 'w:1', invitations: ['w:1'] }],
  });
  expect(await first.store.list('')).toEqual([]);
});

test.each([
  [{}, NOBODY],
  [{ bans: 'all', ranks: 7, guests: null }, NOBODY],
  [
    { bans: [7, '', 'd:a'], guests: [[], 'd:b'] },
    { ...NOBODY, bans: ['d:a'], guests: ['d:b'] },
  ],
  [{ ranks: [{ person: 'd:a', rank: 'king' }, null, { rank: 'host' }] }, NOBODY],
  [{ reservations: [{ person: 'd:a', invitations: [] }, { person: 'd:a' }] }, NOBODY],
])('reads %j as what of it makes sense', (stored, lists) => expect(readLists(stored)).toEqual(lists));

test('a record of no room is told of and left alone', async () => {
  const medium: MemoryMedium = new Map();
  const first = await memoryOn(medium);
  await first.store.commit([{ put: 'room/The-Room', value: { bans: ['d:a'] } }]);
  await first.store.close();
  const { log, memory, store } = await memoryOn(medium);
  expect(memory.lists.size).toBe(0);
  expect(log.lines.map(({ event }) => event)).toEqual(['bad-record']);
  expect(await store.get('room/The-Room')).toEqual({ bans: ['d:a'] });
});

test('of a damaged record the rest is used, and the log names the field', async () => {
  const medium: MemoryMedium = new Map();
  const first = await memoryOn(medium);
  const damaged = { ...NOBODY, bans: ['d:a', 7], guests: ['d:b'], colour: 'red' };
  await first.store.commit([{ put: 'room/lounge', value: damaged }]);
  await first.store.close();
  const { log, memory } = await memoryOn(medium);
  expect(memory.lists.get('lounge')).toEqual({ ...NOBODY, bans: ['d:a'], guests: ['d:b'] });
  expect(log.lines.map(({ fields }) => fields)).toEqual([{ key: 'room/lounge', message: 'bans[1] is not a text' }]);
});

test('a seat that is reserved while nobody is there holds when the room opens', async () => {
  const { memory } = await memoryOn(new Map());
  const { join, relay } = createTestRelay({ stageSeats: 1 }, { memory });
  await relay.rooms.apply('lounge', { kind: 'seatReserved', invitation: 'one', person: 'd:president' });
  expect(join('anna').seat.role).toBe('audience');
  await relay.rooms.apply('lounge', { kind: 'seatReleased', invitation: 'one', person: 'd:president' });
  expect(relay.rooms.viewOf('lounge')?.counts).toMatchObject({ speakers: 0, listeners: 1 });
});

test('what happens to a room is told to have happened once it is kept', async () => {
  let write: () => void = () => undefined;
  const beforeWrite = (): Promise<void> => new Promise((resolve) => (write = resolve));
  const store = createMemoryStore({ beforeWrite });
  const { relay } = createTestRelay({}, { memory: await openRoomMemory(store, new RecordingLog()) });
  let isKept = false;
  const kept = relay.rooms.apply('lounge', { kind: 'guestListed', person: 'd:anna', isGuest: true });
  void kept.then(() => (isKept = true));
  for (let i = 0; i < 20; i++) await Promise.resolve();
  expect(isKept).toBe(false);
  write();
  await kept;
  expect(await store.get('room/lounge')).toMatchObject({ guests: ['d:anna'] });
});
