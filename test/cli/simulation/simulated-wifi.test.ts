import { readFirmware } from '../../../cli/firmware-text';
import { runScenario } from '../../../cli/simulation/run-scenario';
import { parseScenario } from '../../../cli/simulation/scenario';

/** When a speaker in a room, whose Wi-Fi changes at second 2, was in which state. */
function statesWith(wifi: readonly (readonly [number, string])[]): readonly (readonly [number, number, string])[] {
  const speakers = [{ name: 'anna', earcons: 0, wifi, script: [[0.5, 'click']] }];
  const scenario = parseScenario(JSON.stringify({ seconds: 45, speakers }), 'wifi.json');
  const { report, room } = runScenario(scenario, readFirmware(), new Map());
  room.close();
  return report.speakers['anna']?.states ?? [];
}

const isInRoomAt = (states: ReturnType<typeof statesWith>, second: number): boolean =>
  states.some(([from, to, state]) => from <= second && second < to && state === 'inRoom');

test.each(['away', 'wrongPassword', 'noDhcp'])(
  'Wi-Fi that is "%s" drops a speaker, until it is good again',
  (trouble) => {
    const states = statesWith([
      [2, trouble],
      [18, 'good'],
    ]);
    expect(isInRoomAt(states, 1.9)).toBe(true);
    expect(isInRoomAt(states, 17.9)).toBe(false);
    expect(states.at(-1)?.[2]).toBe('inRoom');
  },
);
