import fc from 'fast-check';
import { JitterBuffer, type BufferedPacket } from '../../relay/jitter-buffer';

type Frame = { readonly id: number; readonly isQuiet: boolean; readonly isSilent: boolean };

/** A packet of one 160-sample frame whose id is its place in the stream, unwrapped. */
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

function createBuffer(): {
  buffer: JitterBuffer<Frame>;
  released: number[];
  push: (p: BufferedPacket<Frame>, atMs: number) => boolean;
  pop: (nowMs?: number) => Frame | 'lost' | 'empty';
} {
  const released: number[] = [];
  const buffer = new JitterBuffer<Frame>(160, (frame) => released.push(frame.id));
  const push = (p: BufferedPacket<Frame>, atMs: number): boolean => {
    const wanted = buffer.wants(p.sequence);
    if (wanted) buffer.push(p, atMs);
    return wanted;
  };
  const pop = (nowMs = 0): Frame | 'lost' | 'empty' => {
    buffer.shorten();
    return buffer.pop(nowMs);
  };
  return { buffer, released, push, pop };
}

const idOf = (popped: Frame | 'lost' | 'empty'): number | 'lost' | 'empty' =>
  typeof popped === 'string' ? popped : popped.id;

describe('a jitter buffer', () => {
  test('gives frames in order across the wrap of sequence numbers and timestamps', () => {
    const { buffer, push, pop } = createBuffer();
    for (let id = 0; id < 20; id++) {
      push(packet(id), id * 20);
      expect(idOf(pop())).toBe(id);
    }
    expect(idOf(pop())).toBe('empty');
    expect([buffer.lost, buffer.late, buffer.duplicates]).toEqual([0, 0, 0]);
  });

  test('waits 10 ms for a packet that was overtaken', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2), 40);
    expect(buffer.readyAtMs()).toBe(50);
    push(packet(1), 47);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(47);
    expect([idOf(pop()), idOf(pop())]).toEqual([1, 2]);
    expect(buffer.lost).toBe(0);
  });

  test('names a loss once, and refuses the packet that comes after all', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2), 40);
    expect([idOf(pop()), idOf(pop())]).toEqual(['lost', 2]);
    expect(push(packet(1), 60)).toBe(false);
    expect([buffer.lost, buffer.late]).toEqual([1, 1]);
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

  test('does not take the silence between two spurts for losses, even when the end of the first was lost', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(3, { marker: true, pauseSamples: 16000 }), 2000);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(2000);
    expect(idOf(pop())).toBe(3);
    push(packet(4, { pauseSamples: 16000 }), 2020);
    expect(idOf(pop())).toBe(4);
  });

  test('takes a marked packet for a new spurt whatever its timestamp says', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2, { marker: true }), 40);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(40);
    expect(idOf(pop())).toBe(2);
    push(packet(3), 60);
    push(packet(5, { marker: true }), 60);
    expect([idOf(pop()), idOf(pop())]).toEqual([3, 5]);
  });

  test('knows a spurt whose marked packet was lost by its timestamps', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    push(packet(2, { pauseSamples: 16000 }), 2000);
    expect(buffer.readyAtMs()).toBeLessThanOrEqual(2000);
    expect(idOf(pop())).toBe(2);
  });

  test('uses a frame that came after it was concealed, and does not conceal twice for one that never came', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    expect(idOf(pop())).toBe('empty');
    push(packet(1), 45);
    expect(idOf(pop())).toBe(1);
    expect(idOf(pop())).toBe('empty');
    push(packet(3), 85);
    expect(idOf(pop())).toBe(3);
    expect(buffer.lost).toBe(1);
  });

  test('lets lateness grow the delay by at most 200 ms', () => {
    const { buffer, released, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    pop();
    // Every frame is late by one more: concealed first, then used.
    let used = 0;
    for (let id = 1; id <= 30; id++) {
      expect(idOf(pop())).toBe('empty');
      push(packet(2 * id - 1), 0);
      push(packet(2 * id), 0);
      for (let popped = idOf(pop()); popped !== 2 * id; popped = idOf(pop())) used++;
    }
    expect(used).toBe(10);
    expect(buffer.late).toBe(20);
    expect(released.length).toBe(20);
  });

  test('keeps a burst of 300 ms whole and in order', () => {
    const { push, pop } = createBuffer();
    for (let id = 0; id < 15; id++) push(packet(id, { marker: id === 0 }), 0);
    const popped = Array.from({ length: 15 }, () => idOf(pop()));
    expect(popped).toEqual(Array.from({ length: 15 }, (_, id) => id));
  });

  test('works a standing delay off by quiet frames only, never two running', () => {
    const { buffer, released, push, pop } = createBuffer();
    let id = 0;
    for (; id < 15; id++) push(packet(id, { marker: id === 0 }), 0);
    const played: number[] = [];
    for (; id < 300; id++) {
      // Speech with every fifth 100 ms quiet.
      push(packet(id, { isQuiet: Math.floor(id / 5) % 5 === 4 }), id * 20);
      const popped = pop(id * 20);
      if (typeof popped !== 'string') played.push(popped.id);
    }
    expect(released.length).toBeGreaterThanOrEqual(14);
    expect(buffer.depth).toBeLessThanOrEqual(1);
    expect(released.every((dropped) => Math.floor(dropped / 5) % 5 === 4)).toBe(true);
    expect(released.some((dropped) => released.includes(dropped + 1))).toBe(false);
    expect(played).toEqual([...played].sort((a, b) => a - b));
  });

  test('drops no second frame before one was taken, however often it is asked', () => {
    const { buffer, released, push, pop } = createBuffer();
    for (let id = 0; id < 15; id++) push(packet(id, { marker: id === 0, isQuiet: true }), 0);
    for (let id = 15; id < 40; id++) {
      push(packet(id, { isQuiet: true }), id * 20);
      for (let i = 0; i < 5; i++) buffer.shorten();
      pop(id * 20);
    }
    expect(released.length).toBeGreaterThan(5);
    expect(released.some((dropped) => released.includes(dropped + 1))).toBe(false);
  });

  test('keeps loud frames below 400 ms and drops them above', () => {
    const { buffer, push, pop } = createBuffer();
    for (let id = 0; id < 40; id++) push(packet(id, { marker: id === 0 }), 0);
    for (let id = 40; id < 200; id++) {
      push(packet(id), id * 20);
      pop(id * 20);
    }
    expect(buffer.depth).toBeGreaterThanOrEqual(19);
    expect(buffer.depth).toBeLessThanOrEqual(20);
  });

  test('leaves a depth alone that jitter needs', () => {
    const { buffer, push, pop } = createBuffer();
    push(packet(0, { marker: true }), 0);
    for (let id = 1; id < 200; id += 2) {
      // Two quiet frames at a time: the depth swings between 0 and 1.
      push(packet(id, { isQuiet: true }), id * 20);
      push(packet(id + 1, { isQuiet: true }), id * 20);
      pop(id * 20);
      pop(id * 20);
    }
    expect(buffer.shortened).toBeLessThanOrEqual(1);
  });

  test.each([
    ['silence, when they lie for 12 ms', 12, 'isSilent', true],
    ['nothing, when they lie for 9 ms', 9, 'isSilent', false],
    ['nothing, when what lies for 12 ms is quiet speech', 12, 'isQuiet', false],
  ] as const)('of frames that always wait less than one frame, drops %s', (_what, waitMs, kind, drops) => {
    const { buffer, push, pop } = createBuffer();
    for (let id = 0; id < 60; id++) {
      push(packet(id, { marker: id === 0, [kind]: id > 40 }), id * 20);
      pop(id * 20 + waitMs);
    }
    expect(buffer.shortened > 0).toBe(drops);
  });

  test('starts over with a sender that counts anew', () => {
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

  test('under any loss, duplication, delay and reordering gives every frame at most once, in order, and accounts for all', () => {
    const fate = fc.record({
      delayMs: fc.integer({ min: 0, max: 120 }),
      isLost: fc.boolean().map((x) => x),
      copies: fc.integer({ min: 1, max: 2 }),
      isQuiet: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fate, { minLength: 1, maxLength: 150 }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (fates, loss) => {
          const { buffer, released, push, pop } = createBuffer();
          const arrivals = fates
            .flatMap(({ delayMs, isLost, copies, isQuiet }, id) =>
              isLost && (id * 7919) % 100 < loss * 100
                ? []
                : Array.from({ length: copies }, (_, copy) => ({ id, isQuiet, atMs: id * 20 + delayMs + copy * 3 })),
            )
            .sort((a, b) => a.atMs - b.atMs);
          const played: number[] = [];
          let taken = 0;
          let next = 0;
          for (let nowMs = 0; nowMs < fates.length * 20 + 2000; nowMs += 20) {
            for (; next < arrivals.length && arrivals[next].atMs <= nowMs; next++) {
              const { id, isQuiet, atMs } = arrivals[next];
              if (push(packet(id, { isQuiet, marker: id === 0 }), atMs)) taken++;
            }
            const popped = pop(nowMs);
            if (typeof popped !== 'string') {
              played.push(popped.id);
              // Bounded delay: 120 ms of network, 200 ms of growth, and the round it waits for.
              expect(nowMs - popped.id * 20).toBeLessThanOrEqual(120 + 200 + 40);
            }
          }
          expect(played).toEqual([...new Set(played)].sort((a, b) => a - b));
          expect(buffer.depth).toBe(0);
          expect(played.length + released.length).toBe(taken);
          expect(taken + buffer.late + buffer.duplicates - (released.length - buffer.shortened)).toBe(arrivals.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});
