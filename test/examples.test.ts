import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFirmware } from '../cli/firmware-text';
import { readSounds, runScenario } from '../cli/simulation/run-scenario';
import { mouthToEar } from '../cli/sound/mouth-to-ear';
import { parseScenario, type Scenario } from '../cli/simulation/scenario';
import { NS_PER_SECOND } from '../host-sim/core/time-units';
import { ROOT } from './support/documents';

const FOLDER = join(ROOT, 'examples');

function read(name: string): Scenario {
  const path = join(FOLDER, name);
  return parseScenario(readFileSync(path, 'utf8'), path);
}

test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))(
  '%s is a scenario whose sounds are there',
  (name) => {
    const scenario = read(name);
    expect(readSounds(scenario, FOLDER).size).toBeGreaterThan(0);
  },
);

describe('bad-network.json', () => {
  const scenario = read('bad-network.json');
  const run = () => runScenario(scenario, readFirmware(), readSounds(scenario, FOLDER));
  const { report, room } = run();
  const { anna, boris } = report.speakers;
  const [, { board }] = room.speakers as [unknown, (typeof room.speakers)[number]];

  /** The loudest sample that Boris hears between two seconds. */
  const loudest = (from: number, to: number): number => {
    const ns = (second: number): number => room.startNs + second * NS_PER_SECOND;
    return Math.max(...board.amplifier.toSamples(ns(from), ns(to)).map(Math.abs));
  };

  afterAll(() => room.close());

  test('brings both into the room, and they hear each other', () => {
    expect(anna?.states.at(-1)?.[2]).toBe('inRoom');
    expect(boris?.states.at(-1)?.[2]).toBe('inRoom');
    expect(anna?.mouthToEarMs.boris).not.toBeNull();
    expect(boris?.mouthToEarMs.anna).not.toBeNull();
  });

  test('loses sound in bursts on the way up', () => {
    expect(report.relay.lost).toBeGreaterThan(5);
  });

  test('silences what Boris hears for the second in which nothing arrives, and only for that', () => {
    expect(loudest(6, 7.5)).toBeGreaterThan(2000);
    expect(loudest(8.1, 8.45)).toBeLessThan(200);
    expect(loudest(8.7, 10.5)).toBeGreaterThan(2000);
  });

  test('gives the same report and the same sound each time', () => {
    const again = run();
    expect(again.report).toEqual(report);
    const other = again.room.speakers[1]!.board.amplifier;
    const [startNs, endNs] = [room.startNs, room.startNs + scenario.seconds * NS_PER_SECOND];
    expect(other.toSamples(startNs, endNs)).toEqual(board.amplifier.toSamples(startNs, endNs));
    again.room.close();
  });
});

describe('echo.json', () => {
  const scenario = read('echo.json');
  const sounds = readSounds(scenario, FOLDER);

  const loudestOf = (samples: Float32Array): number =>
    samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

  /** What Boris's loudspeaker plays while only he speaks. */
  function heardByBoris(played: Scenario): { samples: Float32Array; rateHz: number } {
    const { room } = runScenario(played, readFirmware(), sounds);
    const { amplifier } = room.speakers[1]!.board;
    const track = amplifier.toSamples(room.startNs, room.startNs + scenario.seconds * NS_PER_SECOND);
    room.close();
    return { samples: Float32Array.from(track, (value) => value / 32768), rateHz: amplifier.rateHz };
  }

  test('lets Boris hear his own voice from the room that Anna sits in, and nothing without the coupling', () => {
    const voice = sounds.get('boris')!;
    const echo = heardByBoris(scenario);
    expect(mouthToEar(voice, echo, true)?.firstMs).toBeGreaterThan(80);
    expect(loudestOf(echo.samples)).toBeGreaterThan(0.02);
    const [anna, boris] = scenario.speakers as [Scenario['speakers'][0], Scenario['speakers'][0]];
    const alone = heardByBoris({ ...scenario, speakers: [{ ...anna, coupling: undefined }, boris] });
    expect(loudestOf(alone.samples)).toBeLessThan(0.005);
  });
});
