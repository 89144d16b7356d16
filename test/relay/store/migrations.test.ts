import { StoreTooNew, StoreUnusable } from '../../../relay/store/errors';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import { MIGRATIONS, migrate, newestVersion, type Migration } from '../../../relay/store/migrations';
import type { JsonObject } from '../../../relay/store/store';

/** Version 1 begins, version 2 adds the length of each name, version 3 moves names to another key. */
const THREE: readonly Migration[] = [
  { to: 1, changes: () => [] },
  {
    to: 2,
    changes: (entries) =>
      entries.map(({ key, value }) => ({ put: key, value: { ...value, length: String(value.name).length } })),
  },
  {
    to: 3,
    changes: (entries) =>
      entries.flatMap(({ key, value }) => [{ remove: key }, { put: key.replace('person/', 'guest/'), value }]),
  },
];

function mediumOf(entries: { readonly [key: string]: JsonObject }): MemoryMedium {
  return new Map(Object.entries(entries).map(([key, value]) => [key, JSON.stringify(value)]));
}

const OLD = { 'meta/version': { version: 1 }, 'person/1': { name: 'anna' }, 'person/2': { name: 'ben' } };
const NEW = {
  'guest/1': { name: 'anna', length: 4 },
  'guest/2': { name: 'ben', length: 3 },
  'meta/version': { version: 3 },
};

async function contents(medium: MemoryMedium): Promise<{ [key: string]: JsonObject }> {
  const store = createMemoryStore({ medium });
  const entries = await store.list('');
  await store.close();
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

async function migrateMedium(
  medium: MemoryMedium,
  migrations: readonly Migration[],
  writes = Infinity,
): Promise<number> {
  let left = writes;
  const beforeWrite = (): void => {
    if (left-- <= 0) throw new Error('killed');
  };
  const store = createMemoryStore({ medium, beforeWrite });
  try {
    return await migrate(store, '/data', migrations);
  } finally {
    await store.close();
  }
}

test('an empty store becomes one of the newest version', async () => {
  const medium: MemoryMedium = new Map();
  expect(await migrateMedium(medium, THREE)).toBe(3);
  expect(await contents(medium)).toEqual({ 'meta/version': { version: 3 } });
});

test('an old store goes through every step that it lacks, in order', async () => {
  const medium = mediumOf(OLD);
  expect(await migrateMedium(medium, THREE)).toBe(3);
  expect(await contents(medium)).toEqual(NEW);
  const half = mediumOf({ 'meta/version': { version: 2 }, 'person/1': { name: 'anna', length: 9 } });
  await migrateMedium(half, THREE);
  expect(await contents(half)).toEqual({ 'guest/1': { name: 'anna', length: 9 }, 'meta/version': { version: 3 } });
});

test('a store of the newest version is not written to', async () => {
  expect(await migrateMedium(mediumOf(NEW), THREE, 0)).toBe(3);
});

test('a migration that stopped after any step continues from there', async () => {
  const medium = mediumOf(OLD);
  await expect(migrateMedium(medium, THREE, 1)).rejects.toThrow('killed');
  expect(await contents(medium)).toEqual({
    'meta/version': { version: 2 },
    'person/1': { name: 'anna', length: 4 },
    'person/2': { name: 'ben', length: 3 },
  });
  await migrateMedium(medium, THREE, 1);
  expect(await contents(medium)).toEqual(NEW);
});

test('a store of a newer version is refused with a message, and left as it is', async () => {
  const newer = { 'meta/version': { version: 4 }, 'guest/1': { name: 'anna' } };
  const medium = mediumOf(newer);
  const migrated = migrateMedium(medium, THREE);
  await expect(migrated).rejects.toThrow(StoreTooNew);
  await expect(migrated).rejects.toThrow('the data has version 4 and this relay knows versions up to 3');
  expect(await contents(medium)).toEqual(newer);
});

test.each<[string, { readonly [key: string]: JsonObject }]>([
  ['without a version', { 'room/1': {} }],
  ['whose version is no number', { 'meta/version': { version: 'one' } }],
  ['whose version is no version', { 'meta/version': { version: 1.5 } }],
])('data %s is refused in words, and left as it is', async (_what, foreign) => {
  const medium = mediumOf(foreign);
  const migrated = migrateMedium(medium, THREE);
  await expect(migrated).rejects.toThrow(StoreUnusable);
  await expect(migrated).rejects.toThrow('cannot use the data in /data (it is not data of a relay)');
  expect(await contents(medium)).toEqual(foreign);
});

test('a missing step and a step that writes the version throw', async () => {
  const crooked: readonly Migration[] = [THREE[0]!, THREE[2]!];
  await expect(migrateMedium(new Map(), crooked)).rejects.toThrow('migration 2 says that it leads to version 3');
  const meddling: readonly Migration[] = [{ to: 1, changes: () => [{ remove: 'meta/version' }] }];
  await expect(migrateMedium(new Map(), meddling)).rejects.toThrow('changes what is under meta/');
});

test('version 2 gives the events of room orders their camel case, and leaves everything else alone', async () => {
  const before = {
    'meta/version': { version: 1 },
    'room-order/000000000007': { room: 'lounge', happening: { kind: 'seat-reserved', invitation: 'i', person: 'd:a' } },
    'room-order/000000000008': { room: 7 },
    'room/lounge': { bans: ['d:b'] },
  };
  const medium = mediumOf(before);
  await migrateMedium(medium, MIGRATIONS.slice(0, 2));
  expect(await contents(medium)).toEqual({
    ...before,
    'meta/version': { version: 2 },
    'room-order/000000000007': { room: 'lounge', event: { kind: 'seatReserved', invitation: 'i', person: 'd:a' } },
  });
});

test('the steps that the relay knows are complete', () => {
  expect(newestVersion()).toBe(MIGRATIONS.length);
  expect(MIGRATIONS[0]!.to).toBe(1);
});
