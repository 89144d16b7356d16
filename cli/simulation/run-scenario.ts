import { resolve } from 'node:path';
import type { Firmware } from '../../host-sim';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import type { ConsolePorts } from '../board/board-console';
import { mouthToEar, type MouthToEar } from '../sound/mouth-to-ear';
import { readWav, type Sound } from '../sound/wav';
import { Failure } from '../failure';
import { lightRecord } from './light-record';
import { IMPULSE_RESPONSE_MOST_SECONDS, TAPS_HZ, type Scenario } from './scenario';
import { openSimulatedRoom, responseName, type SimulatedRoom, type SimulatedSpeaker } from './simulated-room';
import { SpeakerWatch, watchReport, type WatchReport } from './speaker-watch';

/** How often the status of the speakers is read, in seconds, and how many times at most. */
const LOOK_SECONDS = 0.005;
const LOOKS_MAX = 20_000;

/** The report of a simulation, which becomes report.json. */
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

/** The part of a report about one speaker. */
export type SpeakerReport = WatchReport & { readonly mouthToEarMs: Record<string, MouthToEar | null> };

/** Runs a scenario to its end in virtual time. The same scenario gives the same report and the same sound. */
export function runScenario(
  scenario: Scenario,
  firmware: Firmware,
  sounds: ReadonlyMap<string, Sound>,
  consoles?: ConsolePorts,
): { report: Report; room: SimulatedRoom } {
  const room = openSimulatedRoom(scenario, firmware, sounds, consoles);
  const watched = room.speakers.map((speaker) => ({ speaker, watch: new SpeakerWatch(speaker) }));
  const lookSeconds = Math.max(LOOK_SECONDS, scenario.seconds / LOOKS_MAX);
  const looks = Math.floor(scenario.seconds / lookSeconds);
  for (let look = 0; look <= looks; look++) {
    const second = look * lookSeconds;
    room.runTo(second);
    for (const { watch } of watched) watch.look(second);
  }
  room.runTo(scenario.seconds);
  const { mixes, packetsIn, packetsOut, dropped, lost, late, concealed } = room.relay.stats();
  const endNs = room.startNs + scenario.seconds * NS_PER_SECOND;
  const speakers = watched.map(({ speaker, watch }) => [
    speaker.name,
    {
      ...watchReport(speaker, watch, lightRecord(speaker.board, room.startNs, endNs, watched.length)),
      mouthToEarMs: delaysTo(speaker, room, scenario.seconds, sounds),
    },
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

/** Reads the impulse response of a room. @throws Failure that names the file and what is wrong */
function readResponse(path: string): Sound {
  const sound = readWav(path);
  const seconds = sound.samples.length / sound.rateHz;
  if (seconds === 0) throw new Failure(`the impulse response ${path} holds no sound`);
  if (sound.rateHz < TAPS_HZ)
    throw new Failure(
      `${path} has ${sound.rateHz} Hz, and an impulse response needs at least ${TAPS_HZ}: record it again`,
    );
  if (seconds > IMPULSE_RESPONSE_MOST_SECONDS) {
    const most = `an impulse response has at most ${IMPULSE_RESPONSE_MOST_SECONDS} s`;
    throw new Failure(`${path} lasts ${seconds.toFixed(2)} s, and ${most}: cut it`);
  }
  return sound;
}

/**
 * Reads the sounds of the microphones, by speaker, and the impulse responses of the rooms that they stand in. Paths are
 * relative to `folder`.
 * @throws Failure that names the file
 */
export function readSounds(scenario: Scenario, folder: string): Map<string, Sound> {
  const sounds = new Map<string, Sound>();
  for (const speaker of scenario.speakers) {
    const { name, microphone, coupling } = speaker;
    if (microphone !== undefined) sounds.set(name, readWav(resolve(folder, microphone)));
    const response = coupling?.impulseResponse;
    if (typeof response === 'string') sounds.set(responseName(speaker), readResponse(resolve(folder, response)));
  }
  return sounds;
}

/** The delay with which a speaker hears each of the others in its room whose microphone has a sound. */
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
