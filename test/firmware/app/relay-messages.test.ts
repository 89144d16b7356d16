import fc from 'fast-check';
import { closingRefusal, isMuteOrder, refusalMessage } from '../../../firmware/app/relay-messages';
import { anyToMember } from '../../wire/any-signal';
import { ERROR_CODES } from '../../wire/field-kinds';

test('only an order to close the microphone is an order: one to open it is not heard', () => {
  expect(isMuteOrder({ type: 'mute', muted: true })).toBe(true);
  expect(isMuteOrder({ type: 'mute', muted: false })).toBe(false);
  fc.assert(
    fc.property(anyToMember, (message) => {
      expect(isMuteOrder(message)).toBe(message.type === 'mute' && message.muted);
    }),
  );
});

test.each(ERROR_CODES)('the refusal %s is told in a line of plain words', (code) => {
  expect(refusalMessage(code)).toMatch(/^(the relay|the room) [ -~]{10,90}$/);
});

test.each([
  ['room-full', 'press again'],
  ['too-fast', 'press again'],
  ['bad-room', 'configure({ room:'],
  ['bad-name', 'configure({ name:'],
  ['no-common-codec', 'update'],
  ['banned', 'moderator'],
  ['closed-room', 'invit'],
  ['stage-full', 'later'],
  ['sign-in-refused', 'set it up again'],
  ['revoked', 'set it up again'],
] as const)('the refusal %s says what to do: %s', (code, advice) => {
  expect(refusalMessage(code)).toContain(advice);
});

test('a code that no owner can do anything about is named', () => {
  expect(refusalMessage('not-joined')).toContain('not-joined');
});

test.each([
  [4002, 'another speaker uses the same key'],
  [4003, 'why'],
  [4005, 'no longer knows this speaker'],
])('a connection that ends with %d was refused, and the owner learns why', (code, words) => {
  expect(closingRefusal(code, 'why')).toContain(words);
});

test.each([0, 1000, 1001, 4000, 4004])('a connection that ends with %d was not refused', (code) => {
  expect(closingRefusal(code, 'why')).toBe('');
});
