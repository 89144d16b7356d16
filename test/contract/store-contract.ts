import fc from 'fast-check';
import { BadChange, StoreFailed, StoreInUse } from '../../relay/store/errors';
import type { Change, Entry, JsonObject, Store } from '../../relay/store/store';

/** A medium on which stores are opened, one after the other. A write takes at least one turn of the event loop. */
type StoreMedium = {
  open(): Promise<Store>;
  /** How many writes have reached the medium since the last call. */
  writes(): number;
  /** Makes every write fail, as on a full disk, or succeed again. */
  fail(isFailing: boolean): void;
  remove(): Promise<void>;
};

const put = (key: string, value: JsonObject): Change => ({ put: key, value });

/** Waits until the commits so far are on their way to the medium, so that later ones form another group. */
async function untilUnderWay(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

/** What the relay expects of every store. */
export function describeStore(name: string, createMedium: () => Promise<StoreMedium>): void {
  describe(`${name} as a store`, () => {
    let medium: StoreMedium;
    let store: Store;
    beforeEach(async () => {
      medium = await createMedium();
      store = await medium.open();
    });
    afterEach(async () => {
      await store.close();
      await medium.remove();
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await medium.open();
    }

    test('is empty at first', async () => {
      expect(await store.get('room/lounge')).toBeUndefined();
      expect(await store.list('')).toEqual([]);
    });

    test('keeps what was committed, in any script, also over a restart', async () => {
      const value = {
        text: 'Было бы честью \u{1f399} مرحبا\u0000',
        list: [1, -0.5, null, { a: true }],
      };
      await store.commit([put('invitation/1', { ...value, left: undefined })]);
      await reopen();
      expect(await store.get('invitation/1')).toStrictEqual(value);
    });

    test('changes and removes keys, and the later of two changes of a key counts', async () => {
      await store.commit([put('a', { n: 1 }), put('b', { n: 1 }), put('c', { n: 1 })]);
      await store.commit([
        put('a', { n: 2 }),
        { remove: 'b' },
        { remove: 'never' },
        { remove: 'c' },
        put('c', { n: 3 }),
      ]);
      await store.commit([]);
      const expected = [
        { key: 'a', value: { n: 2 } },
        { key: 'c', value: { n: 3 } },
      ];
      expect(await store.list('')).toEqual(expected);
      await reopen();
      expect(await store.list('')).toEqual(expected);
    });

    test('lists the keys with a prefix in the order of their bytes, as a whole or in pages', async () => {
      const keys = ['a/10', 'a/9', 'a', 'a/~', 'a0', 'A/1', 'b/1'];
      await store.commit(keys.map((key) => put(key, { key })));
      const listed = async (...args: Parameters<Store['list']>): Promise<string[]> =>
        (await store.list(...args)).map(({ key }) => key);
      expect(await listed('')).toEqual(['A/1', 'a', 'a/10', 'a/9', 'a/~', 'a0', 'b/1']);
      expect(await listed('a/')).toEqual(['a/10', 'a/9', 'a/~']);
      expect(await listed('a/', { limit: 2 })).toEqual(['a/10', 'a/9']);
      expect(await listed('a/', { after: 'a/10', limit: 1 })).toEqual(['a/9']);
      expect(await listed('a/', { after: 'a/~' })).toEqual([]);
      expect(await listed('a/', { after: 'A' })).toEqual(['a/10', 'a/9', 'a/~']);
      expect(await listed('c')).toEqual([]);
      expect(await listed('', { limit: 0 })).toEqual([]);
    });

    test('reads what is being committed at once, and fills a page even if keys of it are being removed', async () => {
      await store.commit(['a', 'b', 'c', 'd'].map((key) => put(key, { n: 1 })));
      const committed = store.commit([{ remove: 'a' }, put('bb', { n: 2 }), { remove: 'c' }]);
      const page = store.list('', { limit: 3 });
      expect(await Promise.all([store.get('a'), store.get('bb')])).toEqual([undefined, { n: 2 }]);
      expect((await page).map(({ key }) => key)).toEqual(['b', 'bb', 'd']);
      await committed;
    });

    test('reads what was committed last, whether it is written yet or not', async () => {
      const first = store.commit([put('a', { n: 1 })]);
      await untilUnderWay();
      const second = store.commit([put('a', { n: 2 })]);
      expect(await store.get('a')).toEqual({ n: 2 });
      await first;
      expect(await store.get('a')).toEqual({ n: 2 });
      await second;
      expect(await store.get('a')).toEqual({ n: 2 });
    });

    test('reads values during the call, and returns copies', async () => {
      const value = { list: [1] };
      const committed = store.commit([put('a', value)]);
      value.list.push(2);
      ((await store.get('a')) as { list: number[] }).list.push(3);
      await committed;
      expect(await store.get('a')).toEqual({ list: [1] });
    });

    test('resolves commits in their order, and writes those made together as one group', async () => {
      medium.writes();
      const order: number[] = [];
      const commits = Array.from({ length: 50 }, (_, n) =>
        store.commit([put('last', { n }), put(`k/${n}`, { n })]).then(() => order.push(n)),
      );
      await Promise.all(commits);
      expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
      expect(medium.writes()).toBe(1);
      expect(await store.get('last')).toEqual({ n: 49 });
      expect(await store.list('k/')).toHaveLength(50);
    });

    test('splits a group that is too large for one write, in order', async () => {
      const value = { text: 'x'.repeat(60_000) };
      medium.writes();
      await Promise.all(Array.from({ length: 40 }, (_, n) => store.commit([put(`k/${n}`, value), put('last', { n })])));
      expect(medium.writes()).toBeGreaterThan(1);
      expect(medium.writes()).toBeLessThan(10);
      expect(await store.get('last')).toEqual({ n: 39 });
    });

    test.each<[string, string, Change]>([
      ['an empty key', 'bad-key', put('', {})],
      ['a blank in a key', 'bad-key', { remove: 'a b' }],
      ['a key of another script', 'bad-key', put('комната', {})],
      ['a control character in a key', 'bad-key', put('a\u0000', {})],
      ['a key of 201 bytes', 'bad-key', { remove: 'k'.repeat(201) }],
      ['a value over 64 KB', 'too-large', put('a', { text: 'x'.repeat(65_536) })],
      ['a value over 64 KB in UTF-8', 'too-large', put('a', { text: 'ж'.repeat(33_000) })],
      ['a value that is a list', 'bad-value', put('a', [] as unknown as JsonObject)],
      ['no value', 'bad-value', put('a', null as unknown as JsonObject)],
      ['a number that JSON has not', 'bad-value', put('a', { n: NaN })],
      ['a hole in a list', 'bad-value', put('a', { list: [undefined] as unknown as string[] })],
      ['a function', 'bad-value', put('a', { f: (() => 1) as unknown as string })],
    ])('refuses %s, and all of its commit', async (_what, code, change) => {
      const commit = store.commit([put('good', {}), change]);
      await expect(commit).rejects.toThrow(BadChange);
      await expect(commit).rejects.toMatchObject({ code });
      expect(await store.list('')).toEqual([]);
    });

    test('takes the longest keys and values', async () => {
      const text = 'x'.repeat(65_536 - '{"text":""}'.length);
      const key = 'k'.repeat(200);
      await store.commit([put(key, { text }), put('~', { text: 'ж'.repeat(32_000) + '\u{1f399}' })]);
      await reopen();
      expect(await store.get(key)).toEqual({ text });
    });

    test('names the fault of a failing medium, stays readable, keeps nothing of a failed commit, and recovers', async () => {
      await store.commit([put('a', { n: 1 }), put('b', { n: 1 })]);
      medium.fail(true);
      const first = store.commit([put('a', { n: 2 }), { remove: 'b' }, put('c', { n: 2 })]);
      await expect(first).rejects.toThrow(StoreFailed);
      await expect(first).rejects.toMatchObject({ code: 'full' });
      const before = [
        { key: 'a', value: { n: 1 } },
        { key: 'b', value: { n: 1 } },
      ];
      expect(await store.list('')).toEqual(before);
      await expect(store.commit([put('d', {})])).rejects.toMatchObject({ code: 'full' });
      expect(await store.list('')).toEqual(before);
      expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => store.get(key)))).toEqual([
        { n: 1 },
        { n: 1 },
        undefined,
        undefined,
      ]);
      medium.fail(false);
      await store.commit([put('e', { n: 5 })]);
      const after = [...before, { key: 'e', value: { n: 5 } }];
      expect(await store.list('')).toEqual(after);
      await reopen();
      expect(await store.list('')).toEqual(after);
    });

    test('rejects the commits that waited behind a failed one, because they may rest on it', async () => {
      medium.fail(true);
      const first = store.commit([put('a', { n: 1 })]);
      first.catch(() => medium.fail(false));
      await untilUnderWay();
      const second = store.commit([put('b', { n: 2 })]);
      const outcomes = await Promise.allSettled([first, second]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await store.commit([put('c', { n: 3 })]);
      await reopen();
      expect(await store.list('')).toEqual([{ key: 'c', value: { n: 3 } }]);
    });

    test('is refused to a second relay until the first has closed it', async () => {
      await store.commit([put('a', {})]);
      await expect(medium.open()).rejects.toThrow(StoreInUse);
      await expect(medium.open()).rejects.toThrow(/in use by another relay: stop that one/);
      expect(await store.get('a')).toEqual({});
      await reopen();
    });

    test('waits for the commits under way when it closes, may be closed twice, and rejects later calls', async () => {
      const committed = store.commit([put('a', {})]);
      const closed = store.close();
      await expect(store.commit([put('b', {})])).rejects.toMatchObject({ name: 'StoreFailed', code: 'closed' });
      await expect(store.get('a')).rejects.toMatchObject({ code: 'closed' });
      await expect(store.list('')).rejects.toMatchObject({ code: 'closed' });
      let isWritten = false;
      void committed.then(() => (isWritten = true));
      await Promise.all([closed, store.close()]);
      expect(isWritten).toBe(true);
      store = await medium.open();
      expect(await store.list('')).toEqual([{ key: 'a', value: {} }]);
    });

    test('agrees with a map over any history of commits, failures and restarts', async () => {
      const key = fc.constantFrom('a', 'a/1', 'a/2', 'a/2/x', 'b', 'b/1');
      const change = fc.oneof(fc.record({ put: key, value: fc.record({ n: fc.nat(99) }) }), fc.record({ remove: key }));
      const step = fc.oneof(
        { weight: 6, arbitrary: fc.array(fc.array(change, { maxLength: 4 }), { minLength: 1, maxLength: 4 }) },
        { weight: 1, arbitrary: fc.constantFrom('fail' as const, 'reopen' as const) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
          await store.commit((await store.list('')).map((entry) => ({ remove: entry.key })));
          const model = new Map<string, JsonObject>();
          const expected = (): Entry[] =>
            [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, value]) => ({ key: k, value }));
          for (const now of steps) {
            if (now === 'reopen') await reopen();
            else if (now === 'fail') {
              medium.fail(true);
              await expect(store.commit([put('a', { n: -1 }), { remove: 'b' }])).rejects.toThrow(StoreFailed);
              medium.fail(false);
            } else {
              const commits = now.map((changes) => store.commit(changes));
              for (const each of now.flat()) {
                if ('put' in each) model.set(each.put, each.value);
                else model.delete(each.remove);
              }
              expect(await store.list('')).toEqual(expected());
              await Promise.all(commits);
            }
            expect(await store.list('')).toEqual(expected());
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}
