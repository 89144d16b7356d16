import { createBoard, createSine, InMemoryNetwork, SILENCE, VirtualClock, type Board } from '../../host-sim';
import { nodeCrypto } from '../../host-sim/node/node-crypto';
import { createVmContext } from '../../host-sim/node/vm-context';
import { bootBoard } from './espruino/workbench';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';

/**
 * Starts I2S0 in full duplex at 16 kHz by registers, as in docs/reference/i2s.md. Transmitter and receiver each have
 * one descriptor that leads to itself. Both use the same 160 words, so the loudspeaker repeats the microphone.
 */
const ECHO = `
var m=new Uint32Array(6+160),at=E.getAddressOf(m,true),size=0xC0000000|(640<<12)|640;
m.set([size,at+24,at,size,at+24,at+12]);
function w(o,v){poke32(0x3FF4F000+o,v)}
poke32(0x3FF000C0,peek32(0x3FF000C0)|16);poke32(0x3FF000C4,peek32(0x3FF000C4)|16);poke32(0x3FF000C4,peek32(0x3FF000C4)&~16);
w(0xAC,(1<<20)|(16<<14)|(1<<8)|39);w(0xB0,(32<<18)|(32<<12)|(4<<6)|4);w(0xA8,0);w(0xB4,0x01550020);w(0x14,0);w(0x1C,0);
w(0x60,0x100);w(0x20,0x1820|(1<<19)|(3<<13)|(1<<20)|(3<<16));w(0x2C,9);w(0x24,160);w(0x08,0x40C80);
poke32(0x3FF49028,0x2800);poke32(0x3FF44598,23);poke32(0x3FF44024,1<<26);
poke32(0x3FF49024,0x2800);poke32(0x3FF44594,25);poke32(0x3FF44024,1<<25);
poke32(0x3FF49080,0x2800);poke32(0x3FF44588,163);poke32(0x3FF44024,1<<22);
poke32(0x3FF4901C,0x2A00);poke32(0x3FF44130+4*155,0x80|32);
w(0x08,0x40C8F);w(0x08,0x40C80);w(0x60,0x10F);w(0x60,0x100);w(0x18,0xFFFFFFFF);
w(0x30,0x20000000|(at&0xFFFFF));w(0x34,0x20000000|((at+12)&0xFFFFF));w(0x08,0x40C90);w(0x08,0x40CB0);
`;

const rms = (samples: Int16Array): number => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

test('what the microphone hears comes out of the loudspeaker when the firmware connects them', () => {
  const bench = bootBoard(ECHO, { microphone: createSine({ hz: 440, amplitude: 0.5 }) });
  bench.runTo(1000);
  expect(bench.board.amplifier.rateHz).toBe(16_000);
  expect(rms(bench.board.amplifier.toSamples(0, 390 * NS_PER_MS))).toBe(0);
  expect(rms(bench.board.amplifier.toSamples(700 * NS_PER_MS, 1300 * NS_PER_MS))).toBeCloseTo(
    (0.5 * 32768) / Math.SQRT2,
    -2,
  );
  expect(bench.board.registers()['I2S_CONF']).toBe('0x00040CB0');
});

test('the DMA goes on while one callback runs, and the callback sees it', () => {
  const code = `${ECHO}var n=0;m[165]=0x80000001;while(m[165]==0x80000001)n=n+(peek32(0x3FF4F0FC)?1:0);print(n>5,getTime()<0.45)`;
  const bench = bootBoard(code, { microphone: createSine({ hz: 440, amplitude: 0.5 }), costs: { peek: 75_000 } });
  bench.runTo(100);
  expect(bench.lines).toEqual(['true true']);
});

test('after E.defrag the hardware writes where the array was', () => {
  const bench = bootBoard(`${ECHO}setTimeout(()=>{E.defrag();m.fill(7)},100)`, {
    microphone: createSine({ hz: 440, amplitude: 0.5 }),
  });
  bench.runTo(200);
  expect(bench.ask('[m[50],E.getAddressOf(m,true)!=at]')).toBe('=[ 7, true ]');
});

