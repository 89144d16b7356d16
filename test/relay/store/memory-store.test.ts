import { StoreFailed } from '../../../relay/store/errors';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import { describeStore } from '../../contract/store-contract';

describeStore('MemoryStore', async () => {
  const medium: MemoryMedium = new Map();
  let isFailing = false;
  let written = 0;
  const beforeWrite = async (): Promise<void> => {
    await new Promise(setImmediate);
    if (isFailing) throw new StoreFailed('full', 'as the test wants it');
    written++;
  };
  return {
    open: async () => createMemoryStore({ medium, beforeWrite }),
    writes: () => {
      const count = written;
      written = 0;
      return count;
    },
    fail: (failing) => {
      isFailing = failing;
    },
    remove: async () => {},
  };
});

test('a stored value that is not a JSON object is refused without quoting it', async () => {
  const store = createMemoryStore({
    medium: new Map([
      ['a', '{"secret":1'],
      ['b', '[]'],
    ]),
  });
  await expect(store.get('a')).rejects.toMatchObject({ name: 'StoreFailed', code: 'damaged' });
  await expect(store.get('a')).rejects.not.toThrow('secret');
  await expect(store.list('')).rejects.toMatchObject({ code: 'damaged' });
  await store.close();
});
