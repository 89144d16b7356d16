import { encodeDvi4 } from '../../wire/dvi4';
import { encodePcmu } from '../../wire/pcmu';
import { heardSound } from './support/heard-sound';
import { createTestRelay, tone, type Heard, type TestMember, type TestRelay } from './support/test-relay';
import { mapTuple } from '../support/map-tuple';

const ONE_ON_STAGE = { stageSeats: 1 };

function dvi4Frames(count: number, rateHz: number, hz: number): Uint8Array[] {
  const state = { predicted: 0, index: 0 };
  const samples = rateHz / 50;
  return Array.from({ length: count }, (_, n) => {
    const pcm = Int16Array.from({ length: samples }, (_unused, i) => 9000 * sine(hz, rateHz, n * samples + i));
    const payload = new Uint8Array(4 + samples / 2);
    encodeDvi4(pcm, payload, state);
    return payload;
  });
}

function sine(hz: number, rateHz: number, i: number): number {
  return Math.sin((2 * Math.PI * hz * i) / rateHz);
}

/** Sends frames at their pace and returns what each listener heard of them. */
function play<const Members extends readonly TestMember[]>(
  test: TestRelay,
  talker: TestMember,
  frames: readonly Uint8Array[],
  listeners: Members,
): { [Place in keyof Members]: Heard[] } {
  test.clock.advance(500);
  const before = listeners.map((listener) => listener.heard.length);
  const { payloadType } = talker.seat;
  for (const [i, frame] of frames.entries()) {
    talker.send(frame, { marker: i === 0, samples: payloadType === 6 ? 320 : 160 });
    test.clock.advance(20);
  }
  test.clock.advance(1000);
  return mapTuple(listeners, (listener, i) => listener.heard.slice(before[i]));
}

/** Signal to noise of a sine of known frequency in samples, in dB, by least squares. */
function sineSnrDb(pcm: readonly number[], hz: number, rateHz: number): number {
  let [a, b, energy] = [0, 0, 0];
  pcm.forEach((sample, i) => {
    a += (2 / pcm.length) * sample * sine(hz, rateHz, i);
    b += (2 / pcm.length) * sample * Math.cos((2 * Math.PI * hz * i) / rateHz);
    energy += sample * sample;
  });
  const signal = ((a * a + b * b) / 2) * pcm.length;
  return 10 * Math.log10(signal / (energy - signal));
}

describe('the audience', () => {
  test('is who finds no seat on the stage, and hears 40 ms packets, the same bytes for all', () => {
    const test = createTestRelay(ONE_ON_STAGE);
    const anna = test.join('anna');
    const listeners = ['ben', 'carl', 'dora'].map((name) => test.join(name));
    expect(listeners.map(({ seat }) => [seat.role, seat.packetMs])).toEqual(listeners.map(() => ['audience', 40]));
    const frames = Array.from({ length: 10 }, (_, i) => tone(i));
    const [ben, carl, dora] = play(test, anna, frames, listeners);
    expect(ben!.map(({ payload }) => payload)).toEqual(
      [0, 2, 4, 6, 8].map((i) => Uint8Array.from([...frames[i]!, ...frames[i + 1]!])),
    );
    expect(carl).toEqual(ben);
    expect(dora).toEqual(ben);
    expect(test.relay.stats().packetsOut).toBe(3 * (3 + 5) + 3);
  });

  test('completes the last packet of a spurt with silence', () => {
    const test = createTestRelay(ONE_ON_STAGE);
    const anna = test.join('anna');
    const ben = test.join('ben');
    const [heard] = play(test, anna, [tone(0), tone(1), tone(2)], [ben]);
    expect(heard.map(({ payload }) => payload.length)).toEqual([320, 320]);
    expect(heard[1]!.payload.subarray(0, 160)).toEqual(tone(2));
    expect(heard[1]!.payload.subarray(160)).toEqual(new Uint8Array(160).fill(0xff));
    expect(heard.map(({ marker }) => marker)).toEqual([true, false]);
    expect((heard[1]!.timestamp - heard[0]!.timestamp) >>> 0).toBe(320);
  });

  test('gets 20 ms packets where it asks for them', () => {
    const test = createTestRelay(ONE_ON_STAGE);
    const anna = test.join('anna');
    const ben = test.join('ben', { packetMs: 20 });
    const frames = Array.from({ length: 4 }, (_, i) => tone(i));
    const [heard] = play(test, anna, frames, [ben]);
    expect(heard.map(({ payload }) => payload)).toEqual(frames);
  });

  test('may not speak', () => {
    const test = createTestRelay(ONE_ON_STAGE);
    test.join('anna');
    const ben = test.join('ben');
    ben.send(tone());
    expect(test.relay.stats()).toMatchObject({ dropped: 1, droppedBy: { 'not-on-stage': 1 }, packetsIn: 0 });
  });

  test('hears DVI4 of a lone talker joined to 40 ms without coding it again', () => {
    const test = createTestRelay(ONE_ON_STAGE);
    const anna = test.join('anna', { payloadTypes: [6] });
    const ben = test.join('ben', { payloadTypes: [6] });
    const frames = dvi4Frames(6, 16000, 440);
    const [heard] = play(test, anna, frames, [ben]);
    expect(heard.map(({ payload }) => payload)).toEqual(
      [0, 2, 4].map((i) => Uint8Array.from([...frames[i]!, ...frames[i + 1]!.subarray(4)])),
    );
  });

  test('hears a clean voice when DVI4 frames do not join because one was lost between them', () => {
    const test = createTestRelay(ONE_ON_STAGE);
    const anna = test.join('anna', { payloadTypes: [6] });
    const ben = test.join('ben', { payloadTypes: [6] });
    test.clock.advance(500);
    const before = ben.heard.length;
    for (const [i, frame] of dvi4Frames(40, 16000, 440).entries()) {
      if (i === 13) anna.skip(320);
      else anna.send(frame, { marker: i === 0, samples: 320 });
      test.clock.advance(20);
    }
    const heard = ben.heard.slice(before);
    expect(heard.length).toBe(20);
    // From the frame after the loss on, the voice is as good as before it.
    const pcm = heardSound(heard.slice(7));
    expect(sineSnrDb(pcm.slice(320), 440, 16000)).toBeGreaterThan(25);
  });
});

