import fc from 'fast-check';
import { GROWTH_MAX_FRAMES, MixQueue } from '../../../../relay/sound/mix/mix-queue';

const FRAME_SAMPLES = 320;

type Frame = { readonly id: number; readonly pcm: Int16Array; readonly isQuiet: boolean; readonly isSilent: boolean };

/** A frame whose samples count on from frame to frame, so that each sample shows its place. */
function frame(id: number, { isQuiet = false, isSilent = false } = {}): Frame {
  const pcm = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => id * FRAME_SAMPLES + i);
  return { id, pcm, isQuiet, isSilent };
}

function toneFrame(id: number): Frame {
  const pcm = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => 9000 * Math.sin((id * FRAME_SAMPLES + i) / 12.3));
  return { id, pcm, isQuiet: false, isSilent: false };
}

function createQueue() {
  const counts = { late: 0, shortened: 0, pushed: 0, popped: 0 };
  const queue = new MixQueue<Frame>(FRAME_SAMPLES, counts);
  const pcm = new Int16Array(FRAME_SAMPLES);
  const push = (pushed: Frame, atMs: number): void => {
    counts.pushed++;
    queue.push(pushed, atMs);
  };
  const pop = (nowMs = 0): number | undefined => {
    if (queue.shorten()) counts.shortened++;
    const popped = queue.pop(pcm, nowMs);
    if (popped) counts.popped++;
    return popped?.id;
  };
  /** How many single samples were left out: those that did not go out, do not wait, and were not in a dropped frame. */
  const trimmed = (): number => {
    const frames = counts.pushed - counts.popped - counts.shortened - counts.late;
    return frames * FRAME_SAMPLES - queue.waitingSamples;
  };
  return { queue, counts, pcm, push, pop, trimmed };
}

