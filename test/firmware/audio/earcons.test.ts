import * as earcons from '../../../firmware/audio/earcons';

// Rising notes mean a step in, falling notes a step out, as docs/owner.md says.

/** The notes in the order in which they sound. */
function notesOf(earcon: number): number[] {
  return [0, 8, 16, 24].map((shift) => (earcon >>> shift) & 0xff).filter((note) => note !== 0);
}

const rising = (notes: readonly number[]): number[] => [...notes].sort((a, b) => a - b);

test.each(['JOIN', 'HAND_UP', 'ACCEPTED'] as const)('%s rises', (name) => {
  const notes = notesOf(earcons[name]);
  expect(notes.length).toBeGreaterThan(1);
  expect(notes).toEqual([...new Set(rising(notes))]);
});

test.each(['LEAVE', 'HAND_DOWN', 'DECLINED'] as const)('%s falls', (name) => {
  const notes = notesOf(earcons[name]);
  expect(notes.length).toBeGreaterThan(1);
  expect(notes).toEqual([...new Set(rising(notes))].reverse());
});

test('an open microphone is one high note, a closed one a low note, and what failed three equal low ones', () => {
  const [open, ...more] = notesOf(earcons.MICROPHONE_OPEN);
  const [closed, ...others] = notesOf(earcons.MICROPHONE_CLOSED);
  expect([more, others]).toEqual([[], []]);
  expect(open).toBeGreaterThan(closed ?? 0);
  const [first, ...rest] = notesOf(earcons.ERROR);
  expect(rest).toEqual([first, first]);
});
