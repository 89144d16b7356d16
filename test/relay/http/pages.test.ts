import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { cleanText } from '../../../relay/records/clean-text';
import { publicPage } from '../../../relay/http/invitation-page';
import { delegatePage } from '../../../relay/http/delegate-page';
import { escapeHtml } from '../../../relay/http/markup';
import type { SideView } from '../../../relay/invitations';
import { DAY_MS } from '../../../relay/ports/time-units';
import { HttpWorld, INVITATION, START_MS } from './http-world';

let world: HttpWorld;
beforeEach(async () => {
  world = await HttpWorld.open();
});

test('the public page tells who asks whom, in their words, how far it is, and by when', async () => {
  const { status, body, headers } = await world.get(`/i/${await world.invited()}`);
  expect(status).toBe(200);
  expect(body).toContain('<bdi>Анна</bdi> invites <bdi>Президент</bdi>');
  expect(body).toContain(`<blockquote class="invitation" dir="auto">${INVITATION.text}</blockquote>`);
  expect(body).toContain('Sent, no answer yet');
  expect(body).toContain('in 3 days<small>Thursday 4 March 2027, 12:00 UTC</small>');
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});

test('the policy of a page allows its own style sheet and nothing else', async () => {
  const { body, headers } = await world.get('/');
  const [, style] = /<style>(.*?)<\/style>/s.exec(body) ?? [];
  const hash = createHash('sha256')
    .update(style ?? '')
    .digest('base64');
  expect(headers['content-security-policy']).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  expect(body).not.toMatch(/<script|<link|<img|style="|javascript:|https?:/);
});

test('of a private invitation strangers see what they see of none: the same bytes', async () => {
  const id = await world.invited({ isPublic: false });
  const [hidden, none] = [await world.get(`/i/${id}`), await world.get('/i/no-such-invitation')];
  expect(hidden).toEqual(none);
  expect(hidden.status).toBe(404);
});

test('a delegate sees the page, and only that it was seen changes', async () => {
  const id = await world.invited();
  const path = await world.delegated(id);
  expect((await world.ask('HEAD', path)).body).toBe('');
  expect((await world.appointments.invitation(id))?.state).toBe('sent');
  const first = await world.get(path);
  expect(first.status).toBe(200);
  const seen = await world.appointments.invitation(id);
  expect(seen?.state).toBe('seen');
  await world.get(`${path}?done=accept`);
  expect(await world.appointments.invitation(id)).toBe(seen);
});

test('a delegate asks for time with a note, publishes a statement, takes it back, and accepts', async () => {
  const id = await world.invited();
  const path = await world.delegated(id);
  const note = 'Очень интересно.\nСначала надо понять 🤔';
  const consulted = await world.post(path, { do: 'consult', days: '2', note });
  expect([consulted.status, consulted.headers.location]).toEqual([303, `${path}?done=consult`]);
  const page = await world.get(`${path}?done=consult`);
  expect(page.body).toContain('The seat stays reserved. The host will be told that you need time as soon as');
  expect(page.body).toContain('They are thinking it over');
  expect(page.body).toContain(`<p dir="auto">${note}</p>`);
  expect((await world.appointments.invitation(id))?.deadlineMs).toBe(START_MS + 2 * DAY_MS);
  // The host sees the note; strangers do not.
  const host = await world.api('GET', `/api/invitations/${id}`);
  expect(host.value).toMatchObject({ state: 'consulting', notes: [{ by: 'delegate', text: note }] });
  expect((await world.get(`/i/${id}`)).body).not.toContain('понять');

  const statement = 'A very interesting proposal; first we must understand it.';
  expect((await world.post(path, { do: 'statement', text: statement })).status).toBe(303);
  expect((await world.get(`/i/${id}`)).body).toContain(statement);
  expect((await world.post(path, { do: 'retract' })).status).toBe(303);
  expect((await world.get(`/i/${id}`)).body).not.toContain(statement);

  expect((await world.post(path, { do: 'accept' })).status).toBe(303);
  const accepted = await world.get(path);
  expect(accepted.body).toContain('This invitation has been accepted');
  expect(accepted.body).not.toContain('value="decline"');
  const late = await world.post(path, { do: 'decline', reason: 'too late' });
  expect(late.status).toBe(409);
  expect(late.body).toContain('Thank you, but this invitation is settled. It has been accepted already.');
  expect((await world.post(path, { do: 'note', text: 'See you' })).status).toBe(303);
});

test('the page says that the host has been told once that is true: by its speaker, or by its look at the API', async () => {
  const id = await world.invited();
  const path = await world.delegated(id);
  const says = async (act: string): Promise<string | undefined> =>
    /role="status">(.*?)<\/p>/.exec((await world.get(`${path}?done=${act}`)).body)?.[1];
  expect((await world.post(path, { do: 'consult', days: '2' })).status).toBe(303);
  expect(await says('consult')).toContain('The host will be told that you need time as soon as their speaker is on.');
  expect(await world.appointments.noted('d:host', id, 'consulting')).toBeUndefined();
  expect(await says('consult')).toContain('The host has been told that you need time');
  expect((await world.post(path, { do: 'accept' })).status).toBe(303);
  expect(await says('accept')).toContain('The host will be told that you accept');
  // Somebody else who looks after the room is not the host.
  expect((await world.api('GET', `/api/invitations/${id}`)).value.state).toBe('accepted');
  expect(await says('accept')).toContain('The host will be told that you accept');
  const own = await world.linked('host');
  const mine = await world.api('POST', '/api/invitations', { ...INVITATION, guest: 'd:other' }, own.token);
  const minePath = await world.delegated(String(mine.value.id));
  for (const target of [`/api/invitations/${String(mine.value.id)}`, '/api/invitations']) {
    expect((await world.post(minePath, { do: 'note', text: 'x' })).status).toBe(303);
    expect((await world.get(`${minePath}?done=note`)).body).toContain('Your note is stored. The host will be told');
    expect((await world.api('GET', target, undefined, own.token)).status).toBe(200);
    expect((await world.get(`${minePath}?done=note`)).body).toContain('The host has been told of your note.');
  }
});

test('a delegate declines, with a reason for the host alone', async () => {
  const id = await world.invited();
  const path = await world.delegated(id);
  expect((await world.post(path, { do: 'decline', reason: ' Not this year ' })).status).toBe(303);
  expect((await world.get(path)).body).toContain('Not this year');
  expect((await world.get(`/i/${id}`)).body).not.toContain('Not this year');
  expect((await world.get(`/i/${id}`)).body).toContain('Declined');
  expect((await world.api('GET', `/api/invitations/${id}`)).value.reason).toBe('Not this year');
});

test('of a private invitation no statement can be published', async () => {
  const path = await world.delegated(await world.invited({ isPublic: false }));
  expect((await world.get(path)).body).not.toContain('Publish');
  const refused = await world.post(path, { do: 'statement', text: 'x' });
  expect([refused.status, /This invitation is private/.test(refused.body)]).toEqual([409, true]);
});

test.each([
  ['too long', 'note', { text: 'x'.repeat(5000) }, 'The note is longer than 1000 bytes'],
  ['empty', 'note', { text: ' ' }, 'The note is empty'],
  ['with control characters', 'decline', { reason: 'a\u0007b' }, 'The reason holds control characters'],
  ['turned round', 'statement', { text: 'a\u202eb' }, 'The statement holds marks that turn the reading direction'],
  ['of no such day', 'consult', { days: '1000' }, 'days has to be one of'],
  ['of no day', 'consult', {}, 'days has to be one of'],
  ['unknown', 'withdraw', {}, 'do is not a form of this page'],
] as const)('a form that is %s is refused in words, and changes nothing', async (_, act, fields, words) => {
  const id = await world.invited();
  const path = await world.delegated(id);
  const before = await world.appointments.invitation(id);
  const { status, body } = await world.post(path, { do: act, ...fields });
  expect(status).toBe(422);
  expect(body).toContain(words);
  expect(await world.appointments.invitation(id)).toBe(before);
});

test('what was typed is still there after a refusal', async () => {
  const path = await world.delegated(await world.invited());
  const { body } = await world.post(path, { do: 'decline', reason: '\n  <b>\u0007' });
  expect(body).toMatch(/<details open><summary>Decline/);
  expect(body).toContain('rows="3">\n\n  &lt;b&gt;\u0007</textarea>');
});

test('a link that was revoked, has expired, is forged, or is for something else', async () => {
  const id = await world.invited();
  const path = await world.delegated(id);
  const { links } = (await world.appointments.invitation(id)) ?? { links: [] };
  const none = await world.get('/i/none');
  const token = path.slice('/a/'.length);
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  const others = [(await world.linked('host')).token, (await world.linked('room')).token];
  for (const wrong of [forged, ...others, 'x', '.', '..', 'a.b.c', token.split('.')[0]]) {
    expect(await world.get(`/a/${wrong}`)).toEqual(none);
    expect((await world.post(`/a/${wrong}`, { do: 'accept' })).status).toBe(404);
  }
  expect((await world.api('DELETE', `/api/invitations/${id}/links/${links[0]!.id}`)).status).toBe(200);
  for (const answer of [await world.get(path), await world.post(path, { do: 'accept' })]) {
    expect([answer.status, /has been revoked/.test(answer.body)]).toEqual([410, true]);
  }
  expect((await world.appointments.invitation(id))?.state).toBe('sent');
  const second = await world.delegated(id);
  world.shiftMs += 400 * DAY_MS;
  expect([(await world.get(second)).status, /has expired/.test((await world.get(second)).body)]).toEqual([410, true]);
});

test('a full store is told, and nothing has happened', async () => {
  const id = await world.invited();
  const path = await world.delegated(id);
  world.isFull = true;
  expect((await world.get(path)).status).toBe(200);
  const { status, body } = await world.post(path, { do: 'accept' });
  expect([status, /could not store this/.test(body)]).toEqual([503, true]);
  expect((await world.appointments.invitation(id))?.state).toBe('sent');
});

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '<script>',
          '</blockquote>',
          '"',
          "'",
          '&amp;',
          '<!--',
          ']]>',
          '\n',
          ' ',
          '\u200f',
          'ليلى',
          '🎤',
        ),
        {
          minLength: 1,
          maxLength: 8,
        },
      )
      .map((parts) => parts.join('')),
  )
  .map((raw) => cleanText(raw, { field: '', maxBytes: 500, lines: 'many' }))
  .filter((cleaned) => typeof cleaned === 'string');

test('whatever people write stands on the page as they wrote it, and is never markup', () => {
  const view = (words: string): SideView => ({
    ...{ id: 'x', room: 'lounge', hostName: words, guestName: words, text: words, statement: words, reason: words },
    ...{ deadlineMs: START_MS, sentAtMs: START_MS, state: 'accepted', endedAtMs: START_MS, isPublic: true },
    ...{ notes: [{ by: 'host', text: words, atMs: START_MS }], isOpen: false },
  });
  const tagsOf = (page: string): readonly string[] => page.match(/<[^>]*>?/g) ?? [];
  const plain = view('word');
  fc.assert(
    fc.property(text, (words) => {
      const typed = new Map([['text', words]]);
      for (const pageOf of [
        (one: SideView, _: string) => publicPage(one, START_MS),
        (one: SideView, problem: string) => delegatePage(one, START_MS, { problem, act: 'note', typed }),
      ]) {
        const page = pageOf(view(words), words);
        expect(page).toContain(`dir="auto">${escapeHtml(words)}</blockquote>`);
        // The page has the same elements and attributes as for a plain text.
        expect(tagsOf(page)).toEqual(tagsOf(pageOf(plain, 'word')));
      }
    }),
  );
});
