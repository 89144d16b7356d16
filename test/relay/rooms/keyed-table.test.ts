import fc from 'fast-check';
import { KeyedTable } from '../../../relay/rooms/keyed-table';

const key = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffffffff }), fc.string());

test('a table is what a map is, and what it was stays as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('with', 'with', 'without'), key), { maxLength: 400 }), (changes) => {
      const map = new Map<number | string, number>();
      let table = new KeyedTable<number | string, number>();
      changes.forEach(([change, at], i) => {
        const [before, wasThere, size] = [table, map.has(at), map.size];
        table = change === 'with' ? table.with(at, i) : table.without(at);
        if (change === 'with') map.set(at, i);
        else map.delete(at);
        const isAsItWas = before.has(at) === wasThere && before.size === size;
        const isSame = table.get(at) === map.get(at) && table.has(at) === map.has(at) && table.size === map.size;
        if (!isAsItWas || !isSame) throw new Error(`change ${i}: ${change} ${at}`);
      });
      expect(new Map(table.entries())).toEqual(map);
      expect([...table.values()].sort()).toEqual([...map.values()].sort());
    }),
    { numRuns: 40 },
  );
});

test('thousands of entries are all found, whatever lies between their keys', () => {
  for (const step of [1, 128, 4096]) {
    let table = new KeyedTable<number, number>();
    for (let i = 0; i < 3000; i++) table = table.with(i * step, i);
    for (let i = 0; i < 3000; i += 2) table = table.without(i * step);
    expect(table.size).toBe(1500);
    expect(Array.from({ length: 3000 }, (_, i) => table.get(i * step) ?? -1)).toEqual(
      Array.from({ length: 3000 }, (_, i) => (i % 2 ? i : -1)),
    );
  }
});
