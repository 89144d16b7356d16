import { readFirmware } from '../../cli/firmware-text';
import type { ScenarioStep } from '../../cli/simulation/scenario';
import type { Firmware, MemoryPlace } from '../../host-sim';
import { BenchRoom, tone } from '../support/bench-room';
import { bundleFirmware, withBootBundle, type Mutation } from '../support/bundle';
import { fitTone } from '../support/tone';

// Where machine code is put and called: in RTC FAST memory, else in SRAM1 through its reversed alias, and nowhere else.

const HZ = 437;

/** Notes, from before the firmware's first line, where words are poked in rows, and what is called. */
const SPY = `var __poked=[],__called=[];(function(){var p=poke32,n=E.nativeCall;
poke32=function(a,v){if(typeof v!=="number")__poked.push([a,v.length]);return p(a,v)};
E.nativeCall=function(a,s){__called.push(a);return n(a,s)}})();`;

type Outcome = {
  readonly poked: readonly (readonly [address: number, words: number])[];
  readonly called: readonly number[];
};

/** Anna, whose memory lies there, talks to boris; what her firmware poked and called. */
function talk(memory: MemoryPlace, codec: string): Outcome {
  const firmware = readFirmware();
  const script: ScenarioStep[] = [
    [2, 'click'],
    [3, 'click'],
  ];
  const room = new BenchRoom([
    {
      name: 'anna',
      firmware: withBootBundle(firmware, (code) => SPY + code),
      script,
      settings: { codec },
      board: { memory, ...tone(HZ) },
    },
    { name: 'boris', firmware, script, settings: { codec }, board: tone(625) },
  ]);
  room.runTo(5);
  expect(room.status('anna')).toMatchObject({ whyTables: '', fault: '', state: 'inRoom', microphone: 'open' });
  expect(room.status('anna').codec).toContain('kernels');
  for (const [name, hz] of [
    ['anna', 625],
    ['boris', HZ],
  ] as const) {
    const fit = fitTone(room.heard(name, 4, 5), room.boards[name]!.amplifier.rateHz, hz);
    expect(fit.amplitude).toBeGreaterThan(0.25);
    expect(fit.snrDb).toBeGreaterThan(20);
  }
  const look = (code: string): never =>
    JSON.parse(String(room.boards.anna!.evaluate(`JSON.stringify(${code})`))) as never;
  const outcome = { poked: look('__poked'), called: look('__called') };
  room.close();
  return outcome;
}

/** Every call goes into the one place where code was put. */
function placeOf({ poked, called }: Outcome): { from: number; to: number } {
  expect(poked).toHaveLength(1);
  const [from, words] = poked[0]!;
  const to = from + 4 * words;
  expect(words).toBeGreaterThan(500);
  expect(4 * words).toBeLessThanOrEqual(4096);
  expect(called.length).toBeGreaterThan(8);
  for (const address of called) expect(address >= from && address < to && address % 4 === 0).toBe(true);
  return { from, to };
}

test.each([
  ['sram1', 'wide'],
  ['sram1', 'pcmu'],
  ['sram2', 'wide'],
  ['sram2', 'narrow'],
] as const)(
  'with memory in %s the code (%s) runs from RTC FAST memory, where it takes no variables, and sounds the same',
  (memory, codec) => {
    const { from, to } = placeOf(talk(memory, codec));
    expect(from).toBe(0x400c1000);
    expect(to).toBeLessThanOrEqual(0x400c2000);
  },
);

test('with memory in PSRAM nothing is put or called anywhere', () => {
  const room = new BenchRoom([
    { name: 'anna', firmware: withBootBundle(readFirmware(), (code) => SPY + code), board: { memory: 'psram' } },
  ]);
  room.runTo(3);
  expect(room.status('anna').fault).toContain('PSRAM');
  expect(room.boards.anna!.evaluate('__poked.length+__called.length')).toBe(0);
  room.close();
});

/** One kernel more, of so many statements of 13 bytes: nothing calls it. */
function oneMore(statements: number): Mutation {
  const from = "export { poll } from './poll';";
  const body = Array.from({ length: statements }, (_, index) => `a = a * 3 ^ ${index + 2048};`).join('\n');
  return {
    file: 'kernels/index.ts',
    from,
    to: `${from}\nexport function more(a: number): number {\n${body}\nreturn a; }`,
  };
}

describe('kernels that are longer than RTC FAST memory', () => {
  let firmware: Firmware;
  beforeAll(async () => {
    const built = await bundleFirmware(oneMore(200));
    firmware = withBootBundle(built, (code) => SPY + code);
  });

  /** Anna's board after its first boot, at which one on tables makes them. */
  const boot = (memory: MemoryPlace): BenchRoom =>
    new BenchRoom([{ name: 'anna', firmware, board: { memory } }]).runTo(6);

  test('run in SRAM1, in the reversed alias, behind the sound memory', () => {
    const room = boot('sram1');
    expect(room.status('anna')).toMatchObject({ codec: 'DVI4/16000 kernels', whyTables: '', fault: '' });
    const [[from = 0, words = 0] = []] = JSON.parse(String(room.boards.anna!.evaluate('JSON.stringify(__poked)')));
    expect(4 * words).toBeGreaterThan(4096 + 1000);
    expect(from).toBeGreaterThanOrEqual(0x400a0000);
    expect(from + 4 * words).toBeLessThanOrEqual(0x400c0000);
    // Its first word is the array's last one: it ends, on the data bus, not before the descriptors begin.
    const dataFrom = 0x40000000 - (from + 4 * words - 0x400a0000);
    const descriptors = Number(room.boards.anna!.evaluate('peek32(0x3ff4f038)'));
    expect(dataFrom).toBeGreaterThan(descriptors);
    expect(dataFrom - descriptors).toBeLessThan(40_000);
    room.close();
  });

  test('are not put or called anywhere on a board with its memory in SRAM2: it works on tables and says why', () => {
    const room = boot('sram2');
    const why = 'this board has no executable memory in one piece that is long enough for the kernels';
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', state: 'idle', whyTables: why, fault: '' });
    expect(room.lines.anna).toContain(`Stagebox: ${why}`);
    expect(room.boards.anna!.evaluate('__poked.length+__called.length')).toBe(0);
    expect(room.boards.anna!.evaluate('peek32(0x50001FF8)')).not.toBe(0);
    room.close();
  });
});

test('kernels that are longer than SRAM1 has room for stop the build', async () => {
  await expect(bundleFirmware(oneMore(1000))).rejects.toThrow(/kernels: \d+ bytes of code .* are more than the 8192/);
});