describe('members of one format', () => {
  test('hear a lone talker as it was coded, in the middle of its DVI4 stream', () => {
    const test = createTestRelay();
    const [anna, ben] = mapTuple(['anna', 'ben'], (name) => test.join(name, { payloadTypes: [6] }));
    const frames = dvi4Frames(20, 16000, 440).slice(10);
    const [heard] = play(test, anna, frames, [ben]);
    expect(heard.map(({ payload }) => payload)).toEqual(frames);
  });

  test('hear a lone talker as it was coded, with every code of PCMU', () => {
    const test = createTestRelay();
    const [anna, ben] = mapTuple(['anna', 'ben'], (name) => test.join(name));
    const frames = [0, 96].map((from) => Uint8Array.from({ length: 160 }, (_, i) => from + i));
    const [heard] = play(test, anna, frames, [ben]);
    expect(heard.map(({ payload }) => payload)).toEqual(frames);
  });

  test('hear the same bytes of a mix, which is coded once', () => {
    const test = createTestRelay();
    const [anna, ben, carl, dora] = mapTuple(['anna', 'ben', 'carl', 'dora'], (name) =>
      test.join(name, { payloadTypes: [6] }),
    );
    test.clock.advance(500);
    const before = [carl, dora].map((listener) => listener.heard.length);
    const voices = [dvi4Frames(10, 16000, 440), dvi4Frames(10, 16000, 700)];
    for (let i = 0; i < 10; i++) {
      anna.send(voices[0]![i]!, { marker: i === 0, samples: 320 });
      ben.send(voices[1]![i]!, { marker: i === 0, samples: 320 });
      test.clock.advance(20);
    }
    const [first, second] = mapTuple([carl, dora], (listener, i) =>
      listener.heard.slice(before[i]).map((p) => p.payload),
    );
    expect(first.length).toBeGreaterThanOrEqual(10);
    expect(second).toEqual(first);
  });
});

describe('members of different formats', () => {
  test.each([
    ['8 kHz hears 16 kHz', 6, 0, 8000, 25],
    ['16 kHz hears 8 kHz', 0, 6, 16000, 25],
    ['8 kHz DVI4 hears 16 kHz DVI4', 6, 5, 8000, 20],
  ])('%s', (_title, talks, listens, rateHz, leastDb) => {
    const test = createTestRelay();
    const anna = test.join('anna', { payloadTypes: [talks] });
    const ben = test.join('ben', { payloadTypes: [listens] });
    const frames = talks === 6 ? dvi4Frames(50, 16000, 1000) : Array.from({ length: 50 }, (_, n) => pcmuSine(1000, n));
    const [heard] = play(test, anna, frames, [ben]);
    expect(heard.length).toBe(50);
    expect(heard.every(({ payloadType }) => payloadType === listens)).toBe(true);
    expect(sineSnrDb(heardSound(heard.slice(5)), 1000, rateHz)).toBeGreaterThan(leastDb);
  });

  test('the first of a member’s payload types that the relay speaks is used', () => {
    const test = createTestRelay();
    expect(test.join('anna', { payloadTypes: [96, 5, 0] }).seat.payloadType).toBe(5);
  });

  test('a talker who sends 40 ms packets is heard in 20 ms frames, not coded again', () => {
    const test = createTestRelay();
    const anna = test.join('anna', { payloadTypes: [6], packetMs: 40 });
    const ben = test.join('ben', { payloadTypes: [6] });
    test.clock.advance(500);
    const before = ben.heard.length;
    const frames = dvi4Frames(8, 16000, 440);
    for (let i = 0; i < 8; i += 2) {
      anna.send(Uint8Array.from([...frames[i]!, ...frames[i + 1]!.subarray(4)]), { marker: i === 0, samples: 640 });
      test.clock.advance(40);
    }
    test.clock.advance(100);
    expect(ben.heard.slice(before).map(({ payload }) => payload)).toEqual(frames);
  });
});

function pcmuSine(hz: number, n: number): Uint8Array {
  const pcm = Int16Array.from({ length: 160 }, (_, i) => 9000 * sine(hz, 8000, n * 160 + i));
  const payload = new Uint8Array(160);
  encodePcmu(pcm, payload);
  return payload;
}
