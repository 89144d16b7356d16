import { readFirmware } from '../../cli/firmware-text';
import type { ScenarioStep } from '../../cli/simulation/scenario';
import { BenchRoom, tone, type BenchSpeaker } from '../support/bench-room';
import { bundleFirmware } from '../support/bundle';
import { fitTone } from '../support/tone';

// Whatever keeps the kernels from running leaves a speaker that works on tables, and says why.

const ANNA_HZ = 437;
const BORIS_HZ = 625;
const BOOTED = 4;

/** Joins, and opens the microphone a second later. */
const joinAt = (second: number): ScenarioStep[] => [
  [second, 'click'],
  [second + 1, 'click'],
];

/** Anna, whose board is not as it should be, and boris, who speaks on kernels. */
function open(anna: Partial<BenchSpeaker>, joinSecond = BOOTED): BenchRoom {
  const firmware = readFirmware();
  const script = joinAt(joinSecond);
  return new BenchRoom([
    { name: 'anna', firmware, script, ...anna, board: { ...tone(ANNA_HZ), ...anna.board } },
    { name: 'boris', firmware, script, board: tone(BORIS_HZ) },
  ]);
}

/** Both hear each other's tone and little else, between two seconds. */
function expectSoundBothWays(room: BenchRoom, from: number, to: number, snrDb: number): void {
  for (const [name, hz] of [
    ['anna', BORIS_HZ],
    ['boris', ANNA_HZ],
  ] as const) {
    const fit = fitTone(room.heard(name, from, to), room.boards[name]!.amplifier.rateHz, hz);
    expect(fit.amplitude).toBeGreaterThan(0.25);
    expect(fit.snrDb).toBeGreaterThan(snrDb);
  }
}

/** Anna is in the room on tables, gives this reason, and sound passes both ways. */
function expectTables(room: BenchRoom, why: string, joinSecond = BOOTED): void {
  room.runTo(joinSecond + 4);
  expect(room.status('anna')).toMatchObject({
    codec: 'PCMU tables',
    whyTables: expect.stringContaining(why) as string,
    fault: '',
    state: 'inRoom',
    microphone: 'open',
  });
  expect(room.status('boris')).toMatchObject({ codec: 'DVI4/16000 kernels', whyTables: '' });
  expect(room.lines.anna!.filter((line) => line.includes(why)).length).toBeGreaterThan(0);
  expectSoundBothWays(room, joinSecond + 3, joinSecond + 4, 20);
}

describe('a board on which native calls crash', () => {
  const panics = (room: BenchRoom): number =>
    room.lines.anna!.filter((line) => line.includes('Guru Meditation')).length;

  test('crashes once, comes up on tables by itself, says why, and talks', () => {
    const room = open({ board: { nativeCode: 'panics' } });
    expectTables(room, 'crashed at an earlier start');
    expect(panics(room)).toBe(1);
    room.close();
  });

  test('does not try again at later starts, and does when it is configured and when it was without power', () => {
    const room = open({ board: { nativeCode: 'panics' }, script: [] });
    room.runTo(3);
    for (let start = 1; start <= 3; start++) {
      room.boards.anna!.type(start === 2 ? 'ESP32.reboot()' : 'load()');
      room.runTo(3 + start);
      expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', fault: '' });
    }
    expect(room.status('anna').whyTables).toContain('crashed');
    expect(panics(room)).toBe(1);
    room.boards.anna!.type('configure({ codec: "wide" })');
    room.runTo(10);
    expect(panics(room)).toBe(2);
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', fault: '', state: 'idle' });
    expect(room.status('anna').whyTables).toContain('crashed');
    room.boards.anna!.powerOff();
    room.boards.anna!.powerOn();
    room.runTo(14);
    expect(panics(room)).toBe(3);
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', fault: '', state: 'idle' });
    room.close();
  });

  test('writes nothing into flash for that', () => {
    const room = open({ board: { nativeCode: 'panics' }, settings: { codec: 'tables' }, script: [] });
    room.runTo(3);
    const { anna } = room.boards;
    anna!.evaluate(
      'var s=require("Storage"),f=s.readJSON("stagebox.json");f.codec="wide";s.writeJSON("stagebox.json",f)',
    );
    const free = (): unknown => anna!.evaluate('require("Storage").getFree()');
    const before = free();
    anna!.type('load()');
    room.runTo(6);
    expect(panics(room)).toBe(1);
    expect(free()).toBe(before);
    room.close();
  });

  test('never calls a kernel when tables are chosen', () => {
    const room = open({ board: { nativeCode: 'panics' }, settings: { codec: 'tables' } });
    room.runTo(BOOTED + 4);
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', whyTables: '', fault: '', state: 'inRoom' });
    expect(panics(room)).toBe(0);
    expect(room.lines.anna).toEqual([]);
    expectSoundBothWays(room, BOOTED + 3, BOOTED + 4, 20);
    room.close();
  });
});

test('a crash marker of another version does not keep the kernels from being tried', () => {
  const room = open({ board: { nativeCode: 'panics' }, script: [] });
  room.runTo(3);
  expect(room.status('anna').whyTables).toContain('crashed');
  // The word of firmware/drivers/chip.ts, as another version leaves it.
  room.boards.anna!.evaluate('poke32(0x50001FF8,123);poke32(0x50001FFC,123^0x53544742),1');
  room.boards.anna!.type('load()');
  room.runTo(6);
  expect(room.lines.anna!.filter((line) => line.includes('Guru Meditation'))).toHaveLength(2);
  room.close();
});

test('kernels that give a wrong answer are not used', async () => {
  const firmware = await bundleFirmware({ file: 'known-answers.ts', from: '-1067576676', to: '-1067576677' });
  const room = open({ firmware });
  expectTables(room, 'self-test of the kernels failed at step 3');
  // It did not crash: at the next start it is tried again.
  room.boards.anna!.type('load()');
  room.runTo(BOOTED + 8);
  expect(room.status('anna').whyTables).toContain('self-test of the kernels failed at step 3');
  room.close();
});

describe('with a full flash', () => {
  /** Erasing and writing every page takes seconds. */
  const FILLED = 20;
  /** Leaves not a byte of flash, and starts anew. */
  const FILL = 'var s=require("Storage");s.compact();s.write("full.bin","x",0,s.getFree()-32);load()';

  test('kernels run, because their marker takes none of it', () => {
    const room = open({}, FILLED);
    room.runTo(3);
    room.boards.anna!.type(FILL);
    room.runTo(FILLED + 4);
    expect(room.status('anna')).toMatchObject({ codec: 'DVI4/16000 kernels', state: 'inRoom', microphone: 'open' });
    expectSoundBothWays(room, FILLED + 3, FILLED + 4, 20);
    room.close();
  });

  test('a board on which they crash, and that never was on tables, has no room for their table, and says so', () => {
    const room = open({ settings: { codec: 'tables' }, script: [], files: { 'sb.pcmu': 'x' } });
    room.runTo(3);
    room.boards.anna!.type(`require("Storage").erase("sb.pcmu");${FILL}`);
    room.runTo(FILLED);
    expect(room.status('anna')).toMatchObject({ state: 'fault', light: 'fault', codec: '' });
    expect(room.status('anna').fault).toContain('no room in flash');
    expect(room.lines.anna!.join()).toContain('fault 4');
    room.close();
  });
});
