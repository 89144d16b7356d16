import { readRoomLink } from '../../../cli/live/room-link';
import { makeLink, type Link } from '../../../relay/identity/link-token';
import { hmacWith } from '../../../wire/hmac';
import { nodePrimitives } from '../../../relay/node/node-primitives';

const hmac = hmacWith(nodePrimitives, 'k'.repeat(32));
const LINK: Link = { kind: 'room', room: 'lounge', name: 'Zoë', id: 'a1', expiresAtMs: 2000 };
const tokenOf = (link: Link): string => makeLink(hmac, link) ?? '';

test('a link of the relay tells its room and the name of its bearer', () => {
  const token = tokenOf(LINK);
  expect(readRoomLink(token, 1000)).toEqual({ token, room: 'lounge', name: 'Zoë' });
  expect(readRoomLink(` ${token}\n`, 1000).token).toBe(token);
});

test.each<[string, () => string, string]>([
  ['whose time is over', () => tokenOf({ ...LINK, expiresAtMs: 1000 }), 'has expired at 1970-01-01T00:00:01.000Z'],
  [
    'of a delegate',
    () => `http://127.0.0.1:7780/a/${tokenOf({ ...LINK, kind: 'delegate', invitation: 'b2' })}`,
    'answers an invitation',
  ],
  [
    'of a calendar',
    () => `http://127.0.0.1:7780/calendar/of/${tokenOf({ ...LINK, kind: 'feed', room: '', person: 'd:attic' })}.ics`,
    'is of a calendar',
  ],
  ['to the page of an invitation', () => 'http://127.0.0.1:7780/i/4b77892f2524faaf2be0', 'page of an invitation'],
  ['that is a word', () => 'lounge', 'is no link of a relay'],
  ['that is cut', () => tokenOf(LINK).split('.')[0] ?? '', 'is no link of a relay'],
  ['that is empty', () => '', 'is no link of a relay'],
  ['of bytes that are no link', () => 'bnVsbA.AAAA', 'is no link of a relay'],
  ['with two dots', () => `${tokenOf(LINK)}.AAAA`, 'is no link of a relay'],
])('a link %s is refused in words', (_what, text, words) => {
  expect(() => readRoomLink(text(), 1000)).toThrow(words);
});
