import { performance } from 'node:perf_hooks';
import type { Firmware } from '../../host-sim';
import { parseScenario } from '../simulation/scenario';
import { openSimulatedRoom } from '../simulation/simulated-room';

const VIRTUAL_SECONDS = 10;
/** Everybody is in the room with an open microphone by then. */
const SETTLED_SECONDS = 2;

/** How many seconds of virtual time the simulator runs in a second. */
type SimulatorSpeed = { readonly boards: number; readonly virtualSecondsPerSecond: number };

/** Measures boards in one room, all with an open microphone, which is the most work that a board can have. */
export function measureSimulator(boards: number, firmware: Firmware): SimulatorSpeed {
  const speakers = Array.from({ length: boards }, (_, index) => ({
    name: `speaker-${index}`,
    duplex: 'full',
    earcons: 0,
    script: [
      [0.1, 'click'],
      [1, 'click'],
    ],
  }));
  const scenario = parseScenario(JSON.stringify({ seconds: VIRTUAL_SECONDS, speakers }), 'bench');
  const room = openSimulatedRoom(scenario, firmware, new Map());
  room.runTo(SETTLED_SECONDS);
  const startedAtMs = performance.now();
  room.runTo(VIRTUAL_SECONDS);
  const elapsedSeconds = (performance.now() - startedAtMs) / 1000;
  room.close();
  const speed = (VIRTUAL_SECONDS - SETTLED_SECONDS) / elapsedSeconds;
  return { boards, virtualSecondsPerSecond: Math.round(10 * speed) / 10 };
}
