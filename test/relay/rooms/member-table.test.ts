import fc from 'fast-check';
import { MemberTable } from '../../../relay/rooms/member-table';

test('a member table is a map whose earlier versions stay as they were', () => {
  const change = fc.record({
    id: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(0xffffffff)),
    adds: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 100 }), (changes) => {
      const map = new Map<number, string>();
      let table = new MemberTable<string>();
      const versions: [MemberTable<string>, string[]][] = [];
      changes.forEach(({ id, adds }, i) => {
        if (adds) map.set(id, `v${i}`);
        else map.delete(id);
        table = adds ? table.with(id, `v${i}`) : table.without(id);
        versions.push([table, [...map.values()].sort()]);
        expect(table.get(id)).toBe(map.get(id));
      });
      for (const [version, values] of versions) {
        expect([...version.values()].sort()).toEqual(values);
        expect(version.size).toBe(values.length);
      }
    }),
  );
});
