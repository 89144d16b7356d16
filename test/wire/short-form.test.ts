import fc from 'fast-check';
import { writeShort } from '../../wire/short-form';
import { parseShort } from '../../wire/short-reader';
import { TO_MEMBER_ROWS, anyToMember } from './any-signal';

/** What a device ignores, and what is JSON in any case. */
const WITHOUT = ['room', 'rank', 'speaking', 'hello', 'challenge', 'ping'];

test('a message in its short form reads as the message, without the rank of joined', () => {
  fc.assert(
    fc.property(anyToMember, (message) => {
      const text = writeShort(message);
      expect(text === undefined).toBe(WITHOUT.includes(message.type));
      if (text === undefined || message.type === 'pong') return;
      expect(parseShort(text)).toEqual({ ...message, rank: undefined });
    }),
  );
});

test.each([true, false])('whether others speak: %s', (speak) => {
  expect(parseShort(writeShort({ type: 'others', speak }))).toEqual({ type: 'others', speak });
});

test('every message has a short form, or is one that has none', () => {
  for (const { type, example } of TO_MEMBER_ROWS) {
    expect([type, writeShort(example as never) === undefined]).toEqual([type, WITHOUT.includes(type)]);
  }
});

test.each([
  '',
  ' ',
  'shout 1',
  'seat',
  'seat balcony 20',
  'seat stage 30',
  'offer',
  'offer soon',
  'left',
  'left lounge',
  'error',
  'invitation talk',
  'invitation talk lapsed lounge',
  'invitation talk ringing',
  'reply talk lounge',
  'reminder lounge',
  'joined lounge stage 1 0001 7720 6 20',
  'joined lounge balcony 1 000102030405060708090a0b0c0d0e0f 7720 6 20',
  'joined lounge stage 1 000102030405060708090a0b0c0d0e0f port 6 20',
  'joined lounge stage 1 000102030405060708090a0b0c0d0e0f 7720 6',
])('is refused: %s', (text) => {
  expect(parseShort(text)).toMatchObject({ type: 'rejected', code: 'bad-field' });
});

test('any text gives a message or a rejection', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parseShort(text).type === 'string'));
  fc.assert(
    fc.property(
      fc.constantFrom('others', 'queue', 'joined', 'left', 'error', 'invitation', 'reply', 'reminder', 'seat', 'offer'),
      fc.array(fc.string()),
      (type, words) => typeof parseShort([type, ...words].join(' ')).type === 'string',
    ),
  );
});
