import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { LINK_MAX_CHARS, makeLink, readLink, type Link } from '../../../relay/identity/link-token';
import { Links } from '../../../relay/identity/links';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import { isRefusal, type Refusal } from '../../../relay/ports/refusal';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import { hmacWith } from '../../../wire/hmac';
import { parseToRelay } from '../../../wire/to-relay';
import { SeededRandom } from '../support/in-memory-ports';

const KEY = 'L'.repeat(32);
const { hashOf } = nodePrimitives;
const hmac = hmacWith(nodePrimitives, KEY);
const none = (_id: string): boolean => false;
/** A link, or the code with which it is refused. */
const codeOf = (read: Link | Refusal): Link | string => (isRefusal(read) ? read.code : read);
const read = (token: string, nowMs = 0, isRevoked = none): Link | string =>
  codeOf(readLink(hashOf, hmac, token, nowMs, isRevoked));

const ROOM: Link = { kind: 'room', room: 'lounge', name: 'Анна 👋', id: 'abc', expiresAtMs: 1000 };

const id = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => text.length <= 64 && !/[\0-\x1f\x7f]/.test(text));
const anyLink: fc.Arbitrary<Link> = fc
  .record({
    kind: fc.constantFrom('room', 'host', 'moderator', 'delegate'),
    room: id,
    role: fc.option(fc.constantFrom('stage', 'audience'), { nil: undefined }),
    invitation: id,
    name,
    id,
    expiresAtMs: fc.integer({ min: 1 }),
  })
  .map(({ role, invitation, ...rest }) => ({
    ...rest,
    ...(role === undefined ? {} : { role }),
    ...(rest.kind === 'delegate' ? { invitation } : {}),
  }));

test('a link is read as it was made, and fits a message', () => {
  fc.assert(
    fc.property(anyLink, (link) => {
      const token = makeLink(hmac, link) ?? '';
      expect(read(token)).toEqual(link);
      expect(parseToRelay(JSON.stringify({ type: 'link', token }))).toEqual({ type: 'link', token });
    }),
  );
});

test('a token is base64url of JSON, a dot, and base64url of its HMAC-SHA-256', () => {
  const [payload, code] = (makeLink(hmac, ROOM) ?? '').split('.');
  const json = Buffer.from(payload!, 'base64url');
  expect(JSON.parse(json.toString('utf8'))).toEqual(ROOM);
  expect(code).toBe(createHmac('sha256', KEY).update(json).digest('base64url'));
});

test('a changed, cut or longer token is refused', () => {
  const token = makeLink(hmac, ROOM) ?? '';
  const alphabet = 'ABab01-_.=+/';
  for (let at = 0; at < token.length; at++) {
    for (const char of alphabet) {
      if (char === token[at]) continue;
      expect(read(token.slice(0, at) + char + token.slice(at + 1))).toBe('sign-in-refused');
    }
    expect(read(token.slice(0, at))).toBe('sign-in-refused');
  }
  for (const more of ['A', '.', '.AAAA', '=', ' ']) expect(read(token + more)).toBe('sign-in-refused');
});

test('a token of another key is refused, and so is any text', () => {
  const other = makeLink(hmacWith(nodePrimitives, 'X'.repeat(32)), ROOM) ?? '';
  expect(read(other)).toBe('sign-in-refused');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => read(text) === 'sign-in-refused'));
  expect(read('A'.repeat(LINK_MAX_CHARS + 1))).toBe('sign-in-refused');
});

test('a right signature over what is no link is refused', () => {
  const sign = (payload: string): string =>
    `${Buffer.from(payload).toString('base64url')}.${createHmac('sha256', KEY).update(payload).digest('base64url')}`;
  expect(read(sign(JSON.stringify(ROOM)))).toEqual(ROOM);
  const wrongs: unknown[] = [
    { ...ROOM, kind: 'operator' },
    { ...ROOM, room: 'The Lounge' },
    { ...ROOM, role: 'host' },
    { ...ROOM, invitation: 'i1' },
    { ...ROOM, kind: 'delegate' },
    { ...ROOM, name: '' },
    { ...ROOM, id: '-' },
    { ...ROOM, expiresAtMs: '1000' },
    { ...ROOM, expiresAtMs: 1.5 },
    null,
    7,
    [],
  ];
  for (const wrong of wrongs) {
    expect(read(sign(JSON.stringify(wrong)))).toBe('sign-in-refused');
    if (wrong && typeof wrong === 'object') expect(makeLink(hmac, wrong as Link)).toBeUndefined();
  }
  expect(read(sign('{'))).toBe('sign-in-refused');
  expect(read(sign(''))).toBe('sign-in-refused');
  // A link with a field that this relay does not know is refused.
  expect(read(sign(JSON.stringify({ ...ROOM, rank: 'host' })))).toBe('sign-in-refused');
});

test('a link expires at its instant, and a revoked one is told so before', () => {
  const token = makeLink(hmac, ROOM) ?? '';
  expect(read(token, 999)).toEqual(ROOM);
  expect(read(token, 1000)).toBe('expired');
  expect(read(token, 0, (revoked) => revoked === 'abc')).toBe('revoked');
});

test('links are given, taken back, and stay taken back after a restart until they have expired', async () => {
  const medium: MemoryMedium = new Map();
  const open = async () => {
    const store = createMemoryStore({ medium });
    return { store, links: await Links.open(nodePrimitives, KEY, new SeededRandom(3), store) };
  };
  const { store, links } = await open();
  const fields = { kind: ROOM.kind, room: ROOM.room, name: ROOM.name, expiresAtMs: ROOM.expiresAtMs };
  const [first, second] = [links.make(fields), links.make(fields)];
  if (!first || !second) throw new Error('not made');
  expect(first.link.id).not.toBe(second.link.id);
  const revoked = links.revoke(first.link);
  expect(codeOf(links.read(first.token, 0))).toBe('revoked');
  await revoked;
  await links.forgetExpired(999);
  await store.close();

  const later = await open();
  expect(codeOf(later.links.read(first.token, 0))).toBe('revoked');
  expect(later.links.read(second.token, 0)).toEqual(second.link);
  await later.links.forgetExpired(1000);
  expect(medium.size).toBe(0);
  expect(codeOf(later.links.read(first.token, 1000))).toBe('expired');
  expect(links.make({ ...fields, name: '' })).toBeUndefined();
});

test('a feed is of a person and of no room; nothing else is', () => {
  const nobodys: Link = { kind: 'feed', room: '', name: 'feed', id: 'abc', expiresAtMs: 1000 };
  const feed: Link = { ...nobodys, person: 'd:kitchen' };
  expect(read(makeLink(hmac, feed) ?? '')).toEqual(feed);
  for (const link of [
    ...[{ ...feed, room: 'lounge' }, { ...feed, person: 'kitchen' }, { ...feed, kind: 'room' as const }, nobodys],
    ...[
      { ...ROOM, person: 'd:kitchen' },
      { ...ROOM, room: '' },
    ],
  ]) {
    expect(makeLink(hmac, link)).toBeUndefined();
  }
});
