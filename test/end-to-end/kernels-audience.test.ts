import { readFirmware } from '../../cli/firmware-text';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { statusOf, type SpeakerStatus } from '../../cli/board/speaker-status';
import { likeness } from '../support/measure';
import { unbrokenSpeech } from '../support/unbroken-speech';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// Who finds no seat on the stage listens: packets of 40 ms, and concealment where they fail to come.

const SECONDS = 12;
const VOICE = unbrokenSpeech('austen-1');

/** Anna talks on the stage, which has one seat; boris and cara, on tables, come later. */
function open(loss: number): SimulatedRoom {
  const speakers = [
    { name: 'anna', earcons: 0, duplex: 'full', loop: true, script: [[0.2, 'click'], [1.2, 'click']] },
    { name: 'boris', earcons: 0, script: [[0.7, 'click'], [2, 'click']] },
    { name: 'cara', earcons: 0, codec: 'tables', script: [[0.7, 'click'], [2, 'hold', 1]] },
  ]; // prettier-ignore
  const value = { seed: 3, seconds: SECONDS, stageSeats: 1, network: { delayMs: 5, jitterMs: 3, loss }, speakers };
  return openSimulatedRoom(
    parseScenario(JSON.stringify(value), 'audience'),
    readFirmware(),
    new Map([['anna', VOICE]]),
  );
}

function statusNow(room: SimulatedRoom, index: number): SpeakerStatus {
  return statusOf(room.speakers[index]!.board) as SpeakerStatus;
}

test('on a clean network an audience hears every packet, 25 a second, and says nothing', () => {
  const room = open(0);
  room.runTo(4);
  const before = [1, 2].map((i) => statusNow(room, i));
  room.runTo(SECONDS);
  for (const i of [1, 2]) {
    const status = statusNow(room, i);
    expect(status).toMatchObject({ state: 'inRoom', role: 'audience', microphone: 'closed', fault: '' });
    expect(Math.abs(status.packets.received - before[i - 1]!.packets.received - 25 * (SECONDS - 4))).toBeLessThan(3);
    expect(status.packets).toMatchObject({ sent: 0, lost: 0, late: 0 });
    expect(status).toMatchObject({ underruns: 0, overruns: 0, skipped: 0, playing: true });
    expect(status.bufferMs).toBeLessThanOrEqual(120);
  }
  expect(statusNow(room, 1).packets.concealed).toBe(0);
  const { amplifier } = room.speakers[1]!.board;
  const played = amplifier.toSamples(room.startNs, room.startNs + 6 * NS_PER_SECOND);
  const heard = { samples: Float32Array.from(played, (value) => value / 32768), rateHz: amplifier.rateHz };
  const skip = Math.round(3 * 16_000);
  const looped = Float32Array.from(
    { length: 5.5 * 16_000 - skip },
    (_, n) => VOICE.samples[(n + skip) % VOICE.samples.length]!,
  );
  const { snrDb, delayMs } = likeness(
    { samples: looped, rateHz: 16_000 },
    { ...heard, samples: heard.samples.subarray(skip) },
    3400,
    300,
  );
  expect(snrDb).toBeGreaterThan(23);
  expect(delayMs).toBeLessThan(150);
  room.close();
});

test.each([1, 2])('with every twentieth packet lost it hears the voice without a gap (listener %i)', (listener) => {
  const room = open(0.05);
  room.runTo(SECONDS);
  const { packets, state, underruns, overruns, fault, bufferMs, playing } = statusNow(room, listener);
  expect({ state, fault, overruns, playing }).toEqual({ state: 'inRoom', fault: '', overruns: 0, playing: true });
  expect(packets.lost).toBeGreaterThan(3);
  expect(packets.lost).toBeLessThan(40);
  // Two frames stand in for a packet.
  expect(packets.concealed).toBeGreaterThanOrEqual(packets.lost);
  expect(packets.concealed).toBeLessThanOrEqual(3 * packets.lost + 8);
  expect(underruns).toBeLessThan(5);
  expect(bufferMs).toBeLessThanOrEqual(200);
  expect(packets.received).toBeGreaterThan(25 * (SECONDS - 3) * 0.88);
  room.close();
});
