import { encodeDvi4 } from '../../wire/dvi4';
import { payloadFormat, type PayloadFormat } from '../../wire/payload';
import { encodePcmu } from '../../wire/pcmu';
import { heardSound } from './support/heard-sound';
import { createTestRelay, type TestMember, type TestRelay } from './support/test-relay';
import { heardSince, run, settle } from './support/ticks';

// Speakers of every format and packet length in one room.

const MANNERS = [0, 5, 6].flatMap((payloadType) => [20, 40].map((packetMs) => ({ payloadType, packetMs })));
const PAIRS = MANNERS.flatMap((talks) => MANNERS.map((listens) => ({ talks, listens })));

/** Packets of a sine, one after the other. */
function sinePackets(format: PayloadFormat, packetMs: number, hz: number, seconds: number): Uint8Array[] {
  const samples = (format.rateHz * packetMs) / 1000;
  const state = { predicted: 0, index: 0 };
  return Array.from({ length: (seconds * 1000) / packetMs }, (_, n) => {
    const angle = (i: number): number => (2 * Math.PI * hz * (n * samples + i)) / format.rateHz;
    const pcm = Int16Array.from({ length: samples }, (_unused, i) => 6000 * Math.sin(angle(i)));
    const payload = new Uint8Array(format.name === 'PCMU' ? samples : 4 + samples / 2);
    if (format.name === 'PCMU') encodePcmu(pcm, payload);
    else encodeDvi4(pcm, payload, state);
    return payload;
  });
}

/** What is in the sound beside sines of these frequencies, against them, in dB. */
function snrDb(pcm: readonly number[], rateHz: number, ...hzs: number[]): number {
  const rest = [...pcm];
  for (const hz of hzs) {
    const [sines, cosines] = [Math.sin, Math.cos].map((f) => pcm.map((_, i) => f((2 * Math.PI * hz * i) / rateHz)));
    for (const part of [sines, cosines]) {
      const share = (2 / pcm.length) * part!.reduce((sum, value, i) => sum + value * rest[i]!, 0);
      part!.forEach((value, i) => (rest[i]! -= share * value));
    }
  }
  const energy = (of: readonly number[]): number => of.reduce((sum, value) => sum + value * value, 0);
  return 10 * Math.log10((energy(pcm) - energy(rest)) / energy(rest));
}

function sender(talker: TestMember, hz: number): (i: number) => void {
  const { payloadType, packetMs } = talker.seat;
  const format = payloadFormat(payloadType) as PayloadFormat;
  const packets = sinePackets(format, packetMs, hz, 2);
  const frames = packetMs / 20;
  return (i) => {
    if (i % frames > 0) return;
    talker.send(packets[i / frames]!, { marker: i === 0, samples: (format.rateHz * packetMs) / 1000 });
  };
}

const join = (test: TestRelay, name: string, { payloadType, packetMs }: (typeof MANNERS)[number]): TestMember =>
  test.join(name, { payloadTypes: [payloadType], packetMs });

test.each(PAIRS)('$listens hears $talks', ({ talks, listens }) => {
  const test = createTestRelay();
  const [anna, ben] = [join(test, 'anna', talks), join(test, 'ben', listens)];
  const [, before] = settle(test, [anna, ben]);
  run(test, 100, [[0, sender(anna, 1000)]]);
  test.clock.advance(200);
  const heard = heardSince(ben, before);
  expect(heard.length).toBe(listens.packetMs === 20 ? 100 : 50);
  expect(new Set(heard.map(({ payloadType }) => payloadType))).toEqual(new Set([listens.payloadType]));
  const rateHz = listens.payloadType === 6 ? 16000 : 8000;
  const pcm = heardSound(heard).slice(rateHz / 5);
  const isAllPcmu = talks.payloadType + listens.payloadType === 0;
  expect(snrDb(pcm.slice(0, rateHz), rateHz, 1000)).toBeGreaterThan(isAllPcmu ? 30 : 18);
});

test('one of every format hears the others mixed, each in its own', () => {
  const test = createTestRelay();
  const members = MANNERS.map((manner, i) => join(test, `m${i}`, manner));
  const before = settle(test, members);
  const [low, high] = [sender(members[0]!, 400), sender(members[4]!, 1000)];
  run(test, 100, [
    [0, low],
    [7, high],
  ]);
  members.forEach((member, m) => {
    const heard = heardSince(member, before[m]!);
    const rateHz = MANNERS[m]!.payloadType === 6 ? 16000 : 8000;
    const pcm = heardSound(heard).slice(rateHz / 5, rateHz / 5 + rateHz);
    const tones = m === 0 ? [1000] : m === 4 ? [400] : [400, 1000];
    expect(pcm.length).toBe(rateHz);
    expect(snrDb(pcm, rateHz, ...tones)).toBeGreaterThan(15);
  });
  expect(test.relay.stats()).toMatchObject({ concealed: 0, lost: 0, late: 0 });
});

describe('the length of packets', () => {
  test('is 20 ms on the stage and 40 ms in the audience', () => {
    const test = createTestRelay({ stageSeats: 1 });
    const seats = ['anna', 'ben'].map((name) => test.join(name, { payloadTypes: [6, 0] }).seat);
    expect(seats.map(({ role, packetMs, payloadType }) => [role, packetMs, payloadType])).toEqual([
      ['stage', 20, 6],
      ['audience', 40, 6],
    ]);
  });

  test.each([20, 40])('is %i ms for whoever asks for it, wherever they sit', (packetMs) => {
    const test = createTestRelay({ stageSeats: 1 });
    const seats = ['anna', 'ben'].map((name) => test.join(name, { packetMs }).seat);
    expect(seats.map(({ role, packetMs: given }) => [role, given])).toEqual([
      ['stage', packetMs],
      ['audience', packetMs],
    ]);
  });
});

test.each([
  [[6, 5, 0], 6],
  [[0, 6], 0],
  [[96, 5, 6], 5],
])('who speaks %j gets %i, the first that the relay speaks', (payloadTypes, payloadType) => {
  expect(createTestRelay().join('anna', { payloadTypes }).seat.payloadType).toBe(payloadType);
});

test('a packet with a second DVI4 header in its middle is refused', () => {
  const test = createTestRelay();
  const anna = test.join('anna', { payloadTypes: [6] });
  anna.send(new Uint8Array(2 * 164));
  expect(test.relay.stats()).toMatchObject({ dropped: 1, droppedBy: { 'wrong-length': 1 } });
});
