import { bootBoard, type Workbench } from '../workbench';

// Restarts of the chip, Bluetooth, the watchdog and RTC memory, as stock Espruino and ESP-IDF 3.3 have them.

const BOOT_MS = 400;

const saying = (text: string) => expect.stringContaining(text) as unknown;

test('ESP32.reboot() ends the program at once, tells no listener, and boots the chip', () => {
  const bench = bootBoard(
    'print("boot");E.on("kill",()=>print("kill"));setTimeout(()=>{ESP32.reboot();print("no")},5)',
  );
  bench.runTo(BOOT_MS + 4);
  expect(bench.lines).toEqual(['boot']);
  bench.runTo(BOOT_MS + 6);
  expect(bench.lines).toEqual(['boot', 'boot']);
  expect(bench.exceptions).toEqual([]);
});

test('the program cannot catch it', () => {
  const bench = bootBoard('setTimeout(()=>{try{ESP32.reboot()}catch(e){}print("no");peek32(0x50000000)},5)');
  bench.runTo(100);
  expect(bench.faults).toEqual([]);
  bench.runTo(BOOT_MS + 6);
  expect(bench.ask('1+1')).toBe('=2');
});

describe('Bluetooth', () => {
  const state = (bench: Workbench): string => bench.ask('ESP32.getState().BLE');

  test('is off on a board that was set up, and on with the stock image', () => {
    expect(state(bootBoard(''))).toBe('=false');
    expect(state(bootBoard('', { bluetooth: true }))).toBe('=true');
  });

  test('is switched off by enableBLE(false), which erases saved code alone and restarts', () => {
    const bench = bootBoard('print("boot")', { bluetooth: true, settings: { 'stagebox.json': '{}' } });
    bench.board.type('ESP32.enableBLE(false)');
    bench.runTo(BOOT_MS + 10);
    expect(bench.lines).toEqual(['boot', 'Erasing saved code.', 'Done!']);
    expect(state(bench)).toBe('=false');
    expect(bench.ask('require("Storage").list()')).toBe('=[ "stagebox.json" ]');
    bench.board.powerOff();
    bench.board.powerOn();
    bench.runTo(2 * BOOT_MS + 20);
    expect(state(bench)).toBe('=false');
  });

  test('gives 1,800 variables when it goes', () => {
    const total = (bluetooth: boolean): number =>
      bootBoard('', { bluetooth }).board.evaluate('process.memory().total') as number;
    expect(total(false) - total(true)).toBe(1800);
  });

  test('with power save off, ESP-IDF aborts and the chip boots', () => {
    const bench = bootBoard('print("boot");setTimeout(()=>require("Wifi").setConfig({powersave:"none"}),5)', {
      bluetooth: true,
    });
    bench.runTo(BOOT_MS + 6);
    expect(bench.lines).toEqual([
      'boot',
      saying('wifi:Error! Should enable WiFi modem sleep when both WiFi and Bluetooth are enabled!!!!!!'),
      saying('abort() was called at PC'),
      'Rebooting...',
      'boot',
    ]);
    bench.runTo(10 * (BOOT_MS + 6));
    expect(bench.lines.filter((line) => line === 'boot').length).toBeGreaterThan(8);
  });

  test('lets anybody use the console; nobody answers when it is off', () => {
    const on = bootBoard('var secret="s3cret"', { bluetooth: true });
    expect(on.board.typeOverBluetooth('secret')).toBe(true);
    on.runTo(10);
    expect(on.lines).toEqual(['="s3cret"']);
    const off = bootBoard('var secret="s3cret"');
    expect(off.board.typeOverBluetooth('secret')).toBe(false);
    off.runTo(10);
    expect(off.lines).toEqual([]);
  });

  test('a board without so long a piece of memory crashes at every start once Bluetooth is off', () => {
    const bench = bootBoard('print("boot")', { bluetooth: true, largestHeapBytes: 60_000 });
    bench.board.type('ESP32.enableBLE(false)');
    bench.runTo(5 * BOOT_MS);
    expect(bench.lines.slice(0, 3)).toEqual(['boot', 'Erasing saved code.', 'Done!']);
    const crashes = bench.lines.filter((line) => line.includes("panic'ed (StoreProhibited)"));
    expect(crashes.length).toBeGreaterThan(2);
    expect(bench.board.evaluate('1')).toBeUndefined();
    expect(bench.faults).toEqual([]);
  });
});

