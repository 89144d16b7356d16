import fc from 'fast-check';
import { Devices } from '../../../relay/identity/devices';
import { OLD_KEY_FOR_MS } from '../../../relay/identity/device-record';
import { isRefusal, type Refusal } from '../../../relay/ports/refusal';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import { fromHex } from '../../../wire/byte-string';
import { SeededRandom } from '../support/in-memory-ports';

async function open(medium: MemoryMedium = new Map(), most = 10) {
  const store = createMemoryStore({ medium });
  const { devices, broken } = await Devices.open(store, new SeededRandom(1), most);
  return { store, devices, broken, medium };
}

const keyOf = (answer: { readonly key: string } | Refusal): string => {
  if (isRefusal(answer)) throw new Error(`refused as ${answer.code}`);
  return answer.key;
};

test('a device gets a key of 32 bytes, told once, and is found after a restart', async () => {
  const { store, devices, medium } = await open();
  const key = keyOf(await devices.add('kitchen', 'Кухня', 1000));
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(devices.list()).toEqual([{ id: 'kitchen', name: 'Кухня', createdAtMs: 1000 }]);
  expect(JSON.stringify(devices.list())).not.toContain(key);
  await store.close();
  const again = await open(medium);
  expect(again.devices.find('kitchen', 2000)).toEqual({ key: fromHex(key), oldKey: undefined, isRevoked: false });
  expect(again.devices.find('attic', 2000)).toBeUndefined();
});

test.each([
  ['bad-device', 'Kitchen', 'x'],
  ['bad-device', '', 'x'],
  ['bad-device', 'k'.repeat(41), 'x'],
  ['bad-name', 'attic', ''],
  ['bad-name', 'attic', 'a\nb'],
  ['device-exists', 'kitchen', 'x'],
])('is refused as %s: the device %j called %j', async (refusal, id, name) => {
  const { devices, medium } = await open();
  await devices.add('kitchen', 'x', 0);
  expect(await devices.add(id, name, 0)).toEqual({ code: refusal, message: expect.any(String) });
  expect(medium.size).toBe(1);
});

test('there are at most as many as are said', async () => {
  const { devices } = await open(new Map(), 2);
  await Promise.all([devices.add('a', 'x', 0), devices.add('b', 'x', 0)]);
  expect(await devices.add('c', 'x', 0)).toMatchObject({ code: 'too-many-devices' });
});

test('two that are added at once under one id are one', async () => {
  const { devices } = await open();
  const answers = await Promise.all([devices.add('a', 'x', 0), devices.add('a', 'y', 0)]);
  expect(keyOf(answers[0])).toMatch(/^[0-9a-f]{64}$/);
  expect(answers[1]).toMatchObject({ code: 'device-exists' });
});

test('a new key is good at once, the old one until the new one is used', async () => {
  const { devices } = await open();
  const first = keyOf(await devices.add('kitchen', 'x', 0));
  const second = keyOf(await devices.replaceKey('kitchen', 1000));
  expect(devices.find('kitchen', 1000)).toMatchObject({ key: fromHex(second), oldKey: fromHex(first) });
  await devices.noteSignIn('kitchen', fromHex(first));
  expect(devices.find('kitchen', 2000)?.oldKey).toBe(fromHex(first));
  await devices.noteSignIn('kitchen', fromHex(second));
  expect(devices.find('kitchen', 2000)).toMatchObject({ key: fromHex(second), oldKey: undefined });
});

test('the old key is good for a day and no longer', async () => {
  const { devices } = await open();
  const first = keyOf(await devices.add('kitchen', 'x', 0));
  await devices.replaceKey('kitchen', 1000);
  expect(devices.find('kitchen', 999 + OLD_KEY_FOR_MS)?.oldKey).toBe(fromHex(first));
  expect(devices.find('kitchen', 1000 + OLD_KEY_FOR_MS)?.oldKey).toBeUndefined();
});

test('of two new keys in a row the first is forgotten, and the one that the device has stays good', async () => {
  const { devices } = await open();
  const first = keyOf(await devices.add('kitchen', 'x', 0));
  await devices.replaceKey('kitchen', 1000);
  const third = keyOf(await devices.replaceKey('kitchen', 2000));
  expect(devices.find('kitchen', 3000)).toMatchObject({ key: fromHex(third), oldKey: fromHex(first) });
});

test('a revoked device is revoked at once and for ever, and its id is taken', async () => {
  const { devices, store, medium } = await open();
  await devices.add('kitchen', 'x', 0);
  await devices.replaceKey('kitchen', 1);
  const done = devices.revoke('kitchen', 5);
  expect(devices.find('kitchen', 5)).toMatchObject({ isRevoked: true, oldKey: undefined });
  expect(await done).toBeUndefined();
  expect(await devices.replaceKey('kitchen', 6)).toMatchObject({ code: 'revoked' });
  expect(await devices.add('kitchen', 'x', 6)).toMatchObject({ code: 'device-exists' });
  expect(await devices.revoke('attic', 6)).toMatchObject({ code: 'no-such-device' });
  expect(await devices.replaceKey('attic', 6)).toMatchObject({ code: 'no-such-device' });
  await store.close();
  const again = await open(medium);
  expect(again.devices.find('kitchen', 7)?.isRevoked).toBe(true);
  expect(again.devices.list()).toEqual([{ id: 'kitchen', name: 'x', createdAtMs: 0, revokedAtMs: 5 }]);
});

test('what is revoked while its key is being replaced stays revoked, in memory and in the store', async () => {
  const { devices, store, medium } = await open();
  await devices.add('kitchen', 'x', 0);
  const replaced = devices.replaceKey('kitchen', 1);
  const revoked = devices.revoke('kitchen', 2);
  await Promise.all([replaced, revoked]);
  expect(devices.find('kitchen', 3)?.isRevoked).toBe(true);
  await store.close();
  expect((await open(medium)).devices.find('kitchen', 3)?.isRevoked).toBe(true);
});

test('a store that fails changes nothing, but a device that was to be revoked is', async () => {
  let isFull = false;
  const store = createMemoryStore({
    beforeWrite: () => {
      if (isFull) throw new Error('full');
    },
  });
  const { devices } = await Devices.open(store, new SeededRandom(1));
  const key = keyOf(await devices.add('kitchen', 'x', 0));
  isFull = true;
  await expect(devices.add('attic', 'x', 0)).rejects.toThrow();
  await expect(devices.replaceKey('kitchen', 1)).rejects.toThrow();
  expect(devices.find('attic', 1)).toBeUndefined();
  expect(devices.find('kitchen', 1)).toMatchObject({ key: fromHex(key), oldKey: undefined });
  await expect(devices.revoke('kitchen', 2)).rejects.toThrow();
  expect(devices.find('kitchen', 2)?.isRevoked).toBe(true);
  isFull = false;
  expect(keyOf(await devices.add('attic', 'x', 3))).toMatch(/^[0-9a-f]{64}$/);
});

test('what is stored and is no device is named, and nobody signs in with it', async () => {
  const any = fc.dictionary(
    fc.constantFrom('id', 'name', 'key', 'createdAtMs', 'oldKey', 'revokedAtMs'),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(any, async (value) => {
      const medium: MemoryMedium = new Map([['device/kitchen', JSON.stringify(value)]]);
      const { devices, broken, store } = await open(medium);
      expect(broken).toEqual([{ key: 'device/kitchen', message: expect.any(String) }]);
      expect(devices.find('kitchen', 0)).toBeUndefined();
      await store.close();
    }),
  );
});
