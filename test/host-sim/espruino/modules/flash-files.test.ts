import fc from 'fast-check';
import { FlashFiles, type FlashWork } from '../../../../host-sim/espruino/modules/flash-files';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

function createFlash(pages?: number) {
  const works: FlashWork[] = [];
  return { works, flash: new FlashFiles((work) => works.push(work), pages) };
}

test('keeps what was written, and replaces a file that is written anew', () => {
  const { flash } = createFlash();
  flash.write('a', bytes(1, 2));
  flash.write('a', bytes(3));
  expect(flash.read('a')).toEqual(bytes(3));
  expect(flash.read('b')).toBeUndefined();
});

test('a file can be filled piece by piece', () => {
  const { flash } = createFlash();
  flash.write('a', bytes(1, 2), 0, 6);
  flash.write('a', bytes(5), 4);
  expect(flash.read('a')).toEqual(bytes(1, 2, 255, 255, 5, 255));
});

test('what has been written is not written over with something else', () => {
  const { flash } = createFlash();
  flash.write('a', bytes(1, 2), 0, 4);
  expect(() => flash.write('a', bytes(9), 1, 4)).toThrow('File already written with different data');
  flash.write('a', bytes(2), 1, 4);
  expect(flash.read('a')).toEqual(bytes(1, 2, 255, 255));
});

test('refuses what does not fit into the file, and pieces of no file', () => {
  const { flash } = createFlash();
  expect(() => flash.write('a', bytes(1, 2, 3), 2, 4)).toThrow('Too much data');
  expect(() => flash.write('a', bytes(1), 1, 4)).toThrow('Unable to find or create file');
});

test('a name has 1 to 28 bytes', () => {
  const { flash } = createFlash();
  flash.write('n'.repeat(28), bytes(1));
  expect(() => flash.write('n'.repeat(29), bytes(1))).toThrow('28 bytes');
  expect(() => flash.write('', bytes(1))).toThrow('28 bytes');
});

test('what is rewritten keeps its place until the flash is full; then it is compacted', () => {
  const { flash, works } = createFlash(2);
  for (let i = 0; i < 10; i++) flash.write('a', bytes(...new Array<number>(1000).fill(i)));
  expect(works.filter((work) => work.compactedPages > 0)).toHaveLength(1);
  expect(flash.read('a')?.[0]).toBe(9);
});

test('a full flash refuses', () => {
  const { flash } = createFlash(1);
  flash.write('a', new Uint8Array(3000));
  expect(() => flash.write('b', new Uint8Array(3000))).toThrow('Unable to find or create file');
  flash.erase('a');
  flash.write('b', new Uint8Array(3000));
});

test('tells how many pages were written, and nothing when nothing changes', () => {
  const { flash, works } = createFlash();
  flash.write('a', new Uint8Array(5000));
  flash.write('a', new Uint8Array(5000));
  expect(works).toEqual([{ writtenPages: 2, compactedPages: 0 }]);
});

test('behaves like a table of files, whatever is written in whole', () => {
  const operation = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.uint8Array({ maxLength: 500 })));
  fc.assert(
    fc.property(fc.array(operation), (operations) => {
      const { flash } = createFlash(2);
      const table = new Map<string, Uint8Array>();
      for (const [name, data] of operations) {
        if (data === null) {
          flash.erase(name);
          table.delete(name);
        } else {
          flash.write(name, data);
          table.set(name, data);
        }
      }
      for (const name of ['a', 'b', 'c']) expect(flash.read(name)).toEqual(table.get(name));
    }),
  );
});
