import { readFirmware } from '../../cli/firmware-text';
import { BenchRoom, tone } from '../support/bench-room';
import { fitTone } from '../support/tone';

// What the interpreter's memory can do to a running stream: no room for anything in one piece, and buffers that move.

const HZ = 625;

/** Anna hears boris' tone from second 4 on; both have their microphones open. */
function open(codec: string): BenchRoom {
  const firmware = readFirmware();
  const speaker = (name: string) => ({
    name,
    firmware,
    settings: { codec },
    script: [
      [2, 'click'],
      [3, 'click'],
    ] as [number, 'click'][],
    board: tone(HZ),
  });
  return new BenchRoom([speaker('anna'), speaker('boris')]).runTo(5);
}

function snrDb(room: BenchRoom, name: string, from: number, to: number): number {
  return fitTone(room.heard(name, from, to), room.boards[name]!.amplifier.rateHz, HZ).snrDb;
}

test.each(['wide', 'narrow', 'pcmu'])('packets are heard though no memory is in one piece (%s)', (codec) => {
  const room = open(codec);
  const before = room.status('anna').packets;
  expect(before.received).toBeGreaterThan(50);
  room.boards.anna!.setMemoryFragmented(true);
  room.runTo(7);
  const during = room.status('anna');
  expect(during.packets).toMatchObject({ malformed: 0, lost: 0, concealed: 0 });
  expect(during.packets.received - before.received).toBeGreaterThan(98);
  expect(during).toMatchObject({ state: 'inRoom', fault: '', playing: true });
  expect(snrDb(room, 'anna', 6, 7)).toBeGreaterThan(20);
  room.close();
});

test('what a board in shreds says itself goes on being heard', () => {
  const room = open('wide');
  room.boards.anna!.setMemoryFragmented(true);
  room.runTo(7);
  expect(room.status('anna')).toMatchObject({ microphone: 'open', fault: '' });
  expect(snrDb(room, 'boris', 6, 7)).toBeGreaterThan(20);
  room.close();
});

test.each([
  ['wide', 'DVI4/16000 kernels'],
  ['narrow', 'DVI4/8000 kernels'],
  ['tables', 'PCMU tables'],
])('a buffer that has moved stops everything at once (%s)', (codec, name) => {
  const room = open(codec);
  expect(room.status('anna').codec).toBe(name);
  const { anna } = room.boards;
  const nativeEarlier = anna!.nativeInstructions;
  room.runTo(5.04);
  const nativeBefore = anna!.nativeInstructions;
  expect(nativeBefore > 0).toBe(codec !== 'tables');
  anna!.defrag();
  room.runTo(6);
  expect(room.status('anna')).toMatchObject({ state: 'idle', light: 'fault', microphone: 'closed' });
  expect(room.status('anna').fault).toContain('moved');
  expect(room.lines.anna!.join()).toContain('fault 3');
  // Where memory lies is checked once a packet. No kernel has run since, neither for the microphone nor for what came in.
  expect(anna!.nativeInstructions - nativeBefore).toBeLessThanOrEqual(nativeBefore - nativeEarlier);
  const { nativeInstructions } = anna!;
  expect(Math.max(...room.heard('anna', 5.2, 6))).toBe(0);
  expect(Math.max(...room.heard('boris', 5.5, 6))).toBeLessThan(0.01);
  room.runTo(7);
  expect(anna!.nativeInstructions).toBe(nativeInstructions);
  room.close();
});
