import { bootBoard } from '../workbench';
import { NS_PER_MS } from '../../../../host-sim/core/time-units';

const GPIO_ENABLE = 'GPIO_ENABLE';
const bit = (registers: Record<string, string>, name: string, pin: number): number =>
  (Number(registers[name]) >>> pin) & 1;

test('a written pin becomes an output, and the LED on it lights', () => {
  const bench = bootBoard('digitalWrite(D2,1);setTimeout(()=>D2.reset(),5);setTimeout(()=>D2.toggle(),7)');
  bench.runTo(10);
  expect(bit(bench.board.registers(), GPIO_ENABLE, 2)).toBe(1);
  const boot = 400;
  expect(bench.board.led.entries.map(([ns, level]) => [Math.round(ns / NS_PER_MS) - boot, level])).toEqual([
    [0, 1],
    [5, 0],
    [7, 1],
  ]);
});

test('pinMode takes a pin back from a peripheral', () => {
  // GPIO_FUNC22_OUT_SEL_CFG at 0x3FF44588: signal 163 of I2S, 256 for plain GPIO.
  const bench = bootBoard(
    'poke32(0x3FF44588,163);print(peek32(0x3FF44588));pinMode(22,"input");print(peek32(0x3FF44588)&511)',
  );
  expect(bench.lines).toEqual(['163', '256']);
});

test('pins are objects or numbers; others are refused', () => {
  const bench = bootBoard('');
  expect(bench.ask('pinMode(D27,"input_pullup");[digitalRead(27),D27.read(),getPinMode(D27),D27.getMode()]')).toBe(
    '=[ 1, true, "input_pullup", "input_pullup" ]',
  );
  expect(bench.ask('""+D27+(D27*1)')).toBe('="D2727"'.replace('D27', '27'));
  expect(bench.ask('digitalWrite(40,1)')).toContain('Invalid pin');
  expect(bench.ask('digitalWrite(7,1)')).toContain('Invalid pin');
  expect(bench.ask('pinMode(D2,"loud")')).toContain('Unknown pin mode');
});

test('a list of pins is read and written as bits, the last one lowest', () => {
  const bench = bootBoard('digitalWrite([D2,D4,D5],5)');
  const out = bench.board.registers();
  expect([2, 4, 5].map((pin) => bit(out, 'GPIO_OUT', pin))).toEqual([1, 0, 1]);
});

test('the ring shows what neopixel writes, green first', () => {
  const bench = bootBoard('setTimeout(()=>require("neopixel").write(D4,new Uint8Array([1,2,3,255,0,0])),10)');
  bench.runTo(20);
  expect(bench.board.ring.last?.slice(0, 3)).toEqual([0x020103, 0x00ff00, 0]);
  expect(bench.board.ring.entries.at(-1)?.[0]).toBe(410 * NS_PER_MS);
});

test('neopixel on another pin leaves the ring dark', () => {
  const bench = bootBoard('require("neopixel").write(D5,[9,9,9])');
  expect(bench.board.ring.entries).toHaveLength(1);
});
