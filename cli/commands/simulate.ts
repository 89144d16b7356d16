import type { Firmware } from '../../host-sim';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../failure';
import { readFirmware } from '../firmware-text';
import { mouthToEar, type MouthToEar } from '../sound/mouth-to-ear';
import { makeOutputFolder, writeRecording } from '../sound/recordings';
import { parseScenario, type Scenario } from '../simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom, type SimulatedSpeaker } from '../simulation/simulated-room';
import { SpeakerWatch } from '../simulation/speaker-watch';
import { readWav, type Sound } from '../sound/wav';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

/** How often the speakers' status is looked at, and how many times at most. */
const LOOK_SECONDS = 0.005;
const LOOKS_MAX = 20_000;

/** What a simulation tells of itself, written as report.json. */
export type Report = {
  readonly seed: number;
  readonly seconds: number;
  readonly speakers: Record<string, SpeakerReport>;
  readonly relay: {
    readonly mixes: number;
    readonly packetsIn: number;
    readonly packetsOut: number;
    readonly dropped: number;
    readonly lost: number;
    readonly late: number;
    readonly concealed: number;
  };
};

export type SpeakerReport = ReturnType<typeof speakerReport>;

function speakerReport(watch: SpeakerWatch, cpu: number, mouthToEarMs: Record<string, MouthToEar | null>) {
  const { latest, states, lights, microphoneOpen, joinMs, role, codec, bufferMostMs } = watch;
  const packets = latest?.packets;
  return {
    states,
    lights,
    microphoneOpen,
    role,
    codec,
    joinMs: joinMs < 0 ? null : Math.round(joinMs * 10) / 10,
    packets: {
      sent: packets?.sent ?? 0,
      received: packets?.received ?? 0,
      lost: packets?.lost ?? 0,
      late: packets?.late ?? 0,
      concealed: packets?.concealed ?? 0,
    },
    underruns: latest?.underruns ?? 0,
    overruns: latest?.overruns ?? 0,
    skipped: latest?.skipped ?? 0,
    bufferMs: latest?.bufferMs ?? 0,
    bufferMostMs,
    mouthToEarMs,
    cpu: Math.round(cpu * 1000) / 1000,
  };
}

/** Runs a scenario to its end in virtual time; the same scenario gives the same report and the same sound. */
export function runScenario(
  scenario: Scenario,
  firmware: Firmware,
  sounds: ReadonlyMap<string, Sound>,
): { report: Report; room: SimulatedRoom } {
  const room = openSimulatedRoom(scenario, firmware, sounds);
  const watches = room.speakers.map((speaker) => new SpeakerWatch(speaker));
  const lookSeconds = Math.max(LOOK_SECONDS, scenario.seconds / LOOKS_MAX);
  const looks = Math.floor(scenario.seconds / lookSeconds);
  for (let look = 0; look <= looks; look++) {
    const second = look * lookSeconds;
    room.runTo(second);
    for (const watch of watches) watch.look(second);
  }
  room.runTo(scenario.seconds);
  const { mixes, packetsIn, packetsOut, dropped, lost, late, concealed } = room.relay.stats();
  const speakers = room.speakers.map((speaker, i) => [
    speaker.name,
    speakerReport(watches[i], speaker.board.cpuLoad, delaysTo(speaker, room, scenario.seconds, sounds)),
  ]);
  return {
    room,
    report: {
      seed: scenario.seed,
      seconds: scenario.seconds,
      speakers: Object.fromEntries(speakers) as Record<string, SpeakerReport>,
      relay: { mixes, packetsIn, packetsOut, dropped, lost, late, concealed },
    },
  };
}

/** How late a speaker hears each of the others in its room who have something to say. */
function delaysTo(
  { name, setting, board }: SimulatedSpeaker,
  { speakers, startNs }: SimulatedRoom,
  seconds: number,
  sounds: ReadonlyMap<string, Sound>,
): Record<string, MouthToEar | null> {
  const others = speakers.filter((other) => other.name !== name && other.setting.room === setting.room);
  const delays: Record<string, MouthToEar | null> = {};
  const { amplifier } = board;
  const played = amplifier.toSamples(startNs, startNs + seconds * NS_PER_SECOND);
  const heard = { samples: Float32Array.from(played, (value) => value / 32768), rateHz: amplifier.rateHz };
  for (const other of others) {
    const source = sounds.get(other.name);
    if (source) delays[other.name] = mouthToEar(source, heard, other.setting.loop);
  }
  return delays;
}

/** The microphones' sounds; paths are relative to the scenario's folder. @throws Failure naming the file */
export function readSounds(scenario: Scenario, folder: string): Map<string, Sound> {
  const sounds = new Map<string, Sound>();
  for (const { name, microphone } of scenario.speakers) {
    if (microphone !== undefined) sounds.set(name, readWav(resolve(folder, microphone)));
  }
  return sounds;
}

/** `stagebox simulate`: runs the scenario file and writes each speaker's sound and the report into `outFolder`. */
export function simulate(scenarioPath: string, outFolder: string): Report {
  let text: string;
  try {
    text = readFileSync(scenarioPath, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read the scenario ${scenarioPath} (${(error as NodeJS.ErrnoException).code})`);
  }
  const scenario = parseScenario(text, scenarioPath);
  const sounds = readSounds(scenario, dirname(resolve(scenarioPath)));
  makeOutputFolder(outFolder);
  const { report, room } = runScenario(scenario, readFirmware(), sounds);
  const endNs = room.startNs + scenario.seconds * NS_PER_SECOND;
  for (const { name, board } of room.speakers) writeRecording(outFolder, name, board, room.startNs, endNs);
  writeFileSync(join(outFolder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  room.close();
  return report;
}
