import { bootBoard } from '../workbench';

test('built-in modules are made once', () => {
  const bench = bootBoard('');
  const names = ['Wifi', 'Storage', 'crypto', 'dgram', 'net', 'neopixel', 'ESP32'];
  expect(bench.ask('process.env.MODULES')).toBe(`="${names.join(',')}"`);
  for (const name of names)
    expect(bench.ask(`typeof require("${name}")+(require("${name}")===require("${name}"))`)).toBe('="objecttrue"');
  expect(bench.ask('require("fs")')).toContain('Module fs not found');
});

test('modules come from text, functions and Storage', () => {
  const bench = bootBoard('', { settings: { m: 'exports.x=3' } });
  expect(bench.ask('require("m").x')).toBe('=3');
  expect(bench.ask('Modules.addCached("a","exports.y=4");require("a").y')).toBe('=4');
  expect(bench.ask('Modules.addCached("b",(exports,module)=>{module.exports=5});require("b")')).toBe('=5');
});

test.each(['load()', 'E.reboot()', 'require("ESP32").reboot()'])(
  '%s tells the firmware, forgets everything, and runs the boot file again',
  (command) => {
    const bench = bootBoard(
      'print("boot",typeof left);E.on("init",()=>print("init"));E.on("kill",()=>print("kill"));setInterval(()=>print("tick"),10)',
    );
    bench.board.type(`var left=1;${command}`);
    bench.runTo(8);
    expect(bench.lines).toEqual([
      'boot undefined',
      'init',
      expect.stringMatching(/^=/),
      'kill',
      'boot undefined',
      'init',
    ]);
    bench.runTo(15);
    expect(bench.lines.filter((line) => line === 'tick')).toHaveLength(1);
  },
);

test('reset() forgets everything and leaves the boot file alone; reset(true) erases it', () => {
  const boot = 'print("boot",typeof left);E.on("kill",()=>print("kill"));setInterval(()=>print("tick"),10)';
  const bench = bootBoard(boot);
  bench.board.type('var left=1;reset()');
  bench.runTo(50);
  expect(bench.lines).toEqual(['boot undefined', expect.stringMatching(/^=/), 'kill']);
  expect(bench.ask('typeof left+require("Storage").read(".bootcde").length')).toBe(`="undefined${boot.length}"`);
  bench.board.type('reset(true)');
  bench.runTo(60);
  expect(bench.ask('require("Storage").read(".bootcde")')).toBe('=undefined');
});

test('an exception in a kill listener does not keep the others from running', () => {
  const bench = bootBoard(
    'E.on("kill",()=>{throw new Error("oh")});E.on("kill",()=>print("second"));setTimeout(load,1)',
  );
  bench.runTo(1.5);
  expect(bench.lines).toEqual(['Uncaught Error: oh', 'second']);
});

test('a restart makes the pins inputs again', () => {
  const bench = bootBoard(
    'if(!require("Storage").read("x")){require("Storage").write("x","1");poke32(0x3FF44588,163);setTimeout(load,1)}',
  );
  expect(bench.ask('1')).toBe('=1');
  bench.runTo(5);
  expect(Number(bench.board.registers()['GPIO_FUNC22_OUT_SEL_CFG']) & 511).toBe(256);
});
