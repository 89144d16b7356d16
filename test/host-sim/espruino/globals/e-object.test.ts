import fc from 'fast-check';
import { bootBoard } from '../workbench';

const bench = bootBoard('');
const ask = (line: string): string => bench.ask(line).replace(/^=/, '');

test('mapInPlace looks every element up in a table', () => {
  const table = 'var t=new Int32Array(256);for(var i=0;i<256;i++)t[i]=-i<<8;';
  expect(ask(`${table}var o=new Int32Array(3);E.mapInPlace(new Uint8Array([0,1,255]),o,t);o`)).toBe(
    'new Int32Array([0, -256, -65280])',
  );
});

test('mapInPlace takes a signed source for unsigned, with a table or without', () => {
  expect(ask('var o=new Int32Array(2);E.mapInPlace(new Int16Array([-1,5]),o);o')).toBe('new Int32Array([65535, 5])');
  expect(ask('var t=new Uint8Array(65536);t[65535]=7;E.mapInPlace(new Int16Array([-1,5]),o,t);o')).toBe(
    'new Int32Array([7, 0])',
  );
});

test('mapInPlace maps by a function or a list, and stops at the shorter array', () => {
  expect(ask('var o=new Uint8Array(2);E.mapInPlace(new Uint8Array([1,2,3]),o,x=>x+10);o')).toBe(
    'new Uint8Array([11, 12])',
  );
  expect(ask('E.mapInPlace(new Uint8Array([1]),o,[5,6]);o')).toBe('new Uint8Array([6, 12])');
});

test('mapInPlace takes the bits of bytes in groups, the highest first, and drops what is left', () => {
  const bytes = 'new Uint8Array([0x12,0xab,0xf0])';
  expect(ask(`var o=new Uint8Array(9);E.mapInPlace(${bytes},o,undefined,4);o`)).toBe(
    'new Uint8Array([1, 2, 10, 11, 15, 0, 0, 0, 0])',
  );
  expect(ask(`var o=new Uint8Array(3);E.mapInPlace(new Uint8Array([0x12]),o,[9,8,7,6,5],3);o`)).toBe(
    'new Uint8Array([9, 5, 0])',
  );
  expect(ask(`E.mapInPlace(${bytes},new Uint16Array(2),undefined,12)`)).toContain('bits');
});

test('mapInPlace sees zeros in a source of 32 bits, as the interpreter does', () => {
  expect(ask('var o=new Uint32Array(2);E.mapInPlace(new Uint32Array([5,4294967295]),o,x=>x+1);o')).toBe(
    'new Uint32Array([1, 1])',
  );
});

test('mapInPlace reads unaligned views and works on subarrays in place', () => {
  expect(ask('var o=new Int32Array(1);E.mapInPlace(new Uint16Array(new Uint8Array([0,1,2]).buffer,1,1),o);o')).toBe(
    'new Int32Array([513])',
  );
  expect(ask('var a=new Uint8Array([1,2,3]);E.mapInPlace(a.subarray(1),a.subarray(1),[0,0,8,9]);a')).toBe(
    'new Uint8Array([1, 8, 9])',
  );
});

test('sum and variance', () => {
  expect(ask('E.sum(new Int16Array([1,-2,4]))')).toBe('3');
  expect(ask('E.variance(new Int16Array([1,3]),2)')).toBe('1');
  expect(ask('E.variance(new Int32Array(new Uint8Array([0,0,3,0,0,0]).buffer,2,1),0)')).toBe('9');
});

test('toString and toArrayBuffer are each other backwards for every byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const list = `[${bytes.join()}]`;
      expect(ask(`E.toString(new Uint8Array(${list})).length`)).toBe(String(bytes.length));
      const back = ask(`[].slice.call(new Uint8Array(E.toArrayBuffer(E.toString(new Uint8Array(${list})))))`);
      expect(back.match(/\d+/g)?.map(Number) ?? []).toEqual([...bytes]);
    }),
    { numRuns: 30 },
  );
});

test('toString takes the low byte of each element of wider arrays, and joins what it is given', () => {
  expect(ask('E.toString(new Uint16Array([0x6261]),"c",[100,101])')).toBe('"acde"');
  expect(ask('E.toString(new Uint16Array([0x6261]).buffer)')).toBe('"ab"');
  expect(ask('E.toUint8Array("ab",1)')).toBe('new Uint8Array([97, 98, 1])');
});

test('a flat array has an address, aligned to words, and a short one has none', () => {
  expect(ask('var a=new Uint8Array(20);E.getAddressOf(a,true)&3')).toBe('0');
  expect(ask('E.getAddressOf(a,true)>=0x3FFAE000&&E.getAddressOf(a,true)<0x40000000')).toBe('true');
  expect(ask('E.getAddressOf(a.subarray(5),true)-E.getAddressOf(a,true)')).toBe('5');
  expect(ask('E.getAddressOf(new Uint8Array(19),true)')).toBe('0');
});

test('what is poked into memory stands in the array, and the other way round', () => {
  expect(ask('var m=new Uint32Array(8),at=E.getAddressOf(m,true);poke32(at+8,0xFFFFFFFF);m[2]')).toBe('4294967295');
  expect(ask('m[3]=0x01020304;[peek32(at+12),peek16(at+14),peek8(at+13)]')).toBe('[ 16909060, 258, 3 ]');
  expect(ask('poke8(at+13,0xff);poke16(at+14,0xabcd);m[3]==0xabcdff04')).toBe('true');
  expect(ask('poke32(at,[1,2]);[m[0],m[1],peek32(at,2)]')).toBe('[ 1, 2, [ 1, 2 ] ]');
});

test('defrag moves arrays that have an address', () => {
  expect(ask('var p=E.getAddressOf(m,true);E.defrag();E.getAddressOf(m,true)==p')).toBe('false');
});

test('the hardware random numbers are signed words, the same from the same seed', () => {
  const draw = (seed: number): string => bootBoard('print(E.hwRand(),E.hwRand(),Math.random())', { seed }).lines[0]!;
  expect(draw(3)).toBe(draw(3));
  expect(draw(3)).not.toBe(draw(4));
});

test('CRC32 is that of IEEE 802.3', () => {
  // The check value of the CRC catalogue for "123456789".
  expect(ask('E.CRC32("123456789")>>>0')).toBe(String(0xcbf43926));
});

test('Unicode is not there', () => {
  expect(ask('E.asUTF8("a")')).toContain('Unicode not supported');
  expect(ask('E.isUTF8("a")')).toBe('false');
});

test('with PSRAM the memory lies elsewhere', () => {
  const psram = bootBoard('print(E.getAddressOf(new Uint8Array(100),true))', { memory: 'psram' });
  expect(Number(psram.lines[0])).toBeGreaterThanOrEqual(0x3f800000);
  expect(Number(psram.lines[0])).toBeLessThan(0x3fc00000);
});
