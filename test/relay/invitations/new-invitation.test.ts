import { newInvitation, type InvitationDraft } from '../../../relay/invitations';
import { DAY_MS } from '../../../relay/ports/time-units';
import { DRAFT, kinds, sent, START_MS } from './example';

test('a new invitation reserves its seat and rings', () => {
  const made = newInvitation(DRAFT, START_MS);
  expect(made).toMatchObject({ invitation: { ...DRAFT, state: 'sent', seat: 'reserved', notes: [], links: [] } });
  expect('effects' in made && kinds(made.effects)).toEqual(['reserveSeat', 'ring']);
});

test('text in any language is kept, composed', () => {
  expect(sent({ text: 'й'.normalize('NFD') }).text).toBe('й');
  expect(sent({ text: 'я'.repeat(1000) }).text).toHaveLength(1000);
});

const BAD: readonly (readonly [field: keyof InvitationDraft, value: unknown])[] = [
  ['id', ''],
  ['id', 'a/b'],
  ['room', 'Lounge!'],
  ['host', 'anna'],
  ['guest', 'd:'],
  ['guest', `d:${'x'.repeat(129)}`],
  ['guest', 'd:host'],
  ['hostName', ''],
  ['guestName', 'я'.repeat(101)],
  ['guestName', 'two\nlines'],
  ['text', ''],
  ['text', 'я'.repeat(1001)],
  ['text', 'x'.repeat(100_000)],
  ['text', 'a\u202eb'],
  ['text', { toString: null }],
  ['isPublic', 'yes'],
  ['startsAtMs', START_MS - 1],
  ['startsAtMs', START_MS + 733 * DAY_MS],
  ['deadlineMs', START_MS - 1],
  ['deadlineMs', START_MS + 90 * DAY_MS + 1],
  ['deadlineMs', undefined],
];

test.each(BAD)('%s = %p is refused and named', (field, value) => {
  const said = newInvitation({ ...DRAFT, [field]: value }, START_MS);
  expect(said).toEqual({ code: 'bad-field', field, message: expect.stringContaining(field) });
});
