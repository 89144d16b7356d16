import { bootBoard } from '../workbench';
import { NS_PER_MS } from '../../../../host-sim/core/time-units';

test('the bundle and the settings lie in Storage', () => {
  const bench = bootBoard('print(require("Storage").list(),require("Storage").readJSON("s.json").x)', {
    settings: { 's.json': '{"x":5}' },
  });
  expect(bench.lines).toEqual(['[ ".bootcde", "s.json" ] 5']);
});

test('reads text, pieces of it, buffers and JSON', () => {
  const bench = bootBoard('var s=require("Storage");s.write("t","abcdef");s.writeJSON("j",{a:[1]});s.write("bad","{")');
  expect(bench.ask('[s.read("t"),s.read("t",2,3),s.read("none")]')).toBe('=[ "abcdef", "cde", undefined ]');
  expect(bench.ask('new Uint8Array(s.readArrayBuffer("t"))[5]')).toBe('=102');
  expect(bench.ask('s.readArrayBuffer("t")===s.readArrayBuffer("t")')).toBe('=true');
  expect(bench.ask('s.readJSON("j")')).toBe('={ "a": [ 1 ] }');
  expect(bench.ask('s.readJSON("bad",true)')).toBe('=undefined');
  expect(bench.ask('s.readJSON("bad")')).toContain('SyntaxError');
  expect(bench.ask('s.list(/^[tj]$/)')).toBe('=[ "j", "t" ]');
  expect(bench.ask('s.erase("t");s.read("t")')).toBe('=undefined');
});

test('a mapped file shows what is written into it later', () => {
  const bench = bootBoard('var s=require("Storage");s.write("t","ab",0,4);s.readArrayBuffer("t");s.write("t","c",2,4)');
  expect(bench.ask('E.toString(s.readArrayBuffer("t"))=="abc\\xff"')).toBe('=true');
});

test('what flash refuses is an exception of the firmware', () => {
  const bench = bootBoard('var s=require("Storage");s.write("t","ab",0,4)');
  expect(bench.ask('try{s.write("t","x",1,4)}catch(e){e instanceof Error&&e.message}')).toBe(
    '="File already written with different data"',
  );
  expect(bench.board.fault).toBeUndefined();
});

test('files outlive power', () => {
  const bench = bootBoard('var s=require("Storage");print(s.read("n"));s.write("n",""+(Number(s.read("n")||0)+1))');
  bench.board.powerOff();
  bench.board.powerOn();
  bench.runTo(500);
  expect(bench.lines).toEqual(['undefined', '1']);
});

test('a write halts the CPU for 30 ms a page', () => {
  const bench = bootBoard(
    'setTimeout(()=>{var t=getTime();require("Storage").write("x",E.toString(new Uint8Array(5000)));print(Math.round((getTime()-t)*1000))},1)',
    {
      costs: {
        storageWritePerPage: 30 * NS_PER_MS,
        callback: 0,
        typedArrayNew: 0,
        typedArrayNewPerByte: 0,
        toStringPerByte: 0,
      },
    },
  );
  bench.runTo(200);
  expect(bench.lines).toEqual(['60']);
});
