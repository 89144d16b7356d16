import { bootBoard } from './workbench';

test.each([
  ['an address where nothing is', 'peek32(0x3FF60000)', 'UnmappedAddress', '0x3ff60000'],
  ['an address that is not a word', 'peek32(0x3FF00001)', 'UnmappedAddress', '0x3ff00001'],
  ['a register of a block without a clock', 'peek32(0x3FF4F008)', 'GatedAccess', 'CONF'],
  ['a byte of a register', 'peek8(0x3FF44004)', 'UnmodelledCall', '0x3ff44004'],
  ['the Wi-Fi registers', 'poke32(0x3FF73000,1)', 'UnmappedAddress', '0x3ff73000'],
])('an access to %s stops the run, even through a try', (_, access, name, word) => {
  const bench = bootBoard(
    `setInterval(()=>print("tick"),1);try{${access}}catch(e){print("caught")}try{print("on")}catch(e){}`,
  );
  bench.runTo(5);
  expect(bench.faults).toHaveLength(1);
  expect(bench.faults[0]).toContain(name);
  expect(bench.faults[0]).toContain(word);
  expect(bench.lines).not.toContain('on');
  expect(bench.lines).not.toContain('tick');
});

test('nothing of a stopped board goes on: no timer, no console, no finally', () => {
  const bench = bootBoard('setTimeout(()=>{try{peek32(0)}finally{require("Storage").write("x","y")}},1)');
  bench.runTo(2);
  expect(bench.faults[0]).toContain('UnmappedAddress');
  expect(bench.ask('1')).toBe('');
  expect(() => bench.board.evaluate('getTime()')).toThrow('0x00000000');
});

test('a loop that waits for hardware for ever stops the run', () => {
  const bench = bootBoard('while(peek32(0x3FF44004)!=1);', { costs: undefined });
  bench.runTo(1);
  expect(bench.faults[0]).toContain('endless loop');
});

test('the first fault stays, and power makes everything new', () => {
  const bench = bootBoard('print("booted");setTimeout(()=>peek32(0),1)');
  bench.runTo(2);
  expect(bench.board.fault?.name).toBe('UnmappedAddress');
  bench.board.powerOff();
  bench.board.powerOn();
  expect(bench.board.fault).toBeUndefined();
  bench.runTo(403);
  expect(bench.lines).toEqual(['booted', 'booted']);
});
