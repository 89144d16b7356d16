import fc from 'fast-check';
import { FanOut, SLICE_RECEIVERS, SLICES_MAX } from '../../../../relay/sound/send/fan-out';
import type { Address } from '../../../../relay/ports/ports';
import { FakeClock } from '../../support/fake-clock';

function createFanOut(count: number) {
  const clock = new FakeClock(0);
  const sent: { atMs: number; packet: number; port: number }[] = [];
  const fanOut = new FanOut(clock, (datagram, { port }) => {
    sent.push({ atMs: clock.nowMs(), packet: datagram[0]!, port });
  });
  const receivers = new Map<number, Address>();
  for (let i = 0; i < count; i++) receivers.set(i, { host: '10.0.0.1', port: i });
  return { clock, sent, fanOut, receivers };
}

describe('a packet to many', () => {
  test('is sent to a few hundred at once, without a timer', () => {
    const { clock, sent, fanOut, receivers } = createFanOut(SLICE_RECEIVERS);
    fanOut.sendToAll(Uint8Array.of(1), receivers);
    expect(sent.length).toBe(SLICE_RECEIVERS);
    expect(clock.pending).toBe(0);
  });

  test('reaches everyone once, in order, in slices, before the next one is due', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), (count) => {
        const { clock, sent, fanOut, receivers } = createFanOut(count);
        for (const packet of [1, 2]) {
          fanOut.sendToAll(Uint8Array.of(packet), receivers);
          clock.advance(5);
        }
        clock.advance(SLICES_MAX);
        for (const packet of [1, 2]) {
          const ports = sent.filter((one) => one.packet === packet).map(({ port }) => port);
          expect(ports).toEqual([...receivers.keys()]);
        }
        const mostAtOnce = Math.max(0, ...[...Array(40).keys()].map((ms) => sent.filter((s) => s.atMs === ms).length));
        expect(mostAtOnce).toBeLessThanOrEqual(2 * Math.max(SLICE_RECEIVERS, Math.ceil(count / SLICES_MAX)));
        expect(sent.every(({ atMs, packet }) => atMs < SLICES_MAX + (packet - 1) * 5)).toBe(true);
        // Nobody gets the second packet before the first.
        const firstAt = new Map(sent.filter((s) => s.packet === 2).map((s) => [s.port, sent.indexOf(s)]));
        for (const port of [0, count - 1]) {
          if (count > 0)
            expect(sent.findIndex((s) => s.packet === 1 && s.port === port)).toBeLessThan(firstAt.get(port) ?? 0);
        }
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('does not reach a receiver that has left before its turn', () => {
    const { clock, sent, fanOut, receivers } = createFanOut(600);
    fanOut.sendToAll(Uint8Array.of(1), receivers);
    receivers.delete(599);
    receivers.delete(3);
    clock.advance(20);
    expect(sent.length).toBe(599);
    expect(sent.some(({ port }) => port === 599)).toBe(false);
  });

  test('ends when it is closed', () => {
    const { clock, sent, fanOut, receivers } = createFanOut(600);
    fanOut.sendToAll(Uint8Array.of(1), receivers);
    fanOut.close();
    clock.advance(20);
    expect(sent.length).toBe(SLICE_RECEIVERS);
    expect(clock.pending).toBe(0);
  });
});
