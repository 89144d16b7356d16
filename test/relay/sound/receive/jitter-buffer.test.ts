import fc from 'fast-check';
import { JitterBuffer, REORDER_MEMORY_MS, type BufferedPacket } from '../../../../relay/sound/receive/jitter-buffer';

type Frame = { readonly id: number; readonly isQuiet: boolean; readonly isSilent: boolean };

/** A packet of one frame of 160 samples. Its id is its index in the stream, which does not wrap. */
function packet(
  id: number,
  { marker = false, isQuiet = false, isSilent = false, pauseSamples = 0 } = {},
): BufferedPacket<Frame> {
  return {
    sequence: (65530 + id) & 0xffff,
    timestamp: (4294967000 + id * 160 + pauseSamples) >>> 0,
    marker,
    frames: [{ id, isQuiet, isSilent }],
  };
}

type Popped = Frame | 'lost' | undefined;

function createBuffer() {
  const counts = { lost: 0, late: 0, duplicate: 0, shortened: 0 };
  const buffer = new JitterBuffer<Frame>(160, counts);
  const starts: number[] = [];
  const push = (p: BufferedPacket<Frame>, atMs: number): boolean => {
    const rejection = buffer.rejectionOf(p.sequence, atMs);
    if (rejection) counts[rejection]++;
    else buffer.push(p, atMs);
    return rejection === undefined;
  };
  const pop = (nowMs = 0): Popped => {
    if (buffer.shorten()) counts.shortened++;
    const popped = buffer.pop(nowMs);
    if (popped === undefined || popped === 'lost') return popped;
    if (popped.isFirst) starts.push(popped.frame.id);
    return popped.frame;
  };
  return { buffer, counts, push, pop, starts };
}

const idOf = (popped: Popped): number | 'lost' | undefined => (typeof popped === 'object' ? popped.id : popped);

