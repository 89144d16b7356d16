import { readFirmware } from '../../cli/firmware-text';
import type { ScenarioStep } from '../../cli/simulation/scenario';
import { BenchRoom, tone } from '../support/bench-room';
import { idleSpeaker } from '../support/idle-speaker';

// The board's clock is set forward and back at any instant, as setTime() at the console or a time server does. Nothing that
// a speaker does may depend on it.

const FIRMWARE = readFirmware();
const DAY = 86_400;

/** How far the clock is set. */
const SHIFTS: readonly number[] = [1, 15, 30, DAY, -1, -30, -DAY];

const shift = (room: BenchRoom, seconds: number): unknown =>
  room.boards.anna!.evaluate(`setTime(getTime()+${seconds})`);

const wasReset = (room: BenchRoom): boolean => room.lines.anna!.join().includes('not set up yet');

describe.each(SHIFTS)('the clock is set by %i s', (seconds) => {
  test.each([0.1, 0.5, 3])('%d s into a press: no set-up and no factory reset', (intoThePress) => {
    const room = idleSpeaker();
    room.boards.anna!.press();
    room.runTo(4 + intoThePress);
    shift(room, seconds);
    room.runTo(4 + intoThePress + 1);
    room.boards.anna!.release();
    room.runTo(12);
    expect(room.status('anna').light).not.toBe('set-up');
    expect(wasReset(room)).toBe(false);
    room.close();
  });

  test('during a click: the click joins', () => {
    const room = idleSpeaker();
    room.boards.anna!.press();
    room.runTo(4.05);
    shift(room, seconds);
    room.runTo(4.1);
    room.boards.anna!.release();
    expect(room.runTo(5.5).status('anna').state).toBe('inRoom');
    room.close();
  });

  test('between two clicks that are no double click, and between two that are one', () => {
    for (const [gapSeconds, state] of [
      [0.6, 'inRoom'],
      [0.15, 'idle'],
    ] as const) {
      const room = idleSpeaker();
      let second = 4;
      const wait = (by: number): void => void room.runTo((second += by));
      const click = (): void => {
        room.boards.anna!.press();
        wait(0.08);
        room.boards.anna!.release();
      };
      click();
      wait(1);
      expect(room.status('anna')).toMatchObject({ state: 'inRoom', role: 'stage' });
      // A click opens the microphone, a second one closes it. A double click leaves the stage.
      click();
      wait(gapSeconds / 2);
      shift(room, seconds);
      wait(gapSeconds / 2);
      click();
      wait(1);
      expect(room.status('anna')).toMatchObject({
        state: 'inRoom',
        microphone: 'closed',
        role: state === 'idle' ? 'audience' : 'stage',
      });
      room.close();
    }
  });

  test('while somebody holds to talk: they go on talking, and the microphone closes at the release', () => {
    const room = idleSpeaker();
    const { anna } = room.boards;
    room.hold('anna', 4.1).runTo(5);
    anna!.press();
    room.runTo(6);
    shift(room, seconds);
    expect(room.runTo(20).status('anna')).toMatchObject({ microphone: 'open', state: 'inRoom' });
    shift(room, -seconds);
    room.runTo(21);
    anna!.release();
    expect(room.runTo(22).status('anna')).toMatchObject({ microphone: 'closed', state: 'inRoom', light: 'stage' });
    room.close();
  });

  test('in a hold of 23 s: it resets after 22 s of the finger, whatever the clock says', () => {
    const room = idleSpeaker();
    room.boards.anna!.press();
    room.runTo(14.5);
    shift(room, seconds);
    room.runTo(25.5);
    expect(wasReset(room)).toBe(false);
    room.runTo(28);
    expect(wasReset(room)).toBe(true);
    room.close();
  });

  test.each(['wide', 'tables'])(
    'in a room on %s: the link stays, sound passes, and the time to join is right',
    (codec) => {
      const script: ScenarioStep[] = [
        [5, 'click'],
        [6, 'click'],
      ];
      const room = new BenchRoom([
        { name: 'anna', firmware: FIRMWARE, settings: { codec, earcons: 0 }, script: [[4, 'click']] },
        { name: 'boris', firmware: FIRMWARE, settings: { earcons: 0 }, script, board: tone(625) },
      ]);
      room.runTo(4.04);
      shift(room, seconds);
      room.runTo(8);
      const status = room.status('anna');
      expect(status).toMatchObject({ state: 'inRoom', playing: true });
      expect(status.joinMs).toBeGreaterThan(20);
      expect(status.joinMs).toBeLessThan(500);
      const { received } = status.packets;
      shift(room, seconds);
      room.runTo(40);
      expect(room.status('anna')).toMatchObject({ state: 'inRoom', playing: true });
      expect(room.status('anna').packets.received - received).toBeGreaterThan(31 * 24);
      expect(room.lines.anna!.join()).not.toContain('trying again');
      room.close();
    },
  );
});

test('a button that is let go while the board stands still is no factory reset, though it is down again afterwards', () => {
  const room = idleSpeaker();
  const { anna } = room.boards;
  anna!.press();
  room.runTo(15);
  anna!.type('var t=getTime();while(getTime()<t+18);');
  room.runTo(16);
  anna!.release();
  room.runTo(32);
  anna!.press();
  room.runTo(36);
  anna!.release();
  room.runTo(40);
  expect(wasReset(room)).toBe(false);
  room.close();
});
