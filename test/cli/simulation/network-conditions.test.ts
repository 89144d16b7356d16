import { NetworkConditions } from '../../../cli/simulation/network-conditions';
import { parseScenario } from '../../../cli/simulation/scenario';
import { NS_PER_SECOND } from '../../../host-sim/core/time-units';

const START_NS = 7 * NS_PER_SECOND;

/** The conditions of a scenario of two speakers, whose time has begun. */
function conditionsOf(network: object, anna: object = {}, { seed = 1, seconds = 600 } = {}): NetworkConditions {
  const speakers = [{ name: 'anna', network: anna }, { name: 'boris' }];
  const conditions = new NetworkConditions(
    parseScenario(JSON.stringify({ seed, seconds, network, speakers }), 'x.json'),
  );
  conditions.start(START_NS);
  return conditions;
}

/** The stalls of a speaker in seconds of the scenario: [second, seconds]. */
const stallsOf = (conditions: NetworkConditions, speaker: number, direction: 'up' | 'down'): [number, number][] =>
  (conditions.of(speaker, direction).stalls ?? []).map(({ fromNs, untilNs }) => [
    (fromNs - START_NS) / NS_PER_SECOND,
    (untilNs - fromNs) / NS_PER_SECOND,
  ]);

test("a leg of the speaker is stronger than the speaker's network, that than a leg of the room, that than the room", () => {
  const room = { delayMs: 1, jitterMs: 1, loss: 0.1, duplicate: 0.1, up: { jitterMs: 2, loss: 0.2, duplicate: 0.2 } };
  const conditions = conditionsOf(room, { loss: 0.3, duplicate: 0.3, up: { duplicate: 0.4 } });
  expect(conditions.of(0, 'up')).toMatchObject({ delayMs: 1, jitterMs: 2, loss: 0.3, duplicate: 0.4 });
  expect(conditions.of(0, 'down')).toMatchObject({ delayMs: 1, jitterMs: 1, loss: 0.3, duplicate: 0.3 });
  expect(conditions.of(1, 'up')).toMatchObject({ delayMs: 1, jitterMs: 2, loss: 0.2, duplicate: 0.2 });
  expect(conditions.of(-1, 'down')).toMatchObject({ delayMs: 1, jitterMs: 1, loss: 0.1, duplicate: 0.1 });
});

test('stalls and steps are counted from second 0, in order, and stalls that overlap are one', () => {
  const network = {
    stalls: [
      [9, 3],
      [2, 0.3],
      [10, 0.5],
    ],
    delaySteps: [
      [5, 90],
      [4, 60],
    ],
  };
  const conditions = conditionsOf(network);
  expect(stallsOf(conditions, 0, 'up')).toEqual([
    [2, 0.3],
    [9, 3],
  ]);
  expect(conditions.of(0, 'up').delaySteps).toEqual([
    { fromNs: START_NS + 4 * NS_PER_SECOND, delayMs: 60 },
    { fromNs: START_NS + 5 * NS_PER_SECOND, delayMs: 90 },
  ]);
});

test("ports change where the speaker's datagrams leave, after second 0, and the relay's port does not", () => {
  const conditions = conditionsOf({ portChanges: [3] }, { portChanges: [1, 2] });
  expect(conditions.of(0, 'up').portChanges).toEqual([START_NS + 1 * NS_PER_SECOND, START_NS + 2 * NS_PER_SECOND]);
  expect(conditions.of(1, 'up').portChanges).toEqual([START_NS + 3 * NS_PER_SECOND]);
  expect(conditions.of(1, 'down').portChanges).toEqual([]);
});

test('before second 0 nothing stalls and no delay changes', () => {
  const speakers = [{ name: 'anna' }];
  const network = { loss: 0.1, stalls: [[0, 600]], delaySteps: [[0, 90]], portChanges: [0] };
  const conditions = new NetworkConditions(parseScenario(JSON.stringify({ seconds: 9, network, speakers }), 'x.json'));
  expect(conditions.of(0, 'up')).toEqual(expect.objectContaining({ loss: 0.1 }));
  expect(conditions.of(0, 'up')).not.toHaveProperty('stalls');
  expect(conditions.of(0, 'up')).not.toHaveProperty('delaySteps');
  expect(conditions.of(0, 'up')).not.toHaveProperty('portChanges');
});

describe.each([1, 2, 3])('random stalls with the seed %d', (seed) => {
  const seconds = 36_000;
  const conditions = conditionsOf({ randomStalls: { perMinute: 6, seconds: [0.3, 1, 3] } }, {}, { seed, seconds });
  const stalls = stallsOf(conditions, 0, 'up');

  test('come as often as they should, with each of the lengths', () => {
    // A stall and the pause after it last 10 + 1.43 s on average.
    expect(stalls.length).toBeGreaterThan((0.93 * seconds) / 11.43);
    expect(stalls.length).toBeLessThan((1.07 * seconds) / 11.43);
    for (const length of [0.3, 1, 3]) {
      const share = stalls.filter(([, lasts]) => Math.abs(lasts - length) < 1e-6).length / stalls.length;
      expect(share).toBeGreaterThan(0.28);
      expect(share).toBeLessThan(0.38);
    }
    const pauses = stalls.slice(1).map(([at], i) => at - stalls[i]![0] - stalls[i]![1]);
    expect(pauses.filter((pause) => pause > 10).length / pauses.length).toBeCloseTo(Math.exp(-1), 1);
  });

  test('hit both directions of a speaker together, and each speaker on its own', () => {
    expect(stallsOf(conditions, 0, 'down')).toEqual(stalls);
    expect(stallsOf(conditions, 1, 'up')).not.toEqual(stalls);
  });

  test('are the same for the same seed, and only for the same', () => {
    const again = (other: number) =>
      stallsOf(
        conditionsOf({ randomStalls: { perMinute: 6, seconds: [0.3, 1, 3] } }, {}, { seed: other, seconds }),
        0,
        'up',
      );
    expect(again(seed)).toEqual(stalls);
    expect(again(seed + 10)).not.toEqual(stalls);
  });
});