describe('a jitter buffer', () => {
  test('gives frames in order across the wrap of sequence numbers and timestamps', () => {
    const { buffer, counts, push, pop, starts } = createBuffer();
    for (let id = 0; id < 20; id++) {
      push(packet(id), id * 20);
      expect(buffer.readyAtMs()).toBe(-Infinity);
      expect(idOf(pop())).toBe(id);
    }
    expect(pop()).toBeUndefined();
    expect(starts).toEqual([0]);
    expect([counts.lost, counts.late, counts.duplicate]).toEqual([0, 0, 0]);
  });

  test('does not wait while no packet was overtaken: a missing packet is lost as soon as a later one comes', () => {
    const { buffer, counts, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2), 40);
    expect(buffer.readyAtMs()).toBe(40);
    expect([idOf(pop()), idOf(pop())]).toEqual(['lost', 2]);
    expect(push(packet(1), 60)).toBe(false);
    expect([counts.lost, counts.late]).toEqual([1, 1]);
  });

  test('waits 10 ms for a missing packet for half a minute after one was overtaken', () => {
    const { buffer, counts, push, pop } = createBuffer();
    for (const id of [0, 2, 1]) push(packet(id, { marker: id === 0 }), id * 20);
    for (const id of [0, 1, 2]) expect(idOf(pop())).toBe(id);
    push(packet(4), 80);
    expect(buffer.readyAtMs()).toBe(90);
    push(packet(3), 87);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(87);
    expect([idOf(pop()), idOf(pop())]).toEqual([3, 4]);
    push(packet(6), 87 + REORDER_MEMORY_MS - 1);
    expect(buffer.readyAtMs()).toBe(97 + REORDER_MEMORY_MS - 1);
    expect([idOf(pop()), idOf(pop())]).toEqual(['lost', 6]);
    push(packet(8), 87 + REORDER_MEMORY_MS);
    expect(buffer.readyAtMs()).toBe(87 + REORDER_MEMORY_MS);
    expect([counts.lost, counts.late]).toEqual([1, 0]);
  });

  test('waits as well after a packet that had been given up', () => {
    const { buffer, push, pop } = createBuffer();
    for (const id of [0, 2]) push(packet(id, { marker: id === 0 }), id * 20);
    for (const id of [0, 'lost', 2]) expect(idOf(pop())).toBe(id);
    push(packet(1), 41);
    push(packet(4), 80);
    expect(buffer.readyAtMs()).toBe(90);
  });

  test('tells a duplicate from a late packet, before and after its turn', () => {
    const { buffer, counts, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    expect(push(packet(0), 1)).toBe(false);
    pop();
    expect(push(packet(0), 2)).toBe(false);
    expect([counts.late, counts.duplicate]).toEqual([0, 2]);
    push(packet(2), 40);
    expect(buffer.readyAtMs()).toBe(40);
  });

  test('names both frames of a lost packet of two', () => {
    const { push, pop } = createBuffer();
    const two = (n: number): BufferedPacket<Frame> => ({
      sequence: n,
      timestamp: n * 320,
      marker: false,
      frames: [
        { id: 2 * n, isQuiet: false, isSilent: false },
        { id: 2 * n + 1, isQuiet: false, isSilent: false },
      ],
    });
    push(two(0), 0);
    push(two(2), 80);
    const popped = Array.from({ length: 6 }, () => idOf(pop()));
    expect(popped).toEqual([0, 1, 'lost', 'lost', 4, 5]);
  });

  test('does not count the silence between two talk spurts as lost, even if the end of the first was lost', () => {
    const { buffer, push, pop, starts } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(3, { marker: true, pauseSamples: 16000 }), 2000);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(2000);
    expect(idOf(pop())).toBe(3);
    push(packet(4, { pauseSamples: 16000 }), 2020);
    expect(idOf(pop())).toBe(4);
    expect(starts).toEqual([0, 3]);
  });

  test('begins a talk spurt with a marked packet, whatever its timestamp', () => {
    const { buffer, push, pop, starts } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2, { marker: true }), 40);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(40);
    expect(idOf(pop())).toBe(2);
    push(packet(3), 60);
    push(packet(5, { marker: true }), 60);
    expect([idOf(pop()), idOf(pop())]).toEqual([3, 5]);
    expect(starts).toEqual([0, 2, 5]);
  });

  test('recognises a talk spurt whose marked packet was lost by its timestamps', () => {
    const { buffer, push, pop, starts } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2, { pauseSamples: 16000 }), 2000);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(2000);
    expect(idOf(pop())).toBe(2);
    expect(starts).toEqual([0, 2]);
  });

  test('keeps a burst of 300 ms whole and in order', () => {
    const { push, pop } = createBuffer();
    for (let id = 0; id < 15; id++) push(packet(id, { marker: id === 0 }), 0);
    const popped = Array.from({ length: 15 }, () => idOf(pop()));
    expect(popped).toEqual(Array.from({ length: 15 }, (_, id) => id));
  });

  test('works the delay of a burst off by dropping quiet frames', () => {
    const { buffer, counts, push, pop } = createBuffer();
    for (let id = 0; id < 15; id++) push(packet(id, { marker: id === 0 }), 0);
    const played: (number | 'lost' | undefined)[] = [];
    for (let id = 15; id < 300; id++) {
      push(packet(id, { isQuiet: Math.floor(id / 5) % 5 === 4 }), id * 20);
      played.push(idOf(pop(id * 20)));
    }
    expect(counts.shortened).toBeGreaterThanOrEqual(14);
    expect(buffer.depth).toBeLessThanOrEqual(1);
    const dropped = Array.from({ length: 300 }, (_, id) => id).filter((id) => id < 299 && !played.includes(id));
    expect(dropped.every((id) => Math.floor(id / 5) % 5 === 4)).toBe(true);
  });

  test('starts again with a sender that counts anew', () => {
    const { push, pop } = createBuffer();
    push(packet(0), 0);
    pop();
    const at = (sequence: number): BufferedPacket<Frame> => ({ ...packet(7), sequence });
    expect(push(at(20000), 20)).toBe(true);
    expect(idOf(pop())).toBe(7);
    expect(push(at(15000), 40)).toBe(false);
    expect(push(at(15001), 60)).toBe(true);
    expect(idOf(pop())).toBe(7);
  });

  test('gives every frame at most once and in order, and accounts for all packets, under any loss, duplication and jitter', () => {
    const fate = fc.record({
      delayMs: fc.integer({ min: 0, max: 120 }),
      isLost: fc.boolean(),
      copies: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(fate, { minLength: 1, maxLength: 150 }), fc.boolean(), (fates, hasLosses) => {
        const { buffer, counts, push, pop } = createBuffer();
        const arrivals = fates
          .flatMap(({ delayMs, isLost, copies }, id) =>
            isLost && hasLosses
              ? []
              : Array.from({ length: copies }, (_, copy) => ({ id, atMs: id * 20 + delayMs + copy * 3 })),
          )
          .sort((a, b) => a.atMs - b.atMs);
        const played: number[] = [];
        let [taken, losses, next] = [0, 0, 0];
        for (let nowMs = 0; nowMs < fates.length * 20 + 300; nowMs++) {
          for (; next < arrivals.length && arrivals[next]!.atMs <= nowMs; next++) {
            if (push(packet(arrivals[next]!.id, { marker: arrivals[next]!.id === 0 }), arrivals[next]!.atMs)) taken++;
          }
          for (let readyAtMs = buffer.readyAtMs(); readyAtMs !== undefined && readyAtMs <= nowMs;) {
            const popped = pop(nowMs);
            if (typeof popped === 'object') played.push(popped.id);
            else losses++;
            readyAtMs = buffer.readyAtMs();
          }
        }
        expect(played).toEqual([...new Set(played)].sort((a, b) => a - b));
        expect(buffer.depth).toBe(0);
        expect(played.length).toBe(taken);
        expect(losses).toBe(counts.lost);
        // Every frame between the first and the last one is either played or named as lost.
        expect(losses + played.length).toBe(played.length === 0 ? 0 : played[played.length - 1]! - played[0]! + 1);
        expect(taken + counts.late + counts.duplicate).toBe(arrivals.length);
      }),
      { numRuns: 200 },
    );
  });
});
