import { readFirmware } from '../../cli/firmware-text';
import { createSine } from '../../host-sim';
import { BenchRoom, tone } from '../support/bench-room';
import { fitTone } from '../support/tone';

// What a speaker does when it runs out of memory, stands still, or crashes.

const FIRMWARE = readFirmware();
const ANNA_HZ = 437;
const BORIS_HZ = 625;

const lines = (room: BenchRoom, text: string): string[] => room.lines.anna!.filter((line) => line.includes(text));

/** Anna and boris talk to each other from the sixth second on. */
function talk(settings: object = {}): BenchRoom {
  const script = [
    [4, 'click'],
    [5, 'click'],
  ] as [number, 'click'][];
  return new BenchRoom([
    { name: 'anna', firmware: FIRMWARE, script, settings: { earcons: 0, ...settings }, board: tone(ANNA_HZ) },
    { name: 'boris', firmware: FIRMWARE, script, settings: { earcons: 0 }, board: tone(BORIS_HZ) },
  ]).runTo(8);
}

function expectSoundBothWays(room: BenchRoom, from: number): void {
  for (const [name, hz] of [
    ['anna', BORIS_HZ],
    ['boris', ANNA_HZ],
  ] as const) {
    const fit = fitTone(room.heard(name, from, from + 1), room.boards[name]!.amplifier.rateHz, hz);
    expect(fit.amplitude).toBeGreaterThan(0.25);
    expect(fit.snrDb).toBeGreaterThan(15);
  }
}

/** Takes the variables from the call of one slot of `firmware/drivers/standing-calls.ts`, by its interval. */
function interrupt(room: BenchRoom, atSecond: number): void {
  room.runTo(atSecond);
  room.boards.anna!.exhaustMemory();
}

describe.each(['wide', 'tables'])('out of memory, on %s', (codec) => {
  // The instants fall before different intervals and events: the poll, the light, packets, pings.
  test.each(Array.from({ length: 12 }, (_, i) => 8 + i * 0.0137))(
    'at %d s: within two seconds all goes on',
    (second) => {
      const room = talk({ codec });
      interrupt(room, second);
      room.runTo(12);
      expect(lines(room, 'OUT OF MEMORY')).toHaveLength(1);
      expect(room.status('anna')).toMatchObject({ state: 'inRoom', microphone: 'open', light: 'microphone open' });
      expectSoundBothWays(room, 11);
      // The button works, and so does the light.
      room.boards.anna!.press();
      room.runTo(12.1);
      room.boards.anna!.release();
      room.runTo(13);
      expect(room.status('anna')).toMatchObject({ microphone: 'closed', light: 'stage' });
      room.close();
    },
  );
});

// The contact bounces for 1 to 5 ms, and its edge is told 15 ms after that.
test.each(Array.from({ length: 14 }, (_, i) => 8.0145 + i * 0.0005))(
  'a button that was interrupted at %d s works again',
  (second) => {
    const room = talk();
    const { anna } = room.boards;
    anna!.press();
    interrupt(room, second);
    room.runTo(8.5);
    anna!.release();
    room.runTo(10);
    anna!.press();
    room.runTo(10.1);
    const before = room.status('anna').microphone;
    anna!.release();
    room.runTo(11);
    expect(room.status('anna').microphone).not.toBe(before);
    room.close();
  },
);

test('what was interrupted starts anew once nobody is in a room, and a minute after the last start at the soonest', () => {
  const room = talk();
  interrupt(room, 8);
  room.runTo(70);
  expect(lines(room, 'interrupted (')).toHaveLength(1);
  expect(room.status('anna').state).toBe('inRoom');
  room.boards.anna!.evaluate('global.mark=1');
  const { anna } = room.boards;
  // Off the stage, and out.
  for (const [down, up] of [
    [71, 71.08],
    [71.2, 71.28],
    [73, 73.08],
    [73.2, 73.28],
  ] as const) {
    room.runTo(down);
    anna!.press();
    room.runTo(up);
    anna!.release();
  }
  room.runTo(80);
  expect(room.status('anna')).toMatchObject({ state: 'idle', fault: '' });
  expect(anna!.evaluate('typeof mark')).toBe('undefined');
  room.close();
});