test('an I2S that is left running outlives a restart, as on the board', () => {
  const bench = bootBoard(`if(!global.once&&getTime()<0.401){${ECHO}setTimeout(load,50)}`);
  bench.runTo(200);
  expect(Number(bench.board.registers()['I2S_CONF']) & 0x30).toBe(0x30);
});

test('power off ends the sound, the light and the firmware', () => {
  const bench = bootBoard(`${ECHO}require("neopixel").write(4,[1,1,1]);setInterval(()=>print("tick"),10)`, {
    microphone: createSine({ hz: 440, amplitude: 0.5 }),
  });
  bench.runTo(500);
  bench.board.powerOff();
  bench.board.powerOff();
  const ticks = bench.lines.length;
  bench.runTo(1000);
  expect(bench.lines).toHaveLength(ticks);
  expect(rms(bench.board.amplifier.toSamples(910 * NS_PER_MS, 1400 * NS_PER_MS))).toBe(0);
  expect(bench.board.ring.last?.[0]).toBe(0);
  expect(bench.clock.nextAtNs).toBeUndefined();
  expect(() => bench.board.registers()).toThrow('powerOn()');
});

test('a button that is held at power-on is down', () => {
  const bench = bootBoard('pinMode(D27,"input_pullup");print(digitalRead(D27))');
  bench.board.powerOff();
  bench.board.press();
  bench.board.powerOn();
  bench.runTo(500);
  expect(bench.lines).toEqual(['1', '0']);
});

test('the debugger looks without taking time; the console takes its turn', () => {
  const bench = bootBoard('var x=5', { costs: undefined });
  bench.runTo(100);
  const before = bench.board.cpuLoad;
  expect(bench.board.evaluate('[x,"Ж".length].join()')).toBe('5,2');
  expect(bench.board.cpuLoad).toBe(before);
  expect(bench.board.evaluate('var y=x+1;y')).toBe(6);
  bench.board.type('y');
  expect(bench.lines).toEqual([]);
  bench.runTo(200);
  expect(bench.lines).toEqual(['=6']);
  expect(bench.board.cpuLoad).toBeGreaterThan(before);
  expect(() => bench.board.evaluate('nothing')).toThrow('nothing is not defined');
});

test('typed text that is no program is answered with an error', () => {
  const bench = bootBoard('');
  expect(bench.ask('1+')).toContain('Uncaught SyntaxError');
  expect(bench.ask('a?.b')).toContain('Uncaught UnsupportedSyntax');
  expect(bench.ask('"ok"')).toBe('="ok"');
});

test('a fault that nobody asked for is thrown out of the run', () => {
  const clock = new VirtualClock();
  const board = create(clock, 'peek32(0)');
  board.powerOn();
  expect(() => clock.runUntil(NS_PER_SECOND)).toThrow('0x00000000');
  expect(board.fault?.name).toBe('UnmappedAddress');
});

test('the same seed gives the same run, another seed another', () => {
  const run = (seed: number): unknown => {
    const bench = bootBoard(
      'setWatch(e=>print(e.time,E.hwRand(),Math.random()),27,{repeat:true,edge:"both",debounce:5});setInterval(()=>print(getTime()),37)',
      { seed, costs: undefined },
    );
    for (const ms of [100, 300]) {
      bench.runTo(ms);
      bench.board.press();
      bench.runTo(ms + 100);
      bench.board.release();
    }
    bench.runTo(600);
    return bench.lines;
  };
  expect(run(1)).toEqual(run(1));
  expect(run(1)).not.toEqual(run(2));
});

test('two boards on one clock do not share anything', () => {
  const clock = new VirtualClock();
  const lines: string[] = [];
  for (const name of ['a', 'b']) {
    const board = create(clock, `Object.prototype.mark="${name}";global.x=[];setTimeout(()=>print([].mark),5)`, name);
    board.onLine = (line) => lines.push(line);
    board.powerOn();
  }
  clock.runUntil(NS_PER_SECOND);
  expect(lines).toEqual(['a', 'b']);
});

function create(clock: VirtualClock, firmware: string, name = 'board'): Board {
  return createBoard({
    name,
    clock,
    network: new InMemoryNetwork({ clock, seed: 1 }).host('10.0.1.1'),
    firmware,
    context: createVmContext,
    crypto: nodeCrypto,
    microphone: SILENCE,
    seed: 1,
  });
}
