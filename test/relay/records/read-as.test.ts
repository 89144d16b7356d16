import fc from 'fast-check';
import * as v from 'valibot';
import {
  exactly,
  flag,
  instant,
  listOf,
  oneOf,
  person,
  persons,
  recordId,
  storedText,
  together,
  whole,
  writtenText,
  type FieldsOf,
} from '../../../relay/records/fields';
import { readAs, readJsonRecord, readRecord } from '../../../relay/records/read-as';

type Song = {
  readonly id: string;
  readonly title: string;
  readonly key: 'minor' | 'major';
  readonly verses: readonly { readonly text: string; readonly isSung: boolean }[];
  readonly singers?: readonly string[];
  readonly writtenAtMs?: number;
};

const song = v.pipe(
  exactly({
    id: recordId,
    title: writtenText({ maxBytes: 20, lines: 'one' }),
    key: v.optional(oneOf(['minor', 'major']), 'major'),
    verses: listOf(exactly({ text: storedText({ maxBytes: 20, lines: 'many' }), isSung: flag }), 3),
    singers: v.exactOptional(persons(1, 2)),
    writtenAtMs: v.exactOptional(instant),
  } satisfies FieldsOf<Song>),
  together('singers', ({ singers, verses }) => singers === undefined || verses.length > 0, 'have nothing to sing'),
);

const VERSE = { text: 'la la', isSung: true };
const SONG = { id: 'song-1', title: '  Ода ', verses: [VERSE] };

test('gives what is read: cleaned, with what is usual where nothing is given', () => {
  const read: Song | { readonly code: 'bad-song' } = readAs(song, SONG, 'bad-song', 'song');
  expect(read).toEqual({ id: 'song-1', title: 'Ода', key: 'major', verses: [VERSE] });
});

test.each([
  ['song', 'song has to be an object', 'la la'],
  ['song', 'song has to be an object', null],
  ['id', 'id is missing', {}],
  ['id', 'id has to be 1 to 64 letters, digits, hyphens and underscores', { ...SONG, id: 'a b' }],
  ['title', 'title is longer than 20 bytes: shorten it', { ...SONG, title: 'x'.repeat(21) }],
  ['title', 'title is not a text', { ...SONG, title: ['x'] }],
  ['key', 'key has to be minor or major', { ...SONG, key: 'flat' }],
  ['verses', 'verses has to be a list of at most 3', { ...SONG, verses: 'la la' }],
  ['verses', 'verses has to be a list of at most 3', { ...SONG, verses: Array(4).fill(VERSE) }],
  ['verses[1]', 'verses[1] has to be an object', { ...SONG, verses: [VERSE, 7] }],
  ['verses[1].text', 'verses[1].text is not a clean text', { ...SONG, verses: [VERSE, { ...VERSE, text: ' la' }] }],
  ['verses[0].isSung', 'verses[0].isSung has to be true or false', { ...SONG, verses: [{ ...VERSE, isSung: 1 }] }],
  ['verses[0].loud', 'verses[0].loud is not a known field', { ...SONG, verses: [{ ...VERSE, loud: true }] }],
  ['singers', 'singers has to be a list of 1 to 2 persons, none of them twice', { ...SONG, singers: ['d:a', 'd:a'] }],
  ['singers', 'singers have nothing to sing', { ...SONG, singers: ['d:a'], verses: [] }],
  ['writtenAtMs', `writtenAtMs has to be a number from 0 to ${Number.MAX_SAFE_INTEGER}`, { ...SONG, writtenAtMs: -1 }],
  ['titel', 'titel is not a known field', { ...SONG, titel: 'x' }],
  ['constructor', 'constructor is not a known field', { ...SONG, constructor: 'x' }],
])('says of %s: %s', (field, message, value) => {
  expect(readAs(song, value, 'bad-song', 'song')).toEqual({ code: 'bad-song', field, message });
});

test('text that is no JSON is no record', () => {
  const refusal = { code: 'bad-record', field: 'record', message: 'record is not JSON' };
  expect(readJsonRecord(song, '{')).toEqual(refusal);
  expect(readJsonRecord(song, JSON.stringify(SONG))).toMatchObject({ title: 'Ода' });
  expect(readJsonRecord(song, '{"__proto__":{"id":"x"}}')).toMatchObject({ code: 'bad-record', field: 'id' });
});

test('any value gives what is read or a refusal that names a field', () => {
  const changes = fc.dictionary(fc.constantFrom(...Object.keys(SONG), 'singers', 'x'), fc.jsonValue(), { maxKeys: 2 });
  const anything = fc.oneof(
    fc.jsonValue(),
    changes,
    changes.map((changed) => ({ ...SONG, ...changed })),
  );
  fc.assert(
    fc.property(anything, (value) => {
      const read = readRecord(song, value);
      if ('code' in read) expect(read.message.startsWith(`${read.field} `)).toBe(true);
      else expect(readRecord(song, read)).toEqual(read);
    }),
  );
});

const SCHEMAS = { 'a whole number from 2 to 5': whole(2, 5), instant, person, 'at most one person': persons(0, 1) };

test.each<[keyof typeof SCHEMAS, readonly unknown[], readonly unknown[]]>([
  ['a whole number from 2 to 5', [2, 5], [1, 6, 2.5, '3', NaN, Infinity, null]],
  ['instant', [0, 1.5, Number.MAX_SAFE_INTEGER], [-1, 1e300, NaN, '1', null]],
  ['person', ['d:a', 'w:x-1', `p:${'a'.repeat(128)}`], ['a', 'x:a', 'd:', 'd:a b', `d:${'a'.repeat(129)}`, 7]],
  ['at most one person', [[], ['d:a']], ['d:a', ['a'], ['d:a', 'd:b'], { length: 0 }]],
])('%s takes %j, and none of %j', (name, good, bad) => {
  for (const value of good) expect([value, v.is(SCHEMAS[name], value)]).toEqual([value, true]);
  for (const value of bad) expect([value, v.is(SCHEMAS[name], value)]).toEqual([value, false]);
});

test('a schema that forgets a field of its type does not compile', () => {
  type Note = { readonly text: string; readonly colour?: string };
  // @ts-expect-error The colour is forgotten.
  const forgetful = exactly({ text: v.string() } satisfies FieldsOf<Note>);
  expect(readRecord(forgetful, { text: 'x', colour: 'red' })).toMatchObject({ field: 'colour' });
});
