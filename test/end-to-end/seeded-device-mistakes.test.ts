import { statusOf } from '../../cli/board/speaker-status';
import { runScenario } from '../../cli/simulation/run-scenario';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom } from '../../cli/simulation/simulated-room';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';
import type { StorageFiles } from '../../firmware/build/storage-names';
import { bundleFirmware, type Mutation } from '../support/bundle';

// Mistakes of a device, planted into the sources of the firmware: each changes what a simulation shows.

jest.setTimeout(240_000);

type Symptom = (firmware: StorageFiles) => unknown;

function report(firmware: StorageFiles, value: object) {
  const { report: made, room } = runScenario(parseScenario(JSON.stringify(value), 'mistake'), firmware, new Map());
  room.close();
  return made.speakers.anna!;
}

const CLICK = { seconds: 2, speakers: [{ name: 'anna', script: [[0.5, 'click']] }] };

const exceptions: Symptom = (firmware) => {
  try {
    return report(firmware, CLICK).exceptions;
  } catch (error) {
    return (error as Error).message.replace(/:.*/s, '');
  }
};

const lightInTheRoom: Symptom = (firmware) => report(firmware, CLICK).lights.at(-1)?.[2];

/** In, out and in again within a round trip. */
const stateAfterFastPresses: Symptom = (firmware) => {
  const script = [
    [0.5, 'click'],
    [0.6, 'double'],
    [0.9, 'click'],
  ];
  const value = { seconds: 7, network: { delayMs: 250 }, speakers: [{ name: 'anna', script }] };
  return report(firmware, value).states.at(-1)?.[2];
};

/** A radio that does not start for 40 s. */
const stateAfterADeadRadio: Symptom = (firmware) => {
  const value = { seconds: 600, speakers: [{ name: 'anna' }] };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(value), 'mistake'), firmware, new Map());
  const { board } = room.speakers[0]!;
  board.powerOff();
  board.setWifiTrouble('noStart');
  board.powerOn();
  room.runTo(40);
  board.setWifiTrouble(undefined);
  room.runTo(80);
  const state = statusOf(board)?.state;
  room.close();
  return state;
};

/** Whether the ring goes on while the relay is switched off. */
const isLightAliveWithoutRelay: Symptom = (firmware) => {
  const room = openSimulatedRoom(
    parseScenario(JSON.stringify({ ...CLICK, seconds: 600 }), 'mistake'),
    firmware,
    new Map(),
  );
  room.runTo(3);
  room.network.setOn('10.0.0.1', false);
  room.runTo(70);
  const fromNs = room.startNs + 35 * NS_PER_SECOND;
  const changes = room.speakers[0]!.board.ring.entries.map(([timeNs]) => timeNs).filter((timeNs) => timeNs > fromNs);
  const longestNs = Math.max(...changes.map((timeNs, i) => timeNs - (changes[i - 1] ?? fromNs)));
  room.close();
  return longestNs < 1500 * NS_PER_MS;
};

const MISTAKES: readonly (readonly [what: string, mutation: Mutation, symptom: Symptom, right: unknown])[] = [
  [
    'an exception at the start',
    {
      file: 'firmware/main.ts',
      from: 'startLight(settings, speaker);',
      to: 'startLight(settings, undefined as never);',
    },
    exceptions,
    0,
  ],
  [
    'an exception in a timer',
    { file: 'app/light-animation.ts', from: 'setInterval(() => {', to: 'setInterval(() => { undefinedName();' },
    exceptions,
    0,
  ],
  [
    'an exception at a press',
    { file: 'drivers/button.ts', from: 'onEdge(!event.state', to: 'undefinedName() || onEdge(!event.state' },
    exceptions,
    0,
  ],
  [
    'an exception in status()',
    { file: 'console/status.ts', from: 'const sound = speaker.sound;', to: 'const sound = undefinedName();' },
    exceptions,
    0,
  ],
  [
    'the light of another seat',
    {
      file: 'app/lights.ts',
      from: "session.role === 'stage' ? 'stage'",
      to: "session.role === 'stage' ? 'audience'",
    },
    lightInTheRoom,
    'stage',
  ],
  [
    'the light of no room in a room',
    { file: 'app/lights.ts', from: "if (kind === 'inRoom')", to: "if (kind === 'idle')" },
    lightInTheRoom,
    'stage',
  ],
  [
    'an answer that is taken for that to a later request',
    {
      file: 'app/next-session.ts',
      from: 'if (isAnswer && request !== session.request) return stay(session);',
      to: '',
    },
    stateAfterFastPresses,
    'inRoom',
  ],
  [
    'an answer to the latest request that is ignored',
    { file: 'app/next-session.ts', from: 'request !== session.request', to: 'request === session.request' },
    stateAfterFastPresses,
    'inRoom',
  ],
  [
    'a radio that is waited for without end',
    {
      file: 'drivers/wifi.ts',
      from: "later(() => down('no answer of the radio'), CONNECT_WITHIN_MS);",
      to: '',
    },
    stateAfterADeadRadio,
    'idle',
  ],
  [
    'a connection that is opened without asking whether the relay is there',
    {
      file: 'app/link.ts',
      from: "link._media.open(ping, 'ping', () => connectTo(link, address));",
      to: "link._media.open(ping, 'ping', () => undefined); connectTo(link, address);",
    },
    isLightAliveWithoutRelay,
    true,
  ],
];

test('without a mistake every simulation shows what is right', async () => {
  const firmware = await bundleFirmware();
  const symptoms = new Map(MISTAKES.map(([, , symptom, right]) => [symptom, right]));
  for (const [symptom, right] of symptoms) expect(symptom(firmware)).toBe(right);
});

test.each(MISTAKES)('%s is seen', async (_what, mutation, symptom, right) => {
  expect(symptom(await bundleFirmware(mutation))).not.toBe(right);
});
