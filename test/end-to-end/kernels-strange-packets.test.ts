import fc from 'fast-check';
import { readFirmware } from '../../cli/firmware-text';
import { BenchRoom, tone } from '../support/bench-room';
import { fitTone } from '../support/tone';

// Whatever comes from the relay's own address, kernels take it or leave it: nothing faults, nothing gets stuck, and the
// microphone stays as the owner left it.

const HZ = 625;
const ANNA = '10.0.1.1';
const RELAY = { address: '10.0.0.1', port: 7780 };
/** Where the boards' own ports begin. */
const PORTS = Array.from({ length: 16 }, (_, index) => 49152 + index);

type Packet = { readonly bytes: Uint8Array; readonly afterMs: number };

/** Payload types and payload lengths of what each codec takes. */
const SHAPES: Record<string, { type: number; lengths: number[] }> = {
  wide: { type: 6, lengths: [164, 324] },
  narrow: { type: 5, lengths: [84, 164] },
  pcmu: { type: 0, lengths: [160, 320] },
  tables: { type: 0, lengths: [160, 320] },
};

/** Half of them any bytes of any length, half of them nearly right: that is where mistakes hide. */
function packets(codec: string): fc.Arbitrary<Packet[]> {
  const { type, lengths } = SHAPES[codec]!;
  const any = fc.uint8Array({ minLength: 1, maxLength: 600 });
  const nearlyRight = fc
    .record({
      first: fc.constantFrom(0x80, 0x80, 0x80, 0x90, 0x40),
      second: fc.constantFrom(type, type, type | 0x80, 0, 5, 6, 200, 13),
      sequence: fc.integer({ min: 0, max: 0xffff }),
      payload: fc.oneof(
        fc.constantFrom(...lengths).chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
        fc.uint8Array({ maxLength: 540 }),
      ),
      // A step index up to the last one and beyond, and what follows it.
      index: fc.oneof(fc.integer({ min: 0, max: 88 }), fc.integer({ min: 89, max: 255 })),
    })
    .map(({ first, second, sequence, payload, index }) => {
      const bytes = new Uint8Array(12 + payload.length);
      bytes.set([first, second, sequence >> 8, sequence & 0xff]);
      bytes.set(payload, 12);
      if (type !== 0 && payload.length > 2) bytes[14] = index;
      return bytes;
    });
  const packet = fc.record({ bytes: fc.oneof(any, nearlyRight), afterMs: fc.integer({ min: 0, max: 12 }) });
  return fc.array(packet, { minLength: 20, maxLength: 60, size: 'max' });
}

/** Anna listens with her microphone closed; boris has something to say, in between. */
function open(codec: string): BenchRoom {
  const firmware = readFirmware();
  const settings = { codec };
  return new BenchRoom([
    { name: 'anna', firmware, settings, script: [[3, 'click']], board: tone(437) },
    { name: 'boris', firmware, settings, script: [[3, 'click'], [3.5, 'click']], board: tone(HZ) }, // prettier-ignore
  ]).runTo(4.5);
}

/** Whether anna hears boris' tone all the time; in pieces, because the delay may still be led back to where it was. */
function hears(room: BenchRoom, from: number, to: number): boolean {
  for (let at = from; at < to - 0.09; at += 0.1) {
    const fit = fitTone(room.heard('anna', at, at + 0.1), room.boards.anna!.amplifier.rateHz, HZ);
    if (fit.amplitude < 0.25 || fit.snrDb < 12) return false;
  }
  return true;
}

/** How often anna's delay has been shortened or lengthened. */
function adjustments(room: BenchRoom): number {
  const { skipped, droppedSamples, addedSamples } = room.status('anna');
  return skipped + droppedSamples + addedSamples;
}

/**
 * Lets time pass until anna's delay has been led back to where it should be, which bends a tone: 0.4 s without an
 * adjustment. Returns the second that has come, at most 3.7 later.
 */
function settle(room: BenchRoom, second: number): number {
  let until = second + 0.5;
  room.runTo(until);
  for (let round = 0; round < 8; round++) {
    const before = adjustments(room);
    room.runTo((until += 0.4));
    if (adjustments(room) === before) break;
  }
  return until;
}

/** As the relay itself would send it to anna's media port, which is one of these. */
function send(room: BenchRoom, bytes: Uint8Array): void {
  for (const port of PORTS) relayPort(room).send(bytes, { host: ANNA, port });
}

const sockets = new WeakMap<BenchRoom, ReturnType<ReturnType<BenchRoom['network']['host']>['openUdp']>>();

/** A second socket on the relay's port, for sending. */
function relayPort(room: BenchRoom): ReturnType<ReturnType<BenchRoom['network']['host']>['openUdp']> {
  let socket = sockets.get(room);
  if (!socket) sockets.set(room, (socket = room.network.host(RELAY.address).openUdp(RELAY.port)));
  return socket;
}

test.each([
  ['wide', 8],
  ['narrow', 3],
  ['pcmu', 3],
  ['tables', 3],
])('random packets of the relay are taken or refused, and its voice is heard again (%s)', (codec, numRuns) => {
  const room = open(codec);
  let second = 4.5;
  fc.assert(
    fc.property(packets(codec), (wanted) => {
      const before = room.status('anna');
      for (const { bytes, afterMs } of wanted) {
        send(room, bytes);
        room.runTo((second += afterMs / 1000));
      }
      room.runTo((second += 0.3));
      const after = room.status('anna');
      expect(after).toMatchObject({ state: 'inRoom', fault: '', microphone: 'closed', overruns: 0 });
      expect(after.packets.sent).toBe(0);
      // Every one is accounted for, beside boris' own.
      const own = 50 * (second - 4.5);
      const sum = (packets: typeof after.packets): number => packets.received + packets.malformed + packets.strangers;
      expect(sum(after.packets) - sum(before.packets)).toBeLessThan(wanted.length + own + 25);
      expect(after.bufferMs).toBeLessThanOrEqual(160);
      second = settle(room, second);
      expect(hears(room, second - 0.4, second)).toBe(true);
    }),
    // The room goes on from run to run: a smaller example would meet another one.
    { numRuns, endOnFailure: true },
  );
  expect(room.status('anna').packets.malformed).toBeGreaterThan(10 * numRuns);
  room.close();
});

test.each([89, 127, 255])('a step index of %i is refused before it is used', (index) => {
  const room = open('wide');
  const before = room.status('anna').packets;
  const bytes = new Uint8Array(12 + 164).fill(0x77);
  bytes.set([0x80, 6, 0, 1], 0);
  bytes[14] = index;
  send(room, bytes);
  room.runTo(4.6);
  const after = room.status('anna').packets;
  expect(after.malformed - before.malformed).toBe(1);
  expect(after.received - before.received).toBeLessThanOrEqual(6);
  room.runTo(5.6);
  expect(hears(room, 5, 5.6)).toBe(true);
  room.close();
});

test('a datagram of no bytes costs a socket and less than a second', () => {
  const room = open('wide');
  send(room, new Uint8Array(0));
  room.runTo(6.2);
  expect(room.status('anna')).toMatchObject({ state: 'inRoom', fault: '', microphone: 'closed' });
  expect(hears(room, 5.7, 6.2)).toBe(true);
  room.close();
});
