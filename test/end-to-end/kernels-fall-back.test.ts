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

  test('does not try again at later starts, and does when it is configured', () => {
    const room = open({ board: { nativeCode: 'panics' }, script: [] });
    room.runTo(3);
    for (let start = 1; start <= 3; start++) {
      room.boards.anna!.powerOff();
      room.boards.anna!.powerOn();
      room.runTo(3 + start);
      expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', fault: '' });
    }
    room.boards.anna!.type('load()');
    room.runTo(7);
    expect(room.status('anna').whyTables).toContain('crashed');
    expect(panics(room)).toBe(1);
    room.boards.anna!.type('configure({ codec: "wide" })');
    room.runTo(10);
    expect(panics(room)).toBe(2);
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', fault: '', state: 'idle' });
    expect(room.status('anna').whyTables).toContain('crashed');
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
  const room = open({ files: { 'sb.trying': '0.0.0-older' }, script: [] });
  room.runTo(3);
  expect(room.status('anna')).toMatchObject({ codec: 'DVI4/16000 kernels', whyTables: '' });
  expect(room.boards.anna!.evaluate('require("Storage").read("sb.trying")')).toBeUndefined();
  room.close();
});

test('kernels that give a wrong answer are not used', async () => {
  const firmware = await bundleFirmware({ file: 'known-answers.ts', from: '-1067576676', to: '-1067576677' });
  const room = open({ firmware });
  expectTables(room, 'self-test of the kernels failed at step 3');
  // It did not crash: at the next start it is tried again.
  expect(room.boards.anna!.evaluate('require("Storage").read("sb.trying")')).toBeUndefined();
  room.close();
});

describe('without room in flash for the marker', () => {
  /** Erasing and writing every page takes seconds. */
  const FILLED = 20;
  /** Leaves not a byte of flash, and starts anew. */
  const FILL = 'var s=require("Storage");s.compact();s.write("full.bin","x",0,s.getFree()-32);load()';

  test('the kernels are not tried, and a board that has been on tables before is on them again', () => {
    const room = open({ settings: { codec: 'tables' } }, FILLED);
    room.runTo(3);
    // As configure() would write it, with nothing left to write.
    room.boards.anna!.type(
      `var s=require("Storage"),f=s.readJSON("stagebox.json");f.codec="wide";s.writeJSON("stagebox.json",f);${FILL}`,
    );
    expectTables(room, 'no room in flash', FILLED);
    // Nor can a setting be kept; that is told, too.
    room.boards.anna!.type('configure({ name: "a longer name than before" })');
    room.runTo(FILLED + 5);
    expect(room.lines.anna!.at(-1)).toContain('flash is full');
    room.close();
  });

  test('a board that never was on tables has no room for their table either, and says so', () => {
    const room = open({ script: [] });
    room.runTo(2);
    room.boards.anna!.type(FILL);
    room.runTo(4);
    expect(room.status('anna')).toMatchObject({ state: 'fault', light: 'fault', codec: '' });
    expect(room.status('anna').fault).toContain('no room in flash');
    expect(room.lines.anna!.join()).toContain('fault 4');
    room.close();
  });
});
