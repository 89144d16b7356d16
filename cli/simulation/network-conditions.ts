import { createRandom } from '../../host-sim';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import type { Conditions, Stall } from '../../host-sim/net/conditions';
import type { Scenario } from './scenario';
import type { SpeakerNetwork } from './scenario-network';

/** From a speaker to the relay, or from the relay to a speaker. */
type Direction = 'up' | 'down';

/** The settings of one direction. What is said nearest to it holds: room, room's leg, speaker, speaker's leg. */
function legOf(room: SpeakerNetwork, own: SpeakerNetwork, direction: Direction): SpeakerNetwork {
  return { ...room, ...room[direction], ...own, ...own[direction] };
}

/** Stalls at random instants, independent of each other: the pauses between them are distributed exponentially. */
function randomStalls(
  { perMinute, seconds }: NonNullable<SpeakerNetwork['randomStalls']>,
  length: number,
  random: { next(): number },
): [second: number, seconds: number][] {
  const stalls: [number, number][] = [];
  const pause = (): number => (-Math.log(1 - random.next()) * 60) / perMinute;
  for (let at = pause(); at < length; at += pause()) {
    const lasts = seconds[Math.floor(random.next() * seconds.length)]!;
    stalls.push([at, lasts]);
    at += lasts;
  }
  return stalls;
}

/** Stalls in order. Those that overlap become one. */
function mergeStalls(stalls: readonly (readonly [number, number])[], startNs: number): Stall[] {
  const merged: Stall[] = [];
  const sorted = stalls.map(([at, lasts]) => [at, at + lasts] as const).sort(([a], [b]) => a - b);
  for (const [from, until] of sorted) {
    const fromNs = startNs + Math.round(from * NS_PER_SECOND);
    const untilNs = startNs + Math.round(until * NS_PER_SECOND);
    const last = merged.at(-1);
    if (last && fromNs <= last.untilNs) {
      merged[merged.length - 1] = { fromNs: last.fromNs, untilNs: Math.max(last.untilNs, untilNs) };
    } else merged.push({ fromNs, untilNs });
  }
  return merged;
}

/**
 * The conditions between the relay and each speaker. `speaker` is its index. Stalls and steps of the delay hold only after
 * `startNs`, the instant of the scenario's second 0.
 */
export class NetworkConditions {
  private readonly scenario: Scenario;
  private startNs: number | undefined;
  private readonly known = new Map<string, Partial<Conditions>>();

  constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  /** Begins the scenario's time. */
  start(startNs: number): void {
    this.startNs = startNs;
    this.known.clear();
  }

  /** The conditions of a direction. A host that is no speaker, with the index −1, has those of the room. */
  of(speaker: number, direction: Direction): Partial<Conditions> {
    const key = `${speaker} ${direction}`;
    let conditions = this.known.get(key);
    if (!conditions) this.known.set(key, (conditions = this.conditionsOf(speaker, direction)));
    return conditions;
  }

  private conditionsOf(speaker: number, direction: Direction): Partial<Conditions> {
    const { scenario, startNs } = this;
    const leg = legOf(scenario.network, scenario.speakers[speaker]?.network ?? {}, direction);
    const { delaySteps = [], stalls = [], randomStalls: atRandom, portChanges = [], ...rest } = leg;
    // Fields that are not said are absent, never undefined.
    const always = rest as Partial<Conditions>;
    if (startNs === undefined) return always;
    // One stream for both directions: if they have the same settings, they stall together, as radio does.
    const random = createRandom(scenario.seed, `stalls ${speaker}`);
    // The router is the speaker's: the relay's port stays.
    const changes = direction === 'up' ? portChanges : [];
    const found = atRandom ? randomStalls(atRandom, scenario.seconds, random) : [];
    return {
      ...always,
      portChanges: changes.map((at) => startNs + Math.round(at * NS_PER_SECOND)),
      stalls: mergeStalls([...stalls, ...found], startNs),
      delaySteps: delaySteps
        .map(([at, delayMs]) => ({ fromNs: startNs + Math.round(at * NS_PER_SECOND), delayMs }))
        .sort((a, b) => a.fromNs - b.fromNs),
    };
  }
}
