import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { runScenario, type Report } from '../../cli/simulation/run-scenario';
import { likeness, type Likeness } from '../support/measure';
import { speech } from '../support/speech';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// The bundle that goes onto a board, twice, through the relay, with real voices; everything in virtual time.

const SECONDS = 12;
const SILENT_SECONDS = 3;
const anna = speech('austen-1', SILENT_SECONDS);
const boris = speech('austen-2', SILENT_SECONDS);

type Network = { delayMs?: number; jitterMs?: number; loss?: number; duplicate?: number; reorder?: number };

type Outcome = {
  readonly report: Report;
  readonly sound: (name: string) => Int16Array;
  readonly likenessOf: (name: string) => Likeness;
};

function talk(network: Network, seed: number): Outcome {
  const script = [
    [0.5, 'click'],
    [1.5, 'click'],
  ];
  const speakers = ['anna', 'boris'].map((name) => ({ name, duplex: 'full', earcons: 0, script }));
  const scenario = parseScenario(JSON.stringify({ seed, seconds: SECONDS, network, speakers }), 'two speakers');
  const sounds = new Map([
    ['anna', anna],
    ['boris', boris],
  ]);
  const { report, room } = runScenario(scenario, readFirmware(), sounds);
  const heard = new Map(
    room.speakers.map(({ name, board }) => [
      name,
      board.amplifier.toSamples(room.startNs, room.startNs + SECONDS * NS_PER_SECOND),
    ]),
  );
  room.close();
  const sound = (name: string): Int16Array => heard.get(name) as Int16Array;
  return {
    report,
    sound,
    likenessOf: (name) =>
      likeness(name === 'anna' ? boris : anna, {
        samples: Float32Array.from(sound(name), (v) => v / 32768),
        rateHz: 16000,
      }),
  };
}

describe('two speakers on a clean network', () => {
  // With this seed the jitter buffer keeps its delay to the end. A change of 2 ms in the middle is not heard, and yet leaves nothing of
  // an SNR.
  const outcome = talk({ delayMs: 5, jitterMs: 4 }, 1);

  test.each(['anna', 'boris'])('%s hears the other within 120 ms and with 24 dB', (name) => {
    const { delayMs, snrDb } = outcome.likenessOf(name);
    expect(snrDb).toBeGreaterThan(24);
    expect(delayMs).toBeLessThan(120);
  });

  test.each(['anna', 'boris'])('%s is in the room within half a second of the press', (name) => {
    const { joinMs } = outcome.report.speakers[name]!;
    expect(joinMs).not.toBeNull();
    expect(joinMs).toBeLessThanOrEqual(500);
  });

  test('nothing is lost, late, concealed or dry while they talk', () => {
    for (const { packets, underruns, overruns } of Object.values(outcome.report.speakers)) {
      expect(packets).toMatchObject({ lost: 0, late: 0 });
      expect([underruns, overruns]).toEqual([0, 0]);
    }
    expect(outcome.report.relay.dropped).toBe(0);
  });

  test('the light is red exactly while the microphone is open', () => {
    const { lights, microphoneOpen } = outcome.report.speakers.anna!;
    const red = lights.filter(([, , light]) => light === 'microphone open').map(([from, to]) => [from, to]);
    expect(red.length).toBe(1);
    expect(red).toEqual(microphoneOpen.filter(([, , isOpen]) => isOpen).map(([from, to]) => [from, to]));
  });

  test('the board has time to spare', () => {
    for (const { cpu } of Object.values(outcome.report.speakers)) {
      expect(cpu).toBeGreaterThan(0.2);
      expect(cpu).toBeLessThan(0.8);
    }
  });

  test('the same seed gives the same report and the same bytes', () => {
    const again = talk({ delayMs: 5, jitterMs: 4 }, 1);
    expect(again.report).toEqual(outcome.report);
    expect(Buffer.compare(Buffer.from(again.sound('anna').buffer), Buffer.from(outcome.sound('anna').buffer))).toBe(0);
  });
});

describe('two speakers on a bad network, 2 % loss and 20 ms jitter', () => {
  test.each([1, 2, 3])('still understand each other (seed %i)', (seed) => {
    const outcome = talk({ delayMs: 5, jitterMs: 20, loss: 0.02, duplicate: 0.005, reorder: 0.005 }, seed);
    let concealed = 0;
    let received = 0;
    for (const name of ['anna', 'boris']) {
      const { delayMs } = outcome.likenessOf(name);
      const { packets, bufferMs, states } = outcome.report.speakers[name]!;
      expect(delayMs).toBeLessThan(250);
      expect(bufferMs).toBeLessThanOrEqual(200);
      expect(packets.received).toBeGreaterThan(name === 'anna' ? 130 : 330);
      concealed += packets.concealed;
      received += packets.received;
      expect(states.at(-1)?.[2]).toBe('inRoom');
    }
    // Of both together: boris talks for three seconds only, in which a few losses more are a tenth.
    expect(concealed).toBeLessThan(0.1 * received);
  });
});
