import * as v from 'valibot';
import { isName, isRoomId } from '../../wire';
import { Failure } from '../failure';
import { roomNetwork, speakerNetwork } from './scenario-network';

// A scenario says which speakers are in which rooms, what their microphones hear, when their buttons are pressed, and
// what the network is like. Instants are in seconds. A room that is not listed has an open stage. A member for whom the
// stage has no seat sits in the audience.

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const second = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));

const roomId = v.custom<string>(isRoomId, 'a room id has 1 to 40 small letters, digits and hyphens');

const step = v.union(
  [
    v.tuple([second, v.picklist(['click', 'double', 'press', 'release'])]),
    v.tuple([second, v.literal('hold'), v.pipe(v.number(), v.minValue(0.001), v.maxValue(86_400))]),
  ],
  'a step is [second, "click" | "double" | "press" | "release"] or [second, "hold", seconds]',
);

const fileName = v.pipe(
  v.custom<string>(isName, 'a name has 1 to 64 characters'),
  v.regex(/^[^/\\]+$/, 'a name becomes a file name: no slashes'),
);

const speaker = v.strictObject({
  name: fileName,
  room: v.optional(roomId, 'lounge'),
  microphone: v.optional(v.string()),
  loop: v.optional(v.boolean(), false),
  duplex: v.optional(v.picklist(['full', 'half']), 'half'),
  /** The firmware's setting: DVI4 at 16 kHz, DVI4 at 8 kHz, PCMU, or PCMU without kernels. */
  codec: v.optional(v.picklist(['wide', 'narrow', 'pcmu', 'tables']), 'wide'),
  volume: v.optional(share, 1),
  /** The firmware's setting: the volume of its own signals. Default: 0, so that recordings hold only the room. */
  earcons: v.optional(share, 0),
  clockPpm: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1000), v.maxValue(1000)), 0),
  /** What differs from the network of the room. */
  network: v.optional(speakerNetwork, {}),
  script: v.optional(v.array(step), []),
});

const scenario = v.strictObject({
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)), 1),
  seconds: v.pipe(v.number(), v.minValue(0.1), v.maxValue(86_400)),
  rooms: v.optional(
    v.array(v.strictObject({ id: roomId, stage: v.optional(v.picklist(['open', 'moderated']), 'open') })),
    [],
  ),
  stageSeats: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)), 20),
  network: v.optional(roomNetwork, {}),
  speakers: v.pipe(v.array(speaker), v.minLength(1, 'there must be a speaker'), v.maxLength(64)),
});

/** A scenario with all its defaults. */
export type Scenario = v.InferOutput<typeof scenario>;
export type ScenarioSpeaker = Scenario['speakers'][number];
export type ScenarioStep = ScenarioSpeaker['script'][number];

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
    const places = result.issues.map((issue) => `  ${v.getDotPath(issue) ?? '(the whole file)'}: ${issue.message}`);
    throw new Failure(`${name} is not a scenario:\n${places.join('\n')}`);
  }
  const names = result.output.speakers.map((one) => one.name);
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined) throw new Failure(`${name} has two speakers named "${twice}": give each its own name`);
  return result.output;
}

/** How long a click holds the button down. */
const CLICK_SECONDS = 0.08;
/** From the begin of the first click of a double click to that of the second. */
const BETWEEN_CLICKS_SECONDS = 0.2;

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
