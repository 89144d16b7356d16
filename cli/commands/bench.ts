import { writeFileSync } from 'node:fs';
import { measureRelay } from '../bench/relay-cost';
import { measureRooms } from '../bench/room-cost';
import { measureSimulator } from '../bench/simulator-speed';
import { readFirmware } from '../firmware-text';

const BOARDS = [1, 4, 16];
const ROOMS: readonly (readonly [talkers: number, listeners: number])[] = [
  [1, 100],
  [3, 100],
  [10, 100],
  [20, 100],
  [1, 1000],
];
const ROOM_MEMBERS = [100, 1000, 8000];
/** Members who join a full room, one after the other. */
const JOINS = 200;

/**
 * `stagebox bench`: prints what simulator and relay cost on this machine as tables, and writes them as JSON if asked.
 */
export function bench(options: { readonly json?: string }): void {
  const firmware = readFirmware();
  const simulator = BOARDS.map((boards) => measureSimulator(boards, firmware));
  console.log('Simulator: boards in one room, all with an open microphone');
  console.table(simulator);
  // The first run of each kind is not counted: V8 compiles the code in it.
  measureRelay(3, 10, 5);
  const relay = ROOMS.map(([talkers, listeners]) => measureRelay(talkers, listeners, 10));
  console.log('Relay core, without sockets: one room, PCMU, 20 ms packets from the stage, 40 ms to the audience');
  console.table(relay);
  measureRooms(1000, JOINS);
  const rooms = ROOM_MEMBERS.map((members) => measureRooms(members, JOINS));
  console.log('Rooms, without sockets: one join, and one round of news');
  console.table(rooms);
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ simulator, relay, rooms }, null, 2)}\n`);
}
