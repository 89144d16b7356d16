import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { statusOf } from '../../cli/board/speaker-status';
import { bundleFirmware } from '../support/bundle';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// What goes wrong on a board: each either stops with a name or degrades as designed.

const TALK = [
  [0.2, 'click'],
  [1, 'click'],
];

/** A tone in anna's microphone, and boris who listens to her. */
function open(firmware = readFirmware()): SimulatedRoom {
  const speakers = [
    { name: 'anna', earcons: 0, duplex: 'full', script: TALK },
    { name: 'boris', earcons: 0, duplex: 'full', script: [[0.2, 'click']] },
  ];
  const tone = Float32Array.from({ length: 16000 * 8 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 437 * i) / 16000));
  const scenario = parseScenario(JSON.stringify({ seconds: 8, speakers }), 'trouble');
  return openSimulatedRoom(scenario, firmware, new Map([['anna', { samples: tone, rateHz: 16000 }]]));
}

function heardBy(room: SimulatedRoom, index: number, from: number, to: number): Int16Array {
  return room.speakers[index]!.board.amplifier.toSamples(
    room.startNs + from * NS_PER_SECOND,
    room.startNs + to * NS_PER_SECOND,
  );
}

function rms(samples: Int16Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

/** Keeps the interpreter busy, as a long computation on the console would. */
const BUSY_HALF_A_SECOND = 'var busyUntil=getTime()+0.5;while(getTime()<busyUntil);';

test('the tone passes while all is well', () => {
  const room = open();
  room.runTo(3);
  expect(rms(heardBy(room, 1, 2, 3))).toBeGreaterThan(5000);
  room.close();
});

test('a moved buffer stops the stream at once, leaves the room, and is told by light and words', () => {
  const room = open();
  room.runTo(2);
  const { board } = room.speakers[0]!;
  const lines: string[] = [];
  board.onLine = (line) => lines.push(line);
  board.defrag();
  room.runTo(3);
  expect(statusOf(board)).toMatchObject({ light: 'fault', microphone: 'closed', state: 'idle' });
  expect(statusOf(board)?.fault).toContain('moved');
  expect(lines.join()).toContain('fault 3');
  expect(rms(heardBy(room, 1, 2.5, 3))).toBeLessThan(10);
  room.close();
});

test('an interpreter that is busy for half a second loses that sound and goes on', () => {
  const room = open();
  room.runTo(2);
  room.speakers[0]!.board.type(BUSY_HALF_A_SECOND);
  room.runTo(5);
  const status = statusOf(room.speakers[0]!.board);
  expect(status?.overruns).toBe(1);
  expect(status?.state).toBe('inRoom');
  expect(rms(heardBy(room, 1, 4, 5))).toBeGreaterThan(5000);
  room.close();
});

test('a listener that is busy hears silence and never the same sound again', () => {
  const room = open();
  room.runTo(2);
  room.speakers[1]!.board.type(BUSY_HALF_A_SECOND);
  room.runTo(5);
  expect(rms(heardBy(room, 1, 2.2, 2.45))).toBe(0);
  expect(rms(heardBy(room, 1, 4, 5))).toBeGreaterThan(5000);
  expect(statusOf(room.speakers[1]!.board)?.bufferMs).toBeLessThanOrEqual(200);
  room.close();
});

test('a clock that was never switched on stops the run with the name of the register', async () => {
  const firmware = await bundleFirmware({
    file: 'drivers/i2s.ts',
    from: 'poke32(pads.DPORT_PERIP_CLK_EN, peek32(pads.DPORT_PERIP_CLK_EN) | pads.DPORT_I2S0);',
    to: '',
  });
  expect(() => open(firmware)).toThrow(/I2S_\w+/);
});

test('data on the wrong pad is heard by nobody', async () => {
  const firmware = await bundleFirmware({
    file: 'drivers/i2s.ts',
    from: 'routeOutput(PIN_I2S_DOUT, chip.I2S0O_DATA_OUT23)',
    to: 'routeOutput(PIN_I2S_DOUT + 1, chip.I2S0O_DATA_OUT23)',
  });
  const room = open(firmware);
  room.runTo(3);
  expect(rms(heardBy(room, 1, 2, 3))).toBe(0);
  room.close();
});

test('a wrong divider is heard as another pitch', async () => {
  const firmware = await bundleFirmware({ file: 'drivers/i2s.ts', from: '| 78', to: '| 39' });
  const room = open(firmware);
  room.runTo(3);
  const { board } = room.speakers[1]!;
  expect(board.amplifier.rateHz).toBe(16000);
  room.close();
});
