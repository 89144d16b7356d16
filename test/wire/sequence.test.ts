import fc from 'fast-check';
import { sequenceAfter, sequenceDistance, timestampAfter, timestampDistance } from '../../wire/sequence';

test.each([
  [0, 0, 0],
  [0, 1, 1],
  [1, 0, -1],
  [0xffff, 0, 1],
  [0, 0xffff, -1],
  [0xfffe, 3, 5],
  [3, 0xfffe, -5],
  [0, 0x7fff, 0x7fff],
  [0x8001, 0, 0x7fff],
  [100, 100 + 0x7fff, 0x7fff],
])('the distance from sequence number %i to %i is %i', (from, to, distance) => {
  expect(sequenceDistance(from, to)).toBe(distance);
});

test('half the circle away counts as behind, from either side', () => {
  expect(sequenceDistance(0, 0x8000)).toBe(-0x8000);
  expect(sequenceDistance(0x8000, 0)).toBe(-0x8000);
});

test.each([
  [0, 1, 1],
  [0xffff, 1, 0],
  [0xfff0, 0x20, 0x10],
  [0, -1, 0xffff],
  [5, 0x10000, 5],
])('%i and %i steps is sequence number %i', (from, steps, to) => {
  expect(sequenceAfter(from, steps)).toBe(to);
});

test.each([
  [0, 160, 160],
  [160, 0, -160],
  [0xffffffff, 0, 1],
  [0xffffff60, 0, 160],
  [0, 0xffffffff, -1],
  [0, 0x7fffffff, 0x7fffffff],
  [0x80000001, 0, 0x7fffffff],
])('the distance from timestamp %i to %i is %i samples', (from, to, distance) => {
  expect(timestampDistance(from, to)).toBe(distance);
});

test.each([
  [0xffffffff, 1, 0],
  [0xffffff60, 320, 160],
  [0, -160, 0xffffff60],
  [0x7fffffff, 1, 0x80000000],
])('%i and %i samples is timestamp %i', (from, samples, to) => {
  expect(timestampAfter(from, samples)).toBe(to);
});

test('distance and step undo each other all round the circle', () => {
  fc.assert(
    fc.property(fc.nat(0xffff), fc.integer({ min: -0x8000, max: 0x7fff }), (from, steps) => {
      expect(sequenceDistance(from, sequenceAfter(from, steps))).toBe(steps);
    }),
  );
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.integer(), (from, samples) => {
      expect(timestampDistance(from, timestampAfter(from, samples))).toBe(samples);
    }),
  );
});