describe('a mix queue', () => {
  test('passes whole frames unchanged while clocks agree', () => {
    const { counts, pcm, push, pop, trimmed } = createQueue();
    for (let id = 0; id < 50; id++) {
      push(frame(id), id * 20);
      expect(pop(id * 20)).toBe(id);
      expect(pcm).toEqual(frame(id).pcm);
    }
    expect(pop()).toBeUndefined();
    expect([counts.shortened, trimmed()]).toEqual([0, 0]);
  });

  test('uses a frame that came after its round, and is later by one frame from then on', () => {
    const { push, pop } = createQueue();
    expect(pop()).toBeUndefined();
    push(frame(0), 0);
    push(frame(1), 0);
    expect([pop(), pop()]).toEqual([0, 1]);
  });

  test('needs no concealment for a lost frame whose round is over', () => {
    const { queue, pop } = createQueue();
    expect(pop()).toBeUndefined();
    expect(queue.lose()).toBe(false);
    expect(queue.lose()).toBe(true);
  });

  test('lets lateness grow the delay by at most 200 ms', () => {
    const { queue, counts, push, pop } = createQueue();
    let used = 0;
    for (let id = 0; id < 60; id += 2) {
      expect(pop()).toBeUndefined();
      push(frame(id), 0);
      push(frame(id + 1), 0);
      while (queue.isReady) if (pop() !== undefined) used++;
    }
    expect(used).toBe(60 - counts.late);
    expect(counts.late).toBe(30 - GROWTH_MAX_FRAMES);
  });

  test('works a standing delay off by dropping quiet frames, never two in a row', () => {
    const { queue, push, pop } = createQueue();
    for (let id = 0; id < 15; id++) push(frame(id), 0);
    const played: (number | undefined)[] = [];
    for (let id = 15; id < 300; id++) {
      push(frame(id, { isQuiet: Math.floor(id / 5) % 5 === 4 }), id * 20);
      played.push(pop(id * 20));
    }
    const dropped = Array.from({ length: 290 }, (_, id) => id).filter((id) => !played.includes(id));
    // Trimming may have taken over the last frame or two.
    expect(dropped.length).toBeGreaterThanOrEqual(11);
    expect(dropped.every((id) => Math.floor(id / 5) % 5 === 4)).toBe(true);
    expect(dropped.some((id) => dropped.includes(id + 1))).toBe(false);
    expect(queue.waitingSamples).toBeLessThanOrEqual(FRAME_SAMPLES);
  });

  test('leaves out single samples while a whole frame always waits, and stops then', () => {
    const { queue, pcm, push, pop, trimmed } = createQueue();
    push(frame(0), 0);
    const heard: number[] = [];
    for (let id = 1; id < 100; id++) {
      push(frame(id), id * 20 - 10);
      expect(pop(id * 20)).toBeDefined();
      heard.push(...pcm);
    }
    const steps = heard.slice(1).map((value, i) => value - heard[i]!);
    // Every sample is followed by the next one, or by the one after that if a sample was left out.
    expect(steps.every((step) => step === 1 || step === 2)).toBe(true);
    expect(steps.filter((step) => step === 2).length).toBe(trimmed());
    expect(trimmed()).toBeGreaterThan(30);
    for (let id = 100; id < 1500; id++) {
      push(toneFrame(id), id * 20 - 10);
      pop(id * 20);
    }
    expect(queue.waitingSamples).toBeLessThanOrEqual(FRAME_SAMPLES / 5 + 1);
    const before = trimmed();
    expect(before).toBe(FRAME_SAMPLES - queue.waitingSamples);
    for (let id = 1500; id < 1600; id++) {
      push(toneFrame(id), id * 20 - 10);
      pop(id * 20);
    }
    expect(trimmed()).toBe(before);
  });

  test('leaves out nothing while the frame that waits has only just come: jitter may make the next one late', () => {
    const { push, pop, trimmed } = createQueue();
    push(frame(0), 0);
    for (let id = 1; id < 200; id++) {
      push(frame(id), id * 20 - 3);
      expect(pop(id * 20)).toBeDefined();
    }
    expect(trimmed()).toBe(0);
  });

  test('keeps a fast talker near the rounds, without gaps and audible seams, for any jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        // Not fc.double, of whose values nearly all are close to 0.
        fc.integer({ min: 0, max: 15_000 }).map((jitterUs) => jitterUs / 1000),
        fc.integer({ min: 1, max: 0x7fffffff }),
        (ppm, jitterMs, seed) => {
          const { queue, counts, pcm, push, pop } = createQueue();
          let state = seed;
          const random = (): number => (state = (Math.imul(state, 48271) >>> 0) % 0x7fffffff) / 0x7fffffff;
          const frameMs = 20 * (1 - ppm / 1e6);
          const arrivals = Array.from({ length: 6000 }, (_, id) => id * frameMs + random() * jitterMs);
          let next = 0;
          let before = [0, 0];
          let [silent, seam] = [0, 0];
          for (let round = 0; round < 5900; round++) {
            const nowMs = 20 + round * 20;
            for (; next < arrivals.length && arrivals[next]! <= nowMs; next++) push(toneFrame(next), arrivals[next]!);
            if (pop(nowMs) === undefined) silent++;
            for (let i = 0; round > 0 && i < 3; i++) {
              seam = Math.max(seam, Math.abs(pcm[i]! - 2 * before[1]! + before[0]!));
              before = [before[1]!, pcm[i]!];
            }
            before = [pcm[FRAME_SAMPLES - 2]!, pcm[FRAME_SAMPLES - 1]!];
          }
          // The second difference stays near that of the tone itself, even where a sample was left out.
          expect(seam).toBeLessThan(900);
          expect(queue.waitingSamples).toBeLessThanOrEqual(2 * FRAME_SAMPLES);
          expect([silent, counts.shortened, counts.late]).toEqual([0, 0, 0]);
        },
      ),
      // Found as failures. A run takes a second, so they are not made smaller.
      {
        numRuns: 8,
        endOnFailure: true,
        examples: [
          [415, 14.902900010876634, 2021986404],
          [74, 1.2143713767552386, 1080934791],
        ],
      },
    );
  });

  test('lists the frames that no round has touched', () => {
    const { queue, push, pop } = createQueue();
    for (let id = 0; id < 3; id++) push(frame(id), 0);
    pop();
    expect(queue.untouched.map(({ id }) => id)).toEqual([1, 2]);
    queue.clear();
    expect([queue.untouched.length, queue.waitingSamples]).toEqual([0, 0]);
  });
});
