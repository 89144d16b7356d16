import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { statusOf } from '../../cli/board/speaker-status';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

/** A tone without pauses, so that every gap in what is heard comes from the network. */
const RATE_HZ = 16_000;
const TONE = Float32Array.from({ length: 30 * RATE_HZ }, (_, i) => 0.4 * Math.sin((2 * Math.PI * 500 * i) / RATE_HZ));

function openTalk(value: object): SimulatedRoom {
  const anna = {
    name: 'anna',
    duplex: 'full',
    script: [
      [0.2, 'click'],
      [1, 'click'],
    ],
  };
  const boris = { name: 'boris', script: [[0.2, 'click']] };
  const { speakers = [{}, {}], ...rest } = value as { speakers?: object[] };
  const scenario = {
    seconds: 30,
    ...rest,
    speakers: [
      { ...anna, ...speakers[0] },
      { ...boris, ...speakers[1] },
    ],
  };
  const sounds = new Map([['anna', { samples: TONE, rateHz: RATE_HZ }]]);
  return openSimulatedRoom(parseScenario(JSON.stringify(scenario), 'changes'), readFirmware(), sounds);
}

/** The longest silence that a speaker plays between two seconds of the scenario, in ms. */
function longestGapMs(room: SimulatedRoom, name: string, from: number, to: number): number {
  const { board } = room.speakers.find((speaker) => speaker.name === name)!;
  const at = (second: number): number => room.startNs + second * NS_PER_SECOND;
  const samples = board.amplifier.toSamples(at(from), at(to));
  const perMs = board.amplifier.rateHz / 1000;
  let longest = 0;
  let quiet = 0;
  for (const sample of samples) {
    quiet = Math.abs(sample) < 300 ? quiet + 1 : 0;
    longest = Math.max(longest, quiet);
  }
  return longest / perMs;
}

test.each([0, 0.11, 0.37])(
  'a talker that gets another port is heard again after a round trip, at second %d',
  (late) => {
    const room = openTalk({ speakers: [{ network: { portChanges: [4 + late, 6.5 + late] } }, {}] });
    room.runTo(9);
    expect(longestGapMs(room, 'boris', 3, 9)).toBeLessThan(200);
    room.close();
  },
);

test.each([0, 0.11, 0.37])('a listener that gets another port hears again within a second, at second %d', (late) => {
  const room = openTalk({ speakers: [{}, { network: { portChanges: [4 + late, 6.5 + late] } }] });
  room.runTo(9);
  expect(longestGapMs(room, 'boris', 3, 9)).toBeLessThan(1000);
  room.close();
});

test('a listener whose port changes while nobody speaks hears within a second when somebody does', () => {
  const script = [
    [0.2, 'click'],
    [6, 'click'],
  ];
  const room = openTalk({ speakers: [{ script }, { network: { portChanges: [4] } }] });
  room.runTo(9);
  expect(longestGapMs(room, 'boris', 7.4, 9)).toBeLessThan(50);
  room.close();
});

test('a relay that moves is found at the address that its name gives then', () => {
  const room = openTalk({ seconds: 200, relayMoves: [4] });
  room.runTo(3.5);
  const state = (): string | undefined => statusOf(room.speakers[1]!.board)?.state;
  expect(state()).toBe('inRoom');
  // The connection is dead after 25 s of silence. The former address is remembered for a minute.
  room.runTo(40);
  expect(state()).toBe('reconnecting');
  room.runTo(100);
  expect(state()).toBe('inRoom');
  room.close();
});
