import fc from 'fast-check';
import { bootBoard } from '../workbench';

const bench = bootBoard('');
const ask = (line: string): string => bench.ask(line).replace(/^=/, '');

test('a view may begin at any byte, and reads little-endian', () => {
  expect(ask('new Uint16Array(new Uint8Array([1,2,3,4,5,6]).buffer,1,2)[1]')).toBe(String(4 + 256 * 5));
  expect(ask('var u=new Int32Array(new Uint8Array([0,0,255,255,255,255,9,9]).buffer,2,1);u[0]')).toBe('-1');
  expect(ask('[u.length,u.byteOffset,u.byteLength,u[1],u.buffer.byteLength]')).toBe('[ 1, 2, 4, undefined, 8 ]');
});

test('an unaligned view writes too', () => {
  expect(ask('var b=new Uint8Array(6);new Uint32Array(b.buffer,1,1)[0]=0x01020304;b')).toBe(
    'new Uint8Array([0, 4, 3, 2, 1, 0])',
  );
});

test('from words two bytes late come the upper halves, as 16-bit samples', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -0x8000, max: 0x7fff }), { minLength: 1, maxLength: 20 }), (samples) => {
      const words = samples.map((sample) => sample << 16);
      const expression =
        `var w=new Int32Array(${JSON.stringify([...words, 0])}),s=new Int16Array(${samples.length});` +
        `s.set(new Int32Array(w.buffer,2,${samples.length}));JSON.stringify(s)`;
      expect(JSON.parse(JSON.parse(ask(expression)) as string)).toEqual(samples);
    }),
    { numRuns: 30 },
  );
});

test('set leaves out what does not fit, without a word', () => {
  expect(ask('var a=new Uint8Array(3);a.set([1,2,3,4,5],1);a')).toBe('new Uint8Array([0, 1, 2])');
  expect(ask('a.set(new Int16Array([258,2,3,4]));a')).toBe('new Uint8Array([2, 2, 3])');
});

test('set takes buffers, and copies within one array as if by way of another', () => {
  expect(ask('var a=new Uint8Array(3);a.set(E.toArrayBuffer("abc"));a')).toBe('new Uint8Array([97, 98, 99])');
  expect(ask('a.set(a.subarray(0,2),1);a')).toBe('new Uint8Array([97, 97, 98])');
});

test('slice gives a plain array', () => {
  expect(ask('Array.isArray(new Uint8Array([1,2,3]).slice(1))')).toBe('true');
  expect(ask('new Uint8Array([1,2,3]).slice(1)')).toBe('[ 2, 3 ]');
});

test('subarray shares the memory, at negative indices too', () => {
  expect(ask('var a=new Int16Array([1,2,3,4]),s=a.subarray(-3,-1);s[0]=9;[a[1],s.length,s.byteOffset]')).toBe(
    '[ 9, 2, 2 ]',
  );
  expect(ask('new Int32Array(new ArrayBuffer(20),2,4).subarray(1,2).byteOffset')).toBe('6');
});

test('a byte offset has sixteen bits', () => {
  expect(ask('new Uint8Array(new ArrayBuffer(70000),65536,1)')).toContain('byteOffset too large');
  expect(ask('new Uint8Array(new ArrayBuffer(70000),65535,1).length')).toBe('1');
});

test('a view outside its buffer is refused in words', () => {
  expect(ask('new Int32Array(new ArrayBuffer(8),2,2)')).toContain('do not lie in a buffer of 8 bytes');
});

test('arrays come from lengths, lists, strings and other arrays', () => {
  expect(ask('new Uint8Array("ab")')).toBe('new Uint8Array([97, 98])');
  expect(ask('new Int16Array(new Uint8Array([1,2]))')).toBe('new Int16Array([1, 2])');
  expect(ask('new Int16Array(new Int32Array(new Uint8Array([0,0,7,0,0,0]).buffer,2,1))')).toBe('new Int16Array([7])');
  expect(ask('new Float32Array(2)')).toBe('new Float32Array([0, 0])');
});

test('methods with callbacks work, and others of V8 are gone', () => {
  expect(ask('new Uint8Array([3,1,2]).map(x=>x*2)')).toBe('new Uint8Array([6, 2, 4])');
  expect(ask('new Uint8Array([3,1,2]).sort()')).toBe('new Uint8Array([1, 2, 3])');
  expect(ask('new Uint8Array([3,1,2]).reduce((a,b)=>a+b,0)')).toBe('6');
  expect(ask('typeof new Uint8Array(1).at')).toBe('"undefined"');
});

test('for..of walks a typed array', () => {
  expect(ask('var n=0;for(var x of new Uint8Array([1,2,3]))n+=x;n')).toBe('6');
});

test('a DataView reads big-endian unless told otherwise, unaligned too', () => {
  expect(ask('new DataView(E.toArrayBuffer("\\x00\\x01\\x02\\x03\\x04")).getUint16(1)')).toBe('258');
  expect(ask('var d=new DataView(new ArrayBuffer(5));d.setInt32(1,-2,true);[d.getUint8(1),d.getInt32(1,true)]')).toBe(
    '[ 254, -2 ]',
  );
});
