import * as v from 'valibot';
import { flag, listOf, newName, oneOf, roomId, whole } from '../../relay/records/fields';
import { BETWEEN_CLICKS_MS, CLICK_MS } from '../board/click';
import { Failure } from '../failure';
import { fields, second, share, within } from './scenario-fields';
import { roomNetwork, speakerNetwork } from './scenario-network';

// A scenario says which speakers are in which rooms, what their microphones hear, when their buttons are pressed, and
// what the network is like. Instants are in seconds. A room that is not listed has an open stage. A member for whom the
// stage has no seat sits in the audience.

/** The rate of an impulse response that is given as numbers. */
export const TAPS_HZ = 16_000;
/** Longer ones would make the simulator slow: it takes as many multiplications for each sample. */
export const IMPULSE_RESPONSE_MOST_SECONDS = 0.5;

const step = v.union(
  [
    v.tuple([second, v.picklist(['click', 'double', 'press', 'release'])]),
    v.tuple([second, v.literal('hold'), within(0.001, 86_400)]),
  ],
  'has to be [second, "click" | "double" | "press" | "release"] or [second, "hold", seconds]',
);

const wifiStep = v.tuple(
  [second, v.picklist(['away', 'wrongPassword', 'noDhcp', 'good'])],
  'has to be [second, "away" | "wrongPassword" | "noDhcp" | "good"]',
);

/** How the microphone hears the loudspeaker. Taps are samples at 16 kHz. */
const coupling = fields({
  gainDb: within(-100, 20),
  delayMs: v.optional(within(0, 500), 0),
  impulseResponse: v.optional(
    v.union(
      [
        v.string(),
        v.pipe(v.array(within(-16, 16)), v.minLength(1), v.maxLength(IMPULSE_RESPONSE_MOST_SECONDS * TAPS_HZ)),
      ],
      `has to be the path of a sound file, or a list of 1 to ${IMPULSE_RESPONSE_MOST_SECONDS * TAPS_HZ} numbers from -16 to 16`,
    ),
  ),
});

const speaker = fields({
  name: v.pipe(newName, v.regex(/^[^/\\]+$/, 'has to have no slashes, for it becomes a file name')),
  room: v.optional(roomId, 'lounge'),
  microphone: v.optional(v.string('has to be the path of a sound file')),
  loop: v.optional(flag, false),
  duplex: v.optional(oneOf(['full', 'half']), 'half'),
  /** The firmware's setting: DVI4 at 16 kHz, DVI4 at 8 kHz, PCMU, or PCMU without kernels. */
  codec: v.optional(oneOf(['wide', 'narrow', 'pcmu', 'tables']), 'wide'),
  volume: v.optional(share, 1),
  microphoneGain: v.optional(within(1, 60), 1),
  /** The firmware's setting: the volume of its own signals. With 0 a recording holds only the room. */
  earcons: v.optional(share, 1),
  /** How its microphone hears its own loudspeaker. If it is not said: not at all. */
  coupling: v.optional(coupling),
  clockPpm: v.optional(whole(-1000, 1000), 0),
  /** What differs from the network of the room. */
  network: v.optional(speakerNetwork, {}),
  /** What becomes of its Wi-Fi, and when. */
  wifi: v.optional(v.array(wifiStep, 'has to be a list of steps'), []),
  script: v.optional(v.array(step, 'has to be a list of steps'), []),
});

const room = fields({ id: roomId, stage: v.optional(oneOf(['open', 'moderated']), 'open') });

const scenario = fields({
  seed: v.optional(whole(0, 0xffffffff), 1),
  seconds: within(0.1, 86_400),
  rooms: v.optional(v.array(room, 'has to be a list of rooms'), []),
  stageSeats: v.optional(whole(0, 64), 20),
  network: v.optional(roomNetwork, {}),
  /**
   * When the relay moves to another address, which its name then gives. Nothing at the former address answers. With this
   * field speakers know the relay by its name.
   */
  relayMoves: v.optional(v.array(second, 'has to be a list of seconds'), []),
  speakers: v.pipe(listOf(speaker, 64), v.minLength(1, 'is empty: there must be a speaker')),
});

/** A scenario with all its defaults. */
export type Scenario = v.InferOutput<typeof scenario>;
export type ScenarioSpeaker = Scenario['speakers'][number];
export type WifiStep = ScenarioSpeaker['wifi'][number];
export type ScenarioStep = ScenarioSpeaker['script'][number];

/** Where an issue is, such as `speaker "anna": coupling.gainDb`. */
function placeOf(issue: v.BaseIssue<unknown>, value: unknown): string {
  const path = v.getDotPath(issue);
  const [, index, field] = /^speakers\.(\d+)(?:\.(.+))?$/.exec(path ?? '') ?? [];
  if (index === undefined) return path ?? '(the whole file)';
  const { name } = ((value as { speakers: unknown[] }).speakers[Number(index)] ?? {}) as { name?: unknown };
  const who = typeof name === 'string' && field !== 'name' ? `speaker "${name}"` : `speaker ${Number(index) + 1}`;
  return field === undefined ? who : `${who}: ${field}`;
}

/** Reads a scenario from JSON text. @throws Failure that names the file, the field and what it must be */
export function parseScenario(text: string, name: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${name} is not JSON: ${(error as Error).message}`);
  }
  const result = v.safeParse(scenario, value);
  if (!result.success) {
    const places = result.issues.map((issue) => `  ${placeOf(issue, value)}: ${issue.message}`);
    throw new Failure(`${name} is not a scenario:\n${places.join('\n')}`);
  }
  const names = result.output.speakers.map((one) => one.name);
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined) throw new Failure(`${name} has two speakers named "${twice}": give each its own name`);
  return result.output;
}

const CLICK_SECONDS = CLICK_MS / 1000;
const BETWEEN_CLICKS_SECONDS = BETWEEN_CLICKS_MS / 1000;

/** The presses and releases of a script: [second, whether the button goes down]. */
export function edgesOf(script: readonly ScenarioStep[]): [second: number, isDown: boolean][] {
  const edges: [number, boolean][] = [];
  const hold = (at: number, seconds: number): void => void edges.push([at, true], [at + seconds, false]);
  for (const [at, gesture, seconds] of script) {
    switch (gesture) {
      case 'press':
      case 'release':
        edges.push([at, gesture === 'press']);
        break;
      case 'hold':
        hold(at, seconds);
        break;
      case 'double':
        hold(at, CLICK_SECONDS);
        hold(at + BETWEEN_CLICKS_SECONDS, CLICK_SECONDS);
        break;
      case 'click':
        hold(at, CLICK_SECONDS);
        break;
    }
  }
  return edges;
}
