import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { statusOf } from '../../cli/board/speaker-status';
import type { Sound } from '../../cli/sound/wav';
import { likeness, type Likeness } from '../support/measure';
import { speech } from '../support/speech';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// Every codec a speaker can be set to, through the relay, with real voices; and speakers whose codecs differ.

const SILENT_SECONDS = 3;

/** What is said to the end of a run, less what the network and the buffers hold by then. */
function voice(name: Name, seconds: number): Sound {
  const { samples, rateHz } = speech(name === 'anna' ? 'austen-1' : 'austen-2', SILENT_SECONDS);
  return { samples: samples.subarray(0, Math.round((seconds - 0.5) * rateHz)), rateHz };
}

type Name = 'anna' | 'boris';
type Codec = 'wide' | 'narrow' | 'pcmu' | 'tables';

function talk(anna: Codec, boris: Codec, seconds: number): SimulatedRoom {
  const script = [
    [0.5, 'click'],
    [1.5, 'click'],
  ];
  const speakers = [
    { name: 'anna', duplex: 'full', earcons: 0, codec: anna, script },
    { name: 'boris', duplex: 'full', earcons: 0, codec: boris, script },
  ];
  // With this seed no jitter buffer changes its delay in the middle, which leaves nothing of an SNR.
  const value = { seed: 1, seconds, network: { delayMs: 5, jitterMs: 4 }, speakers };
  const room = openSimulatedRoom(
    parseScenario(JSON.stringify(value), 'codecs'),
    readFirmware(),
    new Map((['anna', 'boris'] as const).map((name) => [name, voice(name, seconds)])),
  );
  room.runTo(seconds);
  return room;
}

/** How much of the other's voice a speaker heard, and how late. */
function heardBy(room: SimulatedRoom, name: Name, seconds: number): Likeness {
  const { amplifier } = room.speakers[name === 'anna' ? 0 : 1]!.board;
  const samples = amplifier.toSamples(room.startNs, room.startNs + seconds * NS_PER_SECOND);
  const heard = { samples: Float32Array.from(samples, (value) => value / 32768), rateHz: amplifier.rateHz };
  return likeness(voice(name === 'anna' ? 'boris' : 'anna', seconds), heard, 3400, 200);
}

// What a codec's own noise allows, one pass of it: 4 bits a sample at 8 kHz, at 16 kHz, 8 bits of µ-law.
// Packets reach kernels when they come, tables when they are next looked at.
const PAIRS: [Codec, Codec, { name: string; rateHz: number; snrDb: number; delayMs: number }[]][] = [
  ['wide', 'wide', Array(2).fill({ name: 'DVI4/16000 kernels', rateHz: 16000, snrDb: 24, delayMs: 80 })],
  ['narrow', 'narrow', Array(2).fill({ name: 'DVI4/8000 kernels', rateHz: 8000, snrDb: 18, delayMs: 90 })],
  ['pcmu', 'pcmu', Array(2).fill({ name: 'PCMU/8000 kernels', rateHz: 8000, snrDb: 31, delayMs: 90 })],
  ['tables', 'tables', Array(2).fill({ name: 'PCMU tables', rateHz: 8000, snrDb: 32, delayMs: 150 })],
  [
    'tables',
    'wide',
    [
      { name: 'PCMU tables', rateHz: 8000, snrDb: 23.5, delayMs: 130 },
      { name: 'DVI4/16000 kernels', rateHz: 16000, snrDb: 25, delayMs: 90 },
    ],
  ],
];

test.each(PAIRS)('%s and %s hear each other', (anna, boris, wanted) => {
  // Of tables a whole text is asked, as ever.
  const seconds = boris === 'tables' ? 12 : 7;
  const room = talk(anna, boris, seconds);
  for (const [i, name] of (['anna', 'boris'] as const).entries()) {
    const { board } = room.speakers[i]!;
    const status = statusOf(board);
    expect(status).toMatchObject({ codec: wanted[i]!.name, fault: '', underruns: 0, overruns: 0, skipped: 0 });
    expect(status?.packets).toMatchObject({ lost: 0, late: 0, malformed: 0 });
    expect(board.amplifier.rateHz).toBe(wanted[i]!.rateHz);
    const { snrDb, delayMs, gainDb } = heardBy(room, name, seconds);
    expect(snrDb).toBeGreaterThan(wanted[i]!.snrDb);
    expect(delayMs).toBeLessThan(wanted[i]!.delayMs);
    expect(Math.abs(gainDb)).toBeLessThan(0.3);
  }
  expect(room.relay.stats()).toMatchObject({ dropped: 0, lost: 0, late: 0 });
  room.close();
});
