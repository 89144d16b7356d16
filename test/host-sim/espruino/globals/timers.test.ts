import { ESP32_COSTS } from '../../../../host-sim/espruino/cpu/cost-model';
import { bootBoard, FREE } from '../workbench';
import { NS_PER_MS } from '../../../../host-sim/core/time-units';

const stamp = 'function p(x){print(x,Math.round((getTime()-t0)*1000))}\nvar t0=getTime();\n';

test('timers run once or again and again, with their arguments', () => {
  const bench = bootBoard(`${stamp}setTimeout(p,5,"once");setInterval(p,2,"again")`);
  bench.runTo(6.5);
  expect(bench.lines).toEqual(['again 2', 'again 4', 'once 5', 'again 6']);
});

test('text is a callback too', () => {
  const bench = bootBoard('setTimeout("print(7)",1)');
  bench.runTo(2);
  expect(bench.lines).toEqual(['7']);
});

test('ids are numbers, and clear what they name', () => {
  const bench = bootBoard(
    'var a=setTimeout(()=>print("a"),1);setTimeout(()=>print("b"),1);clearTimeout(a);print(typeof a)',
  );
  bench.runTo(2);
  expect(bench.lines).toEqual(['number', 'b']);
});

test('clearing undefined throws, clearing without a word clears all', () => {
  const bench = bootBoard(
    'setInterval(()=>print("x"),1);try{clearTimeout(undefined)}catch(e){print("threw")}clearInterval()',
  );
  bench.runTo(5);
  expect(bench.lines).toEqual(['threw']);
});

test('an interval can be changed', () => {
  const bench = bootBoard(`${stamp}var i=setInterval(()=>p("i"),2);setTimeout(()=>changeInterval(i,10),3)`);
  bench.runTo(14);
  expect(bench.lines).toEqual(['i 2', 'i 13']);
});

test('an interval that an overloaded CPU has missed is not made up for', () => {
  const costs = { ...FREE, callback: 25 * NS_PER_MS };
  const bench = bootBoard('setInterval(()=>print(1),10)', { costs });
  bench.runTo(1000);
  expect(bench.lines.length).toBeLessThanOrEqual(40);
  expect(bench.lines.length).toBeGreaterThan(30);
  expect(bench.board.cpuLoad).toBeGreaterThan(0.65);
});

test('the board is late when its firmware asks for more than the CPU can do', () => {
  // mapInPlace over 160 elements through a table of 32-bit words takes 160 * 1661 * 9 ns = 2.4 ms.
  const work = 'var a=new Uint8Array(160),b=new Int32Array(160),t=new Int32Array(256);';
  const bench = bootBoard(
    `${work}${stamp}setTimeout(()=>{for(var i=0;i<4;i++)E.mapInPlace(a,b,t)},10);setTimeout(p,11,"late")`,
    { costs: ESP32_COSTS },
  );
  bench.runTo(500);
  const late = Number(bench.lines[0]!.split(' ')[1]);
  expect(late).toBeGreaterThan(10 + 4 * 2.4);
  expect(late).toBeLessThan(10 + 4 * 2.4 + 4);
});

test('a crystal that runs fast shortens its own milliseconds', () => {
  const bench = bootBoard('var t0=getTime();setTimeout(()=>print(getTime()-t0),1000)', { clockPpm: 1000 });
  bench.runTo(999.5);
  expect(bench.lines).toHaveLength(1);
  expect(Number(bench.lines[0])).toBeCloseTo(1, 6);
});

test('setTime moves what getTime says', () => {
  const bench = bootBoard('setTime(1000);setTimeout(()=>print(getTime()),500)');
  bench.runTo(501);
  expect(bench.lines).toEqual(['1000.5']);
});
