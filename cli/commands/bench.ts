import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { measureRelay, type RelayCost } from '../bench/relay-cost';
import { measureRooms } from '../bench/room-cost';
import type { Firmware } from '../../host-sim';
import { readFirmware } from '../firmware-text';
import { parseScenario } from '../simulation/scenario';
import { openSimulatedRoom } from '../simulation/simulated-room';

const BOARDS = [1, 4, 16];
const VIRTUAL_SECONDS = 10;
const ROOMS: readonly [talkers: number, listeners: number][] = [
  [1, 100],
  [3, 100],
  [10, 100],
  [20, 100],
  [1, 1000],
];

const ROOM_MEMBERS = [100, 1000, 8000];
const JOINS = 200;

export type SimulatorSpeed = { readonly boards: number; readonly virtualSecondsPerSecond: number };

/** Everybody in one room with an open microphone: the dearest thing a board can do. */
function measureSimulator(boards: number, firmware: Firmware): SimulatorSpeed {
  const speakers = Array.from({ length: boards }, (_, index) => ({
    name: `speaker-${index}`,
    duplex: 'full',
    script: [
      [0.1, 'click'],
      [1, 'click'],
    ],
  }));
  const scenario = parseScenario(JSON.stringify({ seconds: VIRTUAL_SECONDS, speakers }), 'bench');
  const room = openSimulatedRoom(scenario, firmware, new Map());
  room.runTo(2);
  const startedAtMs = performance.now();
  room.runTo(VIRTUAL_SECONDS);
  const elapsedSeconds = (performance.now() - startedAtMs) / 1000;
  room.close();
  return { boards, virtualSecondsPerSecond: Math.round((10 * (VIRTUAL_SECONDS - 2)) / elapsedSeconds) / 10 };
}

/** `stagebox bench`: figures of this machine, as tables and, if asked, as JSON. */
export function bench(options: { readonly json?: string }): void {
  const firmware = readFirmware();
  const simulator = BOARDS.map((boards) => measureSimulator(boards, firmware));
  console.log('Simulator: boards in one room, all with an open microphone');
  console.table(simulator);
  measureRelay(3, 10, 5);
  const relay: RelayCost[] = ROOMS.map(([talkers, listeners]) => measureRelay(talkers, listeners, 10));
  console.log('Relay core, without the kernel: one room, PCMU, 20 ms from the stage, 40 ms to the audience');
  console.table(relay);
  measureRooms(1000, JOINS);
  const rooms = ROOM_MEMBERS.map((members) => measureRooms(members, JOINS));
  console.log('Rooms, without kernel and sockets: one join, and one round of news');
  console.table(rooms);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ simulator, relay, rooms }, null, 2)}\n`);
}