describe('the watchdog', () => {
  test('is fed all the time', () => {
    const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE }]);
    room.runTo(900);
    expect(room.lines.anna).toEqual([]);
    expect(room.status('anna').state).toBe('idle');
    room.close();
  });

  test('restarts a board whose supervisor was interrupted', () => {
    const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE }]).runTo(4);
    const { anna } = room.boards;
    // Its turn comes a second after the last one.
    anna!.evaluate('var fed=0,feed=E.kickWatchdog;E.kickWatchdog=function(){fed=getTime();feed()};1');
    room.runTo(6);
    interrupt(room, (anna!.evaluate('fed') as number) + 1 - 0.0002);
    room.runTo(8);
    expect(anna!.evaluate('getTime()-fed')).toBeGreaterThan(1.5);
    room.runTo(68);
    expect(lines(room, 'Task watchdog got triggered')).toHaveLength(1);
    expect(room.runTo(74).status('anna')).toMatchObject({ state: 'idle', fault: '' });
    room.close();
  });

  test.each(['wide', 'tables'])('restarts a board that stands still while it writes the ring, on %s', (codec) => {
    const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE, settings: { codec } }]).runTo(6);
    room.boards.anna!.evaluate('require("neopixel").write=function(){for(;;)getTime()},1');
    room.boards.anna!.press();
    room.runTo(10);
    room.boards.anna!.release();
    room.runTo(75);
    expect(lines(room, 'Task watchdog got triggered')).toHaveLength(1);
    expect(room.status('anna')).toMatchObject({ state: 'idle', fault: '' });
    room.close();
  });

  test('does not restart a board on which the program was ended, nor in the middle of an upload', () => {
    const room = new BenchRoom([{ name: 'anna', firmware: FIRMWARE }]).runTo(4);
    room.boards.anna!.type('reset()');
    room.runTo(600);
    expect(room.lines.anna!.filter((line) => line.includes('watchdog'))).toEqual([]);
    room.boards.anna!.type('load()');
    expect(room.runTo(604).status('anna').state).toBe('idle');
    room.close();
  });
});

describe('crashes soon after the start', () => {
  const crash = (room: BenchRoom): void => room.boards.anna!.type('ESP32.reboot()');
  const state = (room: BenchRoom): unknown => room.status('anna').state;
  const open = (): BenchRoom => new BenchRoom([{ name: 'anna', firmware: FIRMWARE }]).runTo(4);

  test('after three of them the board comes up with the console, a light and words, and without sound', () => {
    const room = open();
    for (let second = 5; second <= 13; second += 4) {
      expect(state(room)).toBe('idle');
      crash(room);
      room.runTo(second + 3);
    }
    expect(room.status('anna')).toMatchObject({ state: 'fault', light: 'fault', codec: '' });
    expect(lines(room, 'fault 6: the board crashed 3 times')).toHaveLength(1);
    const { nativeInstructions } = room.boards.anna!;
    room.runTo(100);
    expect(room.boards.anna!.nativeInstructions).toBe(nativeInstructions);
    // The console works.
    room.boards.anna!.type('configure({ name: "study" })');
    room.runTo(104);
    expect(room.status('anna')).toMatchObject({ name: 'study', state: 'idle', fault: '' });
    room.close();
  });

  test.each<[string, (room: BenchRoom) => void]>([
    ['load()', (room) => room.boards.anna!.type('load()')],
    [
      'power',
      (room) => {
        room.boards.anna!.powerOff();
        room.boards.anna!.powerOn();
      },
    ],
  ])('%s tries again', (_, again) => {
    const room = open();
    for (let second = 5; second <= 13; second += 4) {
      crash(room);
      room.runTo(second + 3);
    }
    expect(state(room)).toBe('fault');
    again(room);
    expect(room.runTo(20).status('anna')).toMatchObject({ state: 'idle', fault: '' });
    room.close();
  });

  test('crashes that are more than a minute apart are no loop, nor are starts that the owner asks for', () => {
    const room = open();
    for (let second = 70; second <= 350; second += 70) {
      room.runTo(second);
      crash(room);
    }
    for (let second = 352; second <= 370; second += 3) {
      room.runTo(second);
      room.boards.anna!.type('load()');
    }
    expect(room.runTo(375).status('anna')).toMatchObject({ state: 'idle', fault: '' });
    room.close();
  });

  test('a crash of the kernels is one crash: tables come up, and the count is forgotten', () => {
    const room = new BenchRoom([
      {
        name: 'anna',
        firmware: FIRMWARE,
        board: { nativeCode: 'panics', microphone: createSine({ hz: 437, amplitude: 0.1 }) },
      },
    ]).runTo(70);
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', state: 'idle', fault: '' });
    for (let second = 75; second <= 79; second += 4) {
      crash(room);
      room.runTo(second + 3);
    }
    expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', state: 'idle', fault: '' });
    room.close();
  });
});
