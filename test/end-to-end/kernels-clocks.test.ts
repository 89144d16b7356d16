import { readFirmware } from '../../cli/firmware-text';
import { mouthToEar, type MouthToEar } from '../../cli/sound/mouth-to-ear';
import { parseScenario } from '../../cli/simulation/scenario';
import { openSimulatedRoom, type SimulatedRoom } from '../../cli/simulation/simulated-room';
import { statusOf, type SpeakerStatus } from '../../cli/board/speaker-status';
import type { Sound } from '../../cli/sound/wav';
import { unbrokenSpeech } from '../support/unbroken-speech';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// Boards whose crystals differ, and voices that never pause: every sample of difference must be made up for in speech.

const VOICES: Record<string, Sound> = { anna: unbrokenSpeech('austen-1'), boris: unbrokenSpeech('austen-2') };

type DriftStatus = SpeakerStatus & { readonly droppedSamples: number; readonly addedSamples: number };

/** Everybody joins; who has a voice talks all the time. */
function open(seconds: number, clocksPpm: Record<string, number>, jitterMs: number): SimulatedRoom {
  const speakers = Object.entries(clocksPpm).map(([name, clockPpm]) => ({
    name,
    earcons: 0,
    duplex: 'full',
    loop: true,
    clockPpm,
    script: [[0.3, 'click'], ...(name in VOICES ? [[1, 'click']] : [])],
  }));
  const scenario = parseScenario(JSON.stringify({ seconds, network: { delayMs: 5, jitterMs }, speakers }), 'clocks');
  return openSimulatedRoom(scenario, readFirmware(), new Map(Object.entries(VOICES)));
}

function statusNow(room: SimulatedRoom, index: number): DriftStatus {
  return statusOf(room.speakers[index]!.board) as DriftStatus;
}

/** Runs to the end and answers the deepest buffer that each speaker had on the way, in ms. */
function run(room: SimulatedRoom, seconds: number): number[] {
  const most = room.speakers.map(() => 0);
  for (let second = 3; second <= seconds; second++) {
    room.runTo(second);
    most.forEach((ms, i) => (most[i] = Math.max(ms, statusNow(room, i).bufferMs)));
  }
  return most;
}

function delayOf(room: SimulatedRoom, seconds: number, voice: string, listener: number): MouthToEar | null {
  const { amplifier } = room.speakers[listener]!.board;
  const samples = amplifier.toSamples(room.startNs, room.startNs + seconds * NS_PER_SECOND);
  const heard = { samples: Float32Array.from(samples, (value) => value / 32768), rateHz: amplifier.rateHz };
  return mouthToEar(VOICES[voice]!, heard, true);
}

/** 30 ms: by how much the buffer may be deeper or shallower at the end than at first. */
const BUFFERED_SAMPLES = 480;
const UNTROUBLED = { state: 'inRoom', fault: '', underruns: 0, overruns: 0, skipped: 0 };

test.each([
  [100, 0],
  // Five minutes of 200 ppm apart in one.
  [500, 4],
])('two boards, one %i ppm fast and one as slow, talk without a gap and without more delay', (ppm, jitterMs) => {
  const SECONDS = 60;
  const room = open(SECONDS, { anna: ppm, boris: -ppm }, jitterMs);
  const most = run(room, SECONDS);
  for (const [i, voice] of [
    [0, 'boris'],
    [1, 'anna'],
  ] as const) {
    const status = statusNow(room, i);
    expect(status).toMatchObject(UNTROUBLED);
    expect(status.packets).toMatchObject({ lost: 0, late: 0, concealed: 0 });
    expect(status.packets.received).toBeGreaterThan(50 * (SECONDS - 2) - 5);
    expect(most[i]).toBeLessThanOrEqual(50);
    // The fast one runs out of samples, the slow one has too many; what the buffer cannot take is made up for.
    const differ = ((SECONDS - 1) * 16_000 * 2 * ppm) / 1e6;
    const { addedSamples, droppedSamples } = status;
    const made = i === 0 ? addedSamples - droppedSamples : droppedSamples - addedSamples;
    expect(made).toBeGreaterThan(differ - BUFFERED_SAMPLES);
    expect(made).toBeLessThan(differ + BUFFERED_SAMPLES);
    // Whatever the clocks, a buffer that is deeper than wanted by 25 ms grows no more.
    const delay = delayOf(room, SECONDS, voice, i);
    expect(delay?.mostMs).toBeLessThan(90);
    expect(Math.abs((delay?.lastMs ?? 0) - (delay?.firstMs ?? 0))).toBeLessThan(25);
  }
  expect(room.relay.stats()).toMatchObject({ dropped: 0, lost: 0, late: 0, concealed: 0 });
  room.close();
});

test('who hears a fast and a slow board at once hears neither break up', () => {
  const SECONDS = 20;
  const room = open(SECONDS, { anna: 300, boris: -300, cara: 0 }, 2);
  const most = run(room, SECONDS);
  for (const i of [0, 1, 2]) {
    expect(statusNow(room, i)).toMatchObject(UNTROUBLED);
    expect(statusNow(room, i).packets).toMatchObject({ lost: 0, late: 0, concealed: 0 });
    expect(most[i]).toBeLessThanOrEqual(60);
  }
  expect(room.relay.stats()).toMatchObject({ dropped: 0, lost: 0, late: 0, concealed: 0 });
  expect(room.relay.stats().mixes).toBeGreaterThan(50 * (SECONDS - 3));
  room.close();
});
