import fc from 'fast-check';
import { HttpWorld, INVITATION } from './http-world';

let world: HttpWorld;
beforeEach(async () => {
  world = await HttpWorld.open();
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['GET', '/nothing', 404],
  ['GET', '//', 404],
  ['GET', '/i/', 404],
  ['GET', '/i/a/b', 404],
  ['GET', '/%2e%2e/%2e%2e/etc/passwd', 404],
  ['GET', '/i/%00', 404],
  ['GET', '/%ff', 400],
  ['GET', '/%', 400],
  ['GET', 'http://elsewhere/', 400],
  ['GET', '*', 400],
  ['GET', '', 400],
  ['GET', `/${'x'.repeat(3000)}`, 414],
  ['POST', '/', 405],
  ['DELETE', '/i/x', 405],
  ['PUT', '/a/x', 405],
  ['OPTIONS', '/api/devices', 405],
  ['TRACE', '/', 405],
  ['PATCH', '/api/audit', 405],
])('%s %.60s is answered with %i', async (method, target, status) => {
  const answer = await world.ask(method, target);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  if (status === 405) expect(answer.headers.allow).toMatch(/^[A-Z, ]+$/);
});

test('bodies that are too large, no UTF-8, no form or no JSON', async () => {
  const path = await world.delegated(await world.invited());
  const authorization = `Bearer ${world.operatorKey}`;
  const json = { authorization, 'content-type': 'application/json' };
  const bytes = Uint8Array.of(0xff, 0xfe);
  const answers = [
    await world.ask('POST', path, FORM, 'too-large'),
    await world.ask('POST', path, FORM, bytes),
    await world.ask('POST', path, { 'content-type': 'multipart/form-data' }, 'do=accept'),
    await world.ask('POST', path, {}, 'do=accept'),
    await world.ask('POST', path, FORM, Array.from({ length: 50 }, (_, at) => `f${at}=1`).join('&')),
    await world.ask('POST', '/api/invitations', json, 'too-large'),
    await world.ask('POST', '/api/invitations', json, bytes),
    await world.ask('POST', '/api/invitations', { authorization }, '{"room":"lounge"}'),
    await world.ask('POST', '/api/invitations', json, '{"room":'),
    await world.ask('POST', '/api/invitations', json, '[1]'),
    await world.ask('POST', '/api/invitations', json, `{"a":${'['.repeat(8000)}${']'.repeat(8000)}}`),
    await world.ask('POST', '/api/invitations', json, '{"__proto__":{"room":"lounge"}}'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([413, 400, 415, 415, 400, 413, 400, 415, 400, 400, 422, 422]);
});

test('who asks too much is refused before anything is read', async () => {
  world = await HttpWorld.open({ messagesBurst: 5, messagesPerSecond: 1 });
  const statuses = [];
  for (let turn = 0; turn < 7; turn++) statuses.push((await world.get('/')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(await world.ask('BREW', '\u0000')).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
  world.clock.advance(1000);
  expect((await world.get('/')).status).toBe(200);
});

test('what fails inside is logged, and told without its reasons', async () => {
  world = await HttpWorld.open();
  Object.assign(world.appointments, {
    invitation: () => Promise.reject(new Error('the secret reason')),
  });
  const answer = await world.get('/i/x');
  expect([answer.status, answer.body.includes('secret'), world.warned]).toEqual([500, false, ['http-failed']]);
});

const segment = fc.oneof(
  fc.constantFrom(
    'api',
    'i',
    'a',
    'calendar',
    'of',
    'devices',
    'invitations',
    'scheduled',
    'rooms',
    'links',
    'audit',
    'feeds',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('..', '%2f', '%00', '%e2%80%ae', 'lounge', 'lounge.ics', 'x.y.ics'),
);
const target = fc.oneof(
  fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
  fc.tuple(fc.array(segment, { maxLength: 4 }), fc.string({ maxLength: 30 })).map(([path, query]) => {
    return `/${path.map((one) => encodeURIComponent(one.replace(/\p{Surrogate}/gu, ''))).join('/')}?${query}`;
  }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS', 'M-SEARCH', '');
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc.constant('too-large' as const),
);
const type = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  '',
  'application/json;;',
);

test('any bytes get an answer, from strangers and from the operator, and nothing fails inside', async () => {
  await fc.assert(
    fc.asyncProperty(method, target, body, type, fc.boolean(), async (asked, path, bytes, kind, isOperator) => {
      const headers = { 'content-type': kind, ...(isOperator ? { authorization: `Bearer ${world.operatorKey}` } : {}) };
      const answer = await world.ask(asked, path, headers, bytes);
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      for (const value of Object.values(answer.headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
      if (asked === 'HEAD') expect(answer.body).toBe('');
    }),
    { numRuns: 500 },
  );
  expect(world.warned).toEqual([]);
});

const anything = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'x'.repeat(2500),
    'a\u202eb',
    '\ud800',
    -1,
    1e300,
    'd:x',
    'w:x',
    'lounge',
    '2027-03-28T02:30 Europe/Berlin',
  ),
);

const INVITATION_FIELDS = [
  'room',
  'host',
  'hostName',
  'guest',
  'guestName',
  'text',
  'isPublic',
  'startsAt',
  'deadline',
];
const PLAN_FIELDS = ['title', 'starts', 'durationMinutes', 'repeats', 'times', 'hosts', 'coHosts', 'kind', 'policy'];

test('any JSON in any field is taken or refused by value, and never fails inside', async () => {
  const id = await world.invited();
  const plan = { title: 'x', starts: world.nowMs + 1000, durationMinutes: 5, hosts: ['d:h'] };
  const scheduled = (await world.api('POST', '/api/scheduled', { room: 'lounge', ...plan })).value.id as string;
  /** The fields that each address takes, and a good body. */
  const bodies: readonly (readonly [address: string, fields: readonly string[], usual: object])[] = [
    ['POST /api/invitations', INVITATION_FIELDS, INVITATION],
    ['POST /api/scheduled', ['room', ...PLAN_FIELDS], { room: 'lounge', ...plan }],
    [`PATCH /api/scheduled/${scheduled}`, PLAN_FIELDS, {}],
    ['POST /api/devices', ['id', 'name'], { id: 'kitchen' }],
    ['POST /api/feeds', ['person', 'name', 'hours'], { person: 'd:h' }],
    ['POST /api/rooms/lounge/links', ['kind', 'role', 'name', 'hours'], { name: 'x' }],
    [`POST /api/invitations/${id}/notes`, ['text'], { text: 'x' }],
    [`POST /api/invitations/${id}/links`, ['name'], {}],
    [`POST /api/scheduled/${scheduled}/coming`, ['person', 'isComing'], { person: 'd:h' }],
  ];
  const asked = fc
    .constantFrom(...bodies)
    .chain(([address, fields, usual]) =>
      fc
        .dictionary(fc.constantFrom(...fields), anything, { maxKeys: 3 })
        .map((changes) => ({ address, body: { ...usual, ...changes } })),
    );
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(asked, async ({ address, body }) => {
      const [method = '', path = ''] = address.split(' ');
      const { status } = await world.api(method, path, body);
      expect([200, 201, 409, 422]).toContain(status);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }),
    { numRuns: 500 },
  );
  expect(world.warned).toEqual([]);
  // Both outcomes have to be frequent, or only the first check would be tested.
  for (const status of [201, 422]) expect(statuses.get(status)).toBeGreaterThan(20);
});

test('a field that an address does not take is refused by its name', async () => {
  const id = await world.invited();
  const plan = { title: 'x', starts: world.nowMs + 1000, durationMinutes: 5, hosts: ['d:h'] };
  const scheduled = (await world.api('POST', '/api/scheduled', { room: 'lounge', ...plan })).value.id as string;
  for (const [method, path, body] of [
    ['POST', '/api/invitations', INVITATION],
    ['POST', '/api/scheduled', { room: 'lounge', ...plan }],
    ['PATCH', `/api/scheduled/${scheduled}`, { title: 'y' }],
    ['POST', '/api/devices', { id: 'kitchen' }],
    ['POST', '/api/feeds', { person: 'd:h' }],
    ['POST', '/api/rooms/lounge/links', { name: 'x' }],
    ['POST', `/api/invitations/${id}/notes`, { text: 'x' }],
    ['POST', `/api/invitations/${id}/links`, { name: 'x' }],
    ['POST', `/api/scheduled/${scheduled}/coming`, { person: 'd:h' }],
  ] as const) {
    for (const field of ['nmae', 'id', '__proto__', 'constructor'].filter((name) => !Object.hasOwn(body, name))) {
      const text = JSON.stringify(body).replace(/\}$/, `,"${field}":1}`);
      const headers = { authorization: `Bearer ${world.operatorKey}`, 'content-type': 'application/json' };
      const { status, body: said } = await world.ask(method, path, headers, text);
      const words = `${field} is not a known field`;
      expect([path, status, JSON.parse(said)]).toEqual([path, 422, { error: { code: 'bad-field', words, field } }]);
    }
  }
});
