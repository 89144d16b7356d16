import { readFirmware } from '../../cli/firmware-text';
import { runScenario } from '../../cli/simulation/run-scenario';
import { parseScenario } from '../../cli/simulation/scenario';

// Presses that come faster than the relay's answers. An answer belongs to its request, so the latest press decides where the
// speaker ends, for the speaker and the relay alike.

type Press = readonly [atSecond: number, gesture: 'click' | 'double'];

/** Where the speaker and the relay end, over a network with this delay each way. */
function endOf(delayMs: number, presses: readonly Press[]) {
  const speakers = [{ name: 'anna', earcons: 1, script: presses }];
  const scenario = { seconds: 7, network: { delayMs }, speakers };
  const { report, room } = runScenario(parseScenario(JSON.stringify(scenario), 'answers'), readFirmware(), new Map());
  const { states } = report.speakers.anna!;
  const { speakers: onStage = 0, listeners = 0 } = room.relay.rooms.viewOf('lounge')?.counts ?? {};
  const inRoom = onStage + listeners;
  room.close();
  return { states: states.map(([, , state]) => state), inRoom };
}

const ENTER: Press = [0.5, 'click'];
const OUT: Press = [0.6, 'double'];
const IN_AGAIN: Press = [0.9, 'click'];

describe.each([100, 175, 250, 350])('a delay of %d ms each way', (delayMs) => {
  test('in, out and in again within a round trip ends in the room', () => {
    const { states, inRoom } = endOf(delayMs, [ENTER, OUT, IN_AGAIN]);
    expect(states.at(-1)).toBe('inRoom');
    expect(inRoom).toBe(1);
  });

  test('in and out within a round trip ends outside', () => {
    const { states, inRoom } = endOf(delayMs, [ENTER, OUT]);
    expect(states.at(-1)).toBe('idle');
    expect(inRoom).toBe(0);
  });

  test('in, out, in and out ends outside', () => {
    const { states, inRoom } = endOf(delayMs, [ENTER, OUT, IN_AGAIN, [1, 'double']]);
    expect(states.at(-1)).toBe('idle');
    expect(inRoom).toBe(0);
  });

  test('out of the room and in again within a round trip ends in the room', () => {
    // The speaker is on the stage: the first double click leads to the audience, the second one out.
    const { states, inRoom } = endOf(delayMs, [ENTER, [3, 'double'], [3.5, 'double'], [4.2, 'click']]);
    expect(states.at(-1)).toBe('inRoom');
    expect(inRoom).toBe(1);
  });
});
