import { readFirmware } from '../../cli/firmware-text';
import { runScenario, type Report } from '../../cli/simulation/run-scenario';
import { parseScenario, type ScenarioStep } from '../../cli/simulation/scenario';
import { unbrokenSpeech } from '../support/unbroken-speech';

// Sound leaves a speaker only while its microphone is open. Every press on the stage records, in case that it becomes a hold.

const VOICE = unbrokenSpeech('austen-1');

function reportOf(codec: string, script: readonly ScenarioStep[], seconds: number): Report {
  const speakers = [{ name: 'anna', codec, loop: true, script }];
  const scenario = parseScenario(JSON.stringify({ seconds, speakers }), 'closed microphone');
  const { report, room } = runScenario(scenario, readFirmware(), new Map([['anna', VOICE]]));
  room.close();
  return report;
}

/** From the first press of a double click to the second one, in milliseconds. */
const GAPS_MS = Array.from({ length: 12 }, (_, i) => 150 + 17 * i);

describe.each([
  ['wide', 1],
  ['narrow', 1],
  ['pcmu', 1],
  ['tables', 8],
] as const)('on %s', (codec, bootSeconds) => {
  test('a press that becomes a double click sends nothing', () => {
    // The first double click leads from the stage to the audience, the second one out of the room. Then it begins anew.
    const script = GAPS_MS.flatMap((gapMs, i): ScenarioStep[] => {
      const at = bootSeconds + 4 * i;
      return [
        [at, 'click'],
        [at + 1, 'click'],
        [at + 1 + gapMs / 1000, 'click'],
        [at + 2.5, 'double'],
      ];
    });
    const { speakers, relay } = reportOf(codec, script, bootSeconds + 4 * GAPS_MS.length);
    const { packets, microphoneOpen, states } = speakers.anna!;
    expect(microphoneOpen.map(([, , isOpen]) => isOpen)).toEqual([false]);
    expect(states.filter(([, , state]) => state === 'inRoom')).toHaveLength(GAPS_MS.length);
    expect(packets.sent).toBe(0);
    expect(relay.dropped).toBe(0);
  });
});
