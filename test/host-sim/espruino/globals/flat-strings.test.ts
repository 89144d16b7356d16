import { bootBoard } from '../workbench';

const LONG = '"0123456789".repeat(4)';

test('a string made of several values is flat and has an address, at which its bytes lie', () => {
  const bench = bootBoard(`var s=${LONG}`);
  expect(bench.ask('E.getAddressOf(s,true)')).toBe('=0');
  expect(bench.ask('var f=E.toString(s,""),a=E.getAddressOf(f,true);[a>0,a&3,peek8(a),peek32(a+4)]')).toBe(
    '=[ true, 0, 48, 926299444 ]',
  );
});

test('one string alone stays the chained one that it is', () => {
  const bench = bootBoard('');
  bench.other.openUdp(5000);
  expect(bench.ask(`E.getAddressOf(E.toString(${LONG}),true)`)).toBe('=0');
  expect(bench.ask(`E.getAddressOf(E.toString(new Uint8Array(40)),true)>0`)).toBe('=true');
});

test('a string that is too short is not flat', () => {
  const bench = bootBoard('');
  expect(bench.ask('E.getAddressOf(E.toString("0123456789012345678",""),true)')).toBe('=0');
  expect(bench.ask('E.getAddressOf(E.toString("0123456789012345678","9"),true)>0')).toBe('=true');
});

test('a string keeps its address to the end of the callback, and leaves nothing legible behind', () => {
  const bench = bootBoard('');
  expect(bench.ask(`var f=E.toString(${LONG},""),a=E.getAddressOf(f,true);E.getAddressOf(f,true)==a`)).toBe('=true');
  expect(bench.ask('[E.getAddressOf(f,true),peek8(a)]')).toBe('=[ 0, 238 ]');
});

test('room is used again: a board makes as many as it likes, but not without end in one callback', () => {
  const make = 'var f=E.toString(new Uint8Array(400).fill(n),"");n++;E.getAddressOf(f,true)';
  const bench = bootBoard(`var n=0,got={};setInterval(()=>{${make.replace('E.get', 'got[E.get')}]=1},1)`);
  bench.runTo(500);
  expect(bench.ask('[n>490,Object.keys(got).length]')).toBe('=[ true, 1 ]');
  expect(bench.ask(`var zeros=0;for(var i=0;i<25;i++){${make}||zeros++}zeros`.replace('||zeros++', ''))).toBe('=0');
  const full =
    'var z=0;for(var i=0;i<25;i++){var g=E.toString(new Uint8Array(400).fill(i),"");if(!E.getAddressOf(g,true))z++}z';
  expect(bench.ask(full)).toBe('=5');
});

test('in fragmented memory new strings are not flat, and toFlatString moves arrays to make one', () => {
  const bench = bootBoard('var m=new Uint8Array(100)');
  bench.board.setMemoryFragmented(true);
  expect(bench.ask(`E.getAddressOf(E.toString(${LONG},""),true)`)).toBe('=0');
  expect(
    bench.ask(
      `var a=E.getAddressOf(m,true);[E.getAddressOf(E.toFlatString(${LONG}),true)>0,E.getAddressOf(m,true)==a]`,
    ),
  ).toBe('=[ true, false ]');
  bench.board.setMemoryFragmented(false);
  expect(bench.ask(`E.getAddressOf(E.toString(${LONG},""),true)>0`)).toBe('=true');
});
