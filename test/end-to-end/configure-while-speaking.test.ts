import { readFirmware } from '../../cli/firmware-text';
import type { ScenarioStep } from '../../cli/simulation/scenario';
import { BenchRoom, tone } from '../support/bench-room';

// What ends the sound, at the console or by the button, while others speak: packets go on coming. A kernel that reads the
// I2S block without its clock stops the run of a simulated board, and hangs a real one.

const FIRMWARE = readFirmware();

/** Boris talks to anna from the sixth second on. */
function listen(settings: object = {}, files: Record<string, string> = {}): BenchRoom {
  const join: ScenarioStep[] = [[4, 'click']];
  const talk: ScenarioStep[] = [...join, [5, 'click']];
  return new BenchRoom([
    { name: 'anna', firmware: FIRMWARE, files, script: join, settings: { earcons: 0, ...settings } },
    { name: 'boris', firmware: FIRMWARE, script: talk, settings: { earcons: 0 }, board: tone(625) },
  ]).runTo(7);
}

const isHeard = (room: BenchRoom, from: number): boolean =>
  room.heard('anna', from, from + 1).reduce((sum, value) => sum + value * value, 0) /
    room.boards.anna!.amplifier.rateHz >
  0.02;

/** The latest answer at anna's console. */
function type(room: BenchRoom, line: string, second: number): string {
  room.boards.anna!.type(line);
  room.runTo(second);
  return room.lines.anna!.join('\n').replaceAll('\\"', '"');
}

const COMMANDS = [
  'configure({volume:0.5})',
  'testSound(16000,"full")',
  'testSound(8000,"rx")',
  'load()',
  'reset()',
  'configure({volume:0.5});configure({volume:0.6})',
  'testSound(8000,"tx");configure({volume:0.5})',
];

describe.each(['wide', 'narrow', 'pcmu', 'tables'])('while others speak, on %s', (codec) => {
  test.each(COMMANDS)('%s ends the sound, and no packet reaches it after that', (command) => {
    const room = listen({ codec });
    expect(isHeard(room, 6)).toBe(true);
    room.boards.anna!.type(command);
    for (let ms = 0; ms <= 600; ms += 20) room.runTo(7 + ms / 1000);
    room.runTo(12);
    if (command.startsWith('configure') || command === 'load()')
      expect(room.status('anna')).toMatchObject({ state: 'idle', fault: '' });
    room.close();
  });

  test('a click right after configure() does not bring the packets back', () => {
    const room = listen({ codec });
    room.boards.anna!.type('configure({volume:0.5})');
    room.runTo(7.01);
    room.boards.anna!.press();
    room.runTo(7.08);
    room.boards.anna!.release();
    expect(room.runTo(12).status('anna')).toMatchObject({ fault: '' });
    room.close();
  });

  test('a factory reset by the button', () => {
    const room = listen({ codec });
    room.boards.anna!.press();
    room.runTo(32);
    room.boards.anna!.release();
    // On the stage a hold talks and resets nothing.
    expect(room.status('anna')).toMatchObject({ state: 'inRoom', fault: '' });
    room.close();
  });
});

describe('configure() that cannot save', () => {
  const fill = 'var s=require("Storage");s.write("full.bin","x",0,s.getFree()-32);1';

  test('with a full flash: it says so and what to do, and the sound goes on', () => {
    const room = listen();
    room.boards.anna!.evaluate(fill);
    const answer = type(room, 'configure({volume:0.5})', 8);
    expect(answer).toContain('not saved, flash is full');
    expect(answer).not.toContain('starting anew');
    room.runTo(12);
    expect(room.status('anna')).toMatchObject({ state: 'inRoom', playing: true, fault: '' });
    expect(isHeard(room, 11)).toBe(true);
    room.close();
  });

  test('when only a compaction would make room: it compacts nothing, because the program runs from there', () => {
    const room = listen();
    const { anna } = room.boards;
    anna!.evaluate('var s=require("Storage");s.write("full.bin","x",0,s.getFree()-32);s.erase("full.bin");1');
    const free = (): unknown => anna!.evaluate('require("Storage").getFree()');
    const before = free();
    const answer = type(room, 'configure({volume:0.5})', 8);
    expect(answer).toContain('reset(), and after that require("Storage").compact();load()');
    expect(free()).toBe(before);
    expect(isHeard(room, 7)).toBe(true);
    // What it says to do helps.
    anna!.type('reset()');
    room.runTo(9);
    anna!.type('require("Storage").compact();load()');
    room.runTo(30);
    type(room, 'configure({volume:0.5})', 34);
    expect(room.lines.anna!.join()).toContain('saved; starting anew');
    room.close();
  });

  test('with a damaged file there is room for both files or none is written', () => {
    const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE }]).runTo(3);
    const { anna } = room.boards;
    anna!.evaluate('require("Storage").write("stagebox.json","{\\"ssid\\":"+new Array(300).join("x")),1');
    anna!.type('load()');
    room.runTo(6);
    anna!.evaluate('var s=require("Storage");s.write("full.bin","x",0,s.getFree()-32-360),1');
    expect(type(room, 'configure({ssid:"home"})', 7)).toContain('not saved, flash is full');
    expect(anna!.evaluate('require("Storage").read("stagebox.bad")')).toBeUndefined();
    room.close();
  });

  test.each(['wide', 'tables'])(
    'for another reason, on %s: the speaker starts anew with the settings that it had',
    (codec) => {
      const room = listen({ codec });
      room.boards.anna!.evaluate('require("Storage").write=function(){throw new Error("worn")},1');
      const answer = type(room, 'configure({volume:0.5})', 12);
      expect(answer).toContain('not saved');
      expect(answer).toContain('starting anew');
      expect(room.status('anna')).toMatchObject({ state: 'idle', name: 'anna', fault: '' });
      room.boards.anna!.press();
      room.runTo(12.1);
      room.boards.anna!.release();
      room.runTo(15);
      expect(isHeard(room, 14)).toBe(true);
      room.close();
    },
  );
});
