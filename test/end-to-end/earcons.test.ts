import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom } from '../../cli/simulation/simulated-room';
import * as earcons from '../../firmware/audio/earcons';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// What the loudspeaker says of its own, on both sound paths, with the bundle on simulated boards.

const NOTE_SECONDS = 0.08;
const PITCHES = [400, 500, 800, 1000];

/** How loud each pitch is in a stretch. */
function strongest(samples: readonly number[], rateHz: number): number {
  const power = (hz: number): number => {
    let [re, im] = [0, 0];
    samples.forEach((sample, i) => {
      re += sample * Math.cos((2 * Math.PI * hz * i) / rateHz);
      im += sample * Math.sin((2 * Math.PI * hz * i) / rateHz);
    });
    return re * re + im * im;
  };
  return PITCHES.reduce((best, hz) => (power(hz) > power(best) ? hz : best));
}

/** The pitches of what was played between two seconds, one for each 80 ms from the first sound to the last. */
function pitches(samples: Int16Array, rateHz: number): number[] {
  const first = samples.findIndex((sample) => sample !== 0);
  const last = samples.findLastIndex((sample) => sample !== 0);
  const note = NOTE_SECONDS * rateHz;
  return Array.from({ length: first < 0 ? 0 : Math.round((last - first) / note) }, (_, i) =>
    strongest([...samples.subarray(first + i * note, first + (i + 1) * note)], rateHz),
  );
}

const written = (notes: number): number[] =>
  [0, 8, 16, 24].map((shift) => ((notes >>> shift) & 0xfc) * 6.25).filter((hz) => hz > 0);

const SCRIPT = [
  [0.5, 'click'],
  [2, 'click'],
  [3, 'click'],
  [4, 'double'],
  [5, 'double'],
];

test.each(['wide', 'narrow', 'tables'])('on %s the owner hears every step in and out', (codec) => {
  const value = { seconds: 6, speakers: [{ name: 'anna', earcons: 1, codec, script: SCRIPT }] };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(value), 'earcons'), readFirmware(), new Map());
  room.runTo(6);
  const { amplifier } = room.speakers[0]!.board;
  const heard = (from: number, to: number): Int16Array =>
    amplifier.toSamples(room.startNs + from * NS_PER_SECOND, room.startNs + to * NS_PER_SECOND);
  const notes = (from: number, to: number): number[] => pitches(heard(from, to), amplifier.rateHz);
  expect(notes(0.5, 2)).toEqual(written(earcons.JOIN));
  expect(notes(2, 3)).toEqual(written(earcons.MICROPHONE_OPEN));
  expect(notes(3, 4)).toEqual(written(earcons.MICROPHONE_CLOSED));
  expect(notes(4, 5)).toEqual(written(earcons.LEAVE));
  expect(notes(5, 6)).toEqual(written(earcons.LEAVE));
  // While the microphone is open in half duplex, what it would hear of its own loudspeaker is 24 dB less.
  const loudest = (from: number, to: number): number => Math.max(...heard(from, to));
  const softerDb = 20 * Math.log10(loudest(3, 4) / loudest(2, 3));
  expect(softerDb).toBeGreaterThan(20);
  expect(softerDb).toBeLessThan(30);
  room.close();
});

test('without loudness there are none', () => {
  const value = { seconds: 6, speakers: [{ name: 'anna', earcons: 0, script: SCRIPT }] };
  const room = openSimulatedRoom(parseScenario(JSON.stringify(value), 'earcons'), readFirmware(), new Map());
  room.runTo(6);
  const heard = room.speakers[0]!.board.amplifier.toSamples(room.startNs, room.startNs + 6 * NS_PER_SECOND);
  expect(heard.every((sample) => sample === 0)).toBe(true);
  room.close();
});
