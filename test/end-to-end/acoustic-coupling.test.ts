import { readFirmware } from '../../cli/firmware-text';
import { openSimulatedRoom, responseName } from '../../cli/simulation/simulated-room';
import { parseScenario } from '../../cli/simulation/scenario';
import { mouthToEar } from '../../cli/sound/mouth-to-ear';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { speech } from '../support/speech';

const SECONDS = 7;
const voice = speech('austen-1', 1);

type Echo = { readonly levelDb: number; readonly lagMs: number };

/** What comes back to Boris of his own voice, by way of Anna's loudspeaker and microphone. */
function echo(coupling?: Record<string, unknown>, seed = 1): Echo {
  const common = {
    duplex: 'full',
    earcons: 0,
    script: [
      [0.2, 'click'],
      [0.7, 'click'],
    ],
  };
  const speakers = [
    { ...common, name: 'anna', ...(coupling && { coupling }) },
    { ...common, name: 'boris' },
  ];
  const scenario = parseScenario(JSON.stringify({ seed, seconds: SECONDS, speakers }), 'echo.json');
  const response = { samples: Float32Array.of(...new Array<number>(480).fill(0), 1), rateHz: 48_000 };
  const sounds = new Map([
    ['boris', voice],
    [responseName({ name: 'anna' }), response],
  ]);
  const room = openSimulatedRoom(scenario, readFirmware(), sounds);
  room.runTo(SECONDS);
  const { amplifier } = room.speakers[1]!.board;
  const at = (second: number): number => room.startNs + second * NS_PER_SECOND;
  const played = amplifier.toSamples(at(0), at(SECONDS));
  room.close();
  const heard = { samples: Float32Array.from(played, (value) => value / 32768), rateHz: amplifier.rateHz };
  const loud = heard.samples.subarray(2 * heard.rateHz);
  const power = loud.reduce((sum, value) => sum + value * value, 0) / loud.length;
  return { levelDb: 10 * Math.log10(power + 1e-12), lagMs: mouthToEar(voice, heard)?.firstMs ?? -1 };
}

/** How late the voice comes back: the median of five networks, because a jitter buffer may hold one packet more. */
function lagMs(coupling: Record<string, unknown>): number {
  const lags = [2, 3, 4, 5, 6].map((seed) => echo(coupling, seed).lagMs);
  return lags.sort((a, b) => a - b)[2]!;
}

describe('a loudspeaker that its own microphone hears', () => {
  const near = echo({ gainDb: 0 });
  const nearLagMs = lagMs({ gainDb: 0 });

  test('sends what others say back to them; without coupling nothing comes back', () => {
    expect(near.lagMs).toBeGreaterThan(50);
    expect(echo().levelDb).toBeLessThan(near.levelDb - 25);
  });

  test('is as much softer in their recording as its gain is lower', () => {
    expect(echo({ gainDb: -12 }).levelDb - near.levelDb).toBeCloseTo(-12, 0);
  });

  test('is as much later in their recording as the way through the air is longer', () => {
    expect(lagMs({ gainDb: 0, delayMs: 40 }) - nearLagMs).toBeCloseTo(40, -0.3);
  });

  test('is as late as the impulse response in its file says', () => {
    expect(lagMs({ gainDb: 0, impulseResponse: 'late.wav' }) - nearLagMs).toBeCloseTo(10, -0.3);
  });
});