describe('the watchdog', () => {
  const restarts = (bench: Workbench): number => bench.lines.filter((line) => line === 'Rebooting...').length;

  test('that is kicked by the program restarts the chip when it is not', () => {
    const bench = bootBoard('E.enableWatchdog(2,false);var n=setInterval(()=>E.kickWatchdog(),500)');
    bench.runTo(10_000);
    expect(bench.lines).toEqual([]);
    bench.board.evaluate('clearInterval(n)');
    bench.runTo(12_600);
    expect(bench.lines).toEqual([
      saying('Task watchdog got triggered'),
      saying('espruinoTask'),
      saying('Aborting'),
      saying('abort() was called'),
      'Rebooting...',
    ]);
  });

  test('that the idle loop kicks bites only a callback that is too long', () => {
    const bench = bootBoard('E.enableWatchdog(2);setTimeout(()=>{for(;;)getTime()},5000)', { costs: { getTime: 1e6 } });
    bench.runTo(4999);
    expect(restarts(bench)).toBe(0);
    bench.runTo(7100);
    expect(restarts(bench)).toBe(1);
    expect(bench.faults).toEqual([]);
  });

  test('outlasts the interpreter, but not the chip', () => {
    const firmware = 'if(!require("Storage").read("x")){require("Storage").write("x","1");E.enableWatchdog(2,false)}';
    const bench = bootBoard(firmware);
    bench.board.type('reset()');
    bench.runTo(2500);
    expect(restarts(bench)).toBe(1);
    bench.runTo(10_000);
    expect(restarts(bench)).toBe(1);
  });
});

test('RTC memory keeps its words while the chip restarts, and not without power', () => {
  const bench = bootBoard('');
  expect(bench.ask('poke32(0x50001FF0,0x1234567);peek32(0x50001FF0)==0x1234567')).toBe('=true');
  bench.board.type('ESP32.reboot()');
  bench.runTo(2 * BOOT_MS);
  expect(bench.ask('peek32(0x50001FF0)==0x1234567')).toBe('=true');
  bench.board.powerOff();
  bench.board.powerOn();
  bench.runTo(4 * BOOT_MS);
  expect(bench.ask('peek32(0x50001FF0)==0x1234567')).toBe('=false');
});

describe('without a variable left', () => {
  test('the interpreter ends the callback and removes its interval; the program goes on', () => {
    const bench = bootBoard('var a=0,b=0;setInterval(()=>{a++;getTime();b++},10);setInterval(()=>getTime(),15)');
    bench.runTo(25);
    bench.board.exhaustMemory();
    bench.runTo(195);
    expect(bench.board.evaluate('a+" "+b')).toBe('19 19');
    bench.board.evaluate('a=b=0');
    bench.board.exhaustMemory();
    bench.runTo(400);
    expect(bench.board.evaluate('a+" "+b')).toBe('1 0');
    expect(bench.lines.filter((line) => line === 'OUT OF MEMORY')).toHaveLength(2);
    expect(bench.ask('E.getErrorFlags()')).toBe('=[ "MEMORY", "CALLBACK", "MEMORY", "CALLBACK" ]');
    expect(bench.ask('E.getErrorFlags()')).toBe('=[  ]');
    expect(bench.exceptions).toEqual([]);
  });

  test('it removes a watch, too', () => {
    const bench = bootBoard('setWatch(()=>{getTime();print("edge")},D27,{repeat:true,edge:"both",debounce:15})');
    bench.runTo(10);
    bench.board.press();
    bench.board.exhaustMemory();
    bench.runTo(100);
    bench.board.release();
    bench.runTo(200);
    expect(bench.lines).not.toContain('edge');
  });
});
