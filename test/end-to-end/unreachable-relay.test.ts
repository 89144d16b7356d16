import { statusOf } from '../../cli/board/speaker-status';
import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';

const RELAY = '10.0.0.1';
const ANNA = { seconds: 600, speakers: [{ name: 'anna', script: [[0.5, 'click']] }] };

function openRoom(value: object = ANNA): SimulatedRoom {
  return openSimulatedRoom(parseScenario(JSON.stringify(value), 'unreachable'), readFirmware(), new Map());
}

/** The longest time without a new picture on the ring, in ms. The lights in question change all the time. */
function longestStandstillMs(room: SimulatedRoom, from: number, to: number): number {
  const atNs = (second: number): number => room.startNs + second * NS_PER_SECOND;
  const { ring } = room.speakers[0]!.board;
  const changes = ring.entries.map(([timeNs]) => timeNs).filter((timeNs) => timeNs > atNs(from) && timeNs < atNs(to));
  return Math.max(...[...changes, atNs(to)].map((timeNs, i) => (timeNs - (changes[i - 1] ?? atNs(from))) / NS_PER_MS));
}

describe('a relay that is switched off', () => {
  test('leaves button and light of its speakers alive, and is found again', () => {
    const room = openRoom();
    const { board } = room.speakers[0]!;
    room.runTo(3);
    room.network.setOn(RELAY, false);
    room.runTo(90);
    expect(statusOf(board)?.state).toBe('reconnecting');
    expect(longestStandstillMs(room, 35, 90)).toBeLessThan(1500);
    // The owner gives up the room, and later wants it again.
    for (const edge of ['press', 'release', 'press', 'release'] as const) {
      board[edge]();
      room.clock.runUntil(room.clock.nowNs + 100 * NS_PER_MS);
    }
    room.runTo(92);
    expect(statusOf(board)?.state).toBe('connecting');
    room.network.setOn(RELAY, true);
    room.runTo(115);
    expect(statusOf(board)?.state).toBe('idle');
    room.close();
  });

  test('from the start does so, too', () => {
    const room = openRoom({ seconds: 600, speakers: [{ name: 'anna' }] });
    const { board } = room.speakers[0]!;
    board.powerOff();
    room.network.setOn(RELAY, false);
    board.powerOn();
    room.runTo(60);
    expect(statusOf(board)?.state).toBe('connecting');
    expect(longestStandstillMs(room, 3, 60)).toBeLessThan(1500);
    room.close();
  });
});

test('a radio that does not start, or a network without addresses, is tried again', () => {
  const room = openRoom({ seconds: 600, speakers: [{ name: 'anna' }] });
  const { board } = room.speakers[0]!;
  const lines: string[] = [];
  board.onLine = (line) => lines.push(line);
  for (const trouble of ['noStart', 'noDhcp'] as const) {
    board.powerOff();
    board.setWifiTrouble(trouble);
    board.powerOn();
    const second = (room.clock.nowNs - room.startNs) / NS_PER_SECOND;
    room.runTo(second + 40);
    expect(lines.splice(0).join('\n')).toContain('(no answer of the radio); trying again');
    board.setWifiTrouble(undefined);
    room.runTo(second + 80);
    expect(statusOf(board)?.state).toBe('idle');
  }
  room.close();
});
