import fc from 'fast-check';
import { invitationFromJson, invitationToJson, type Invitation } from '../../../relay/invitations';
import { after, GUEST, HOST, PRESS, sent } from './example';

const full = after(
  sent(),
  { kind: 'linkGranted', by: HOST, link: 'press' },
  { kind: 'noteAdded', by: PRESS, text: 'Мы изучаем вопрос 🎙️' },
  { kind: 'statementPublished', by: GUEST, text: 'اقتراح مثير للاهتمام' },
  { kind: 'declined', by: PRESS, reason: 'Не сейчас' },
).invitation;

function changed(change: (record: Record<string, unknown>) => void): unknown {
  const record = JSON.parse(invitationToJson(full)) as Record<string, unknown>;
  change(record);
  return invitationFromJson(JSON.stringify(record));
}

test('an invitation comes back from its record as it was', () => {
  for (const invitation of [full, sent({ hostName: undefined, startsAtMs: undefined, isPublic: false })]) {
    expect(invitationFromJson(invitationToJson(invitation))).toEqual(invitation);
  }
});

test('a field that the version of the record does not have is refused by its name, and so is another version', () => {
  expect(changed((record) => (record.colour = 'red'))).toEqual({
    ...{ code: 'bad-record', field: 'colour', message: 'colour is not a known field' },
  });
  const coloured = (record: Record<string, unknown>): unknown => (record.links = [{ ...full.links[0], colour: 'red' }]);
  expect(changed(coloured)).toMatchObject({ field: 'links[0].colour' });
  expect(changed((record) => (record.schema = 2))).toMatchObject({ code: 'bad-record', field: 'schema' });
});

const BAD: readonly (readonly [field: string, value: unknown])[] = [
  ...Object.keys(full)
    .filter((name) => !['hostName', 'startsAtMs', 'reason', 'statement', 'end'].includes(name))
    .map((name) => [name, undefined] as const),
  ['id', 'a b'],
  ['room', 'Lounge'],
  ['host', 'x:1'],
  ['guest', 7],
  ['guestName', 'a\u202eb'],
  ['hostName', ''],
  ['text', ' padded '],
  ['text', 'x'.repeat(2001)],
  ['isPublic', 1],
  ['isPublic', false],
  ['deadlineMs', '0'],
  ['deadlineMs', 5],
  ['state', 'maybe'],
  ['state', 'sent'],
  ['seat', 'reserved'],
  ['end', null],
  ['end', undefined],
  ['end', { by: { kind: 'nobody', id: 'x' }, atMs: 1 }],
  ['notes', 'none'],
  ['notes', new Array(21).fill(full.notes[0])],
  ['notes', [{ ...full.notes[0], text: '\u0000' }]],
  ['notes', [{ ...full.notes[0], by: null }]],
  ['links', [full.links[0], full.links[0]]],
  ['links', [{ ...full.links[0], grantedBy: 'operator' }]],
];

test.each(BAD)('a record with %s = %p is refused and the field is named', (name, value) => {
  const said = changed((record) => (record[name] = value));
  expect(said).toMatchObject({ code: 'bad-record', message: expect.any(String) });
  const { field } = said as { readonly field: string };
  const agreeing: { readonly [name: string]: string } = { state: 'end', isPublic: 'statement' };
  expect([name, agreeing[name]]).toContain(field.split(/[[.]/)[0]);
});

test('any text gives an invitation or a named error', () => {
  const text = invitationToJson(full);
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .nat(text.length - 1)
      .chain((at) => fc.string({ maxLength: 3 }).map((s) => text.slice(0, at) + s + text.slice(at + 1))),
  );
  fc.assert(
    fc.property(anything, (record) => {
      const read: Invitation | { readonly code: string } = invitationFromJson(record);
      if ('code' in read) expect(read.code).toBe('bad-record');
      else expect(invitationFromJson(invitationToJson(read))).toEqual(read);
    }),
    { numRuns: 2000, seed: 6 },
  );
  expect(invitationFromJson('{"__proto__":{"schema":1}}')).toMatchObject({ code: 'bad-record', field: 'schema' });
});
