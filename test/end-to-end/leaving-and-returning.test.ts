import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { runScenario } from '../../cli/simulation/run-scenario';
import { openSimulatedRoom } from '../../cli/simulation/simulated-room';
import { startSimulatedRelay } from '../../cli/simulation/simulated-relay';
import { statusOf } from '../../cli/board/speaker-status';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

function states(report: ReturnType<typeof runScenario>['report'], name: string): string[] {
  return report.speakers[name]!.states.map(([, , state]) => state);
}

function run(value: object) {
  const { report, room } = runScenario(parseScenario(JSON.stringify(value), 'scenario'), readFirmware(), new Map());
  room.close();
  return report;
}

test('click joins, click opens, click closes, double click leads to the audience, and another one out', () => {
  const script = [
    [0.5, 'click'],
    [1.5, 'click'],
    [2.5, 'click'],
    [3.5, 'double'],
    [4.5, 'double'],
  ];
  const report = run({ seconds: 6, speakers: [{ name: 'anna', earcons: 0, script }] });
  expect(states(report, 'anna')).toEqual(['idle', 'joining', 'inRoom', 'idle']);
  const open = report.speakers.anna!.microphoneOpen.filter(([, , isOpen]) => isOpen);
  expect(open).toHaveLength(1);
  expect(open[0]![0]).toBeCloseTo(1.9, 1);
  expect(open[0]![1]).toBeCloseTo(2.6, 1);
});

test('hold talks, from the press on: what was said before the press became a hold is heard, too', () => {
  const scenario = parseScenario(
    JSON.stringify({
      seconds: 5,
      speakers: [
        {
          name: 'anna',
          earcons: 0,
          duplex: 'full',
          script: [
            [0.5, 'click'],
            [2, 'hold', 1.5],
          ],
        },
        { name: 'boris', earcons: 0, script: [[0.5, 'click']] },
      ],
    }),
    'hold',
  );
  // A tone of 150 ms that is over before the press can be known to be a hold.
  const samples = new Float32Array(16000 * 5);
  for (let i = 0; i < 0.15 * 16000; i++)
    samples[Math.round(2.1 * 16000) + i] = 0.4 * Math.sin((2 * Math.PI * 500 * i) / 16000);
  const { report, room } = runScenario(scenario, readFirmware(), new Map([['anna', { samples, rateHz: 16000 }]]));
  const heard = room.speakers[1]!.board.amplifier.toSamples(
    room.startNs + 2 * NS_PER_SECOND,
    room.startNs + 4 * NS_PER_SECOND,
  );
  const loud = heard.filter((value) => Math.abs(value) > 2000).length / 8000;
  expect(loud).toBeGreaterThan(0.1);
  expect(report.speakers.anna!.microphoneOpen.filter(([, , isOpen]) => isOpen)[0]![0]).toBeCloseTo(2.3, 1);
  room.close();
});

test('a relay that goes away and comes back finds the speaker in the room again, its microphone closed', () => {
  const script = [
    [0.5, 'click'],
    [1.5, 'click'],
  ];
  const value = { seconds: 40, speakers: [{ name: 'anna', earcons: 0, script }] };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(value), 'drop'), readFirmware(), new Map());
  room.runTo(3);
  const { board } = room.speakers[0]!;
  expect(statusOf(board)).toMatchObject({ state: 'inRoom', microphone: 'open' });
  void room.relay.close();
  room.runTo(8);
  expect(statusOf(board)).toMatchObject({ state: 'reconnecting', light: 'reconnecting', microphone: 'closed' });
  const again = startSimulatedRelay({
    clock: room.clock,
    host: room.network.host('10.0.0.1'),
    seed: 2,
    config: { signalPort: 7780, mediaPort: 7780 },
  });
  room.runTo(25);
  expect(statusOf(board)).toMatchObject({ state: 'inRoom', role: 'stage', light: 'stage', microphone: 'closed' });
  expect(again.stats().members).toBe(1);
  void again.close();
  room.close();
});

test('Wi-Fi that drops and returns brings the speaker back to its room, its microphone closed', () => {
  const value = {
    seconds: 60,
    speakers: [
      {
        name: 'anna',
        earcons: 0,
        script: [
          [0.5, 'click'],
          [1.5, 'click'],
        ],
      },
    ],
  };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(value), 'wifi'), readFirmware(), new Map());
  room.runTo(3);
  const { board } = room.speakers[0]!;
  board.setWifiInReach(false);
  room.runTo(20);
  expect(statusOf(board)).toMatchObject({ state: 'reconnecting', microphone: 'closed' });
  board.setWifiInReach(true);
  room.runTo(60);
  expect(statusOf(board)).toMatchObject({ state: 'inRoom', microphone: 'closed' });
  room.close();
});

test('in half duplex the loudspeaker ducks while the microphone is open', () => {
  const tone = Float32Array.from({ length: 16000 * 6 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 437 * i) / 16000));
  const speakers = [
    {
      name: 'anna',
      earcons: 0,
      duplex: 'full',
      script: [
        [0.2, 'click'],
        [1, 'click'],
      ],
    },
    {
      name: 'boris',
      earcons: 0,
      duplex: 'half',
      script: [
        [0.2, 'click'],
        [3, 'click'],
      ],
    },
  ];
  const scenario = parseScenario(JSON.stringify({ seconds: 6, speakers }), 'half');
  const { room } = runScenario(scenario, readFirmware(), new Map([['anna', { samples: tone, rateHz: 16000 }]]));
  const levelDb = (from: number, to: number): number => {
    const heard = room.speakers[1]!.board.amplifier.toSamples(
      room.startNs + from * NS_PER_SECOND,
      room.startNs + to * NS_PER_SECOND,
    );
    return 10 * Math.log10(heard.reduce((sum, value) => sum + value * value, 0) / heard.length);
  };
  expect(levelDb(2, 3) - levelDb(4, 5)).toBeGreaterThan(20);
  room.close();
});
