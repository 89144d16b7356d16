import { DAY_MS } from '../../../relay/ports/time-units';
import { HttpWorld, INVITATION, START_MS } from './http-world';

let world: HttpWorld;
beforeEach(async () => {
  world = await HttpWorld.open();
});

const PLAN = {
  room: 'lounge',
  title: 'Чай',
  starts: '2027-03-21T20:00 Europe/Berlin',
  durationMinutes: 60,
  hosts: ['d:host'],
};

async function audited(): Promise<readonly string[]> {
  const { value } = await world.api('GET', '/api/audit?limit=50');
  const lines = value.audit as readonly { by: string; action: string; to?: string }[];
  return lines.map(({ by, action, to }) => `${by}: ${action} ${to ?? ''}`.trim()).reverse();
}

test('devices: the key is told once, and everything is in the log', async () => {
  const made = await world.api('POST', '/api/devices', { id: 'kitchen', name: 'Küche' });
  expect([made.status, made.value]).toEqual([
    201,
    { id: 'kitchen', name: 'Küche', key: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  const rotated = await world.api('POST', '/api/devices/kitchen/rotate');
  expect(rotated.value.key).not.toBe(made.value.key);
  const { answer } = await world.api('GET', '/api/devices');
  expect(answer.body).toContain('Küche');
  for (const { value } of [made, rotated]) expect(answer.body).not.toContain(value.key as string);
  expect((await world.api('DELETE', '/api/devices/kitchen')).value).toEqual({ id: 'kitchen', revoked: true });
  expect(world.revoked).toEqual(['device kitchen']);
  expect(world.identity.devices.find('kitchen', world.nowMs)?.isRevoked).toBe(true);
  expect(await audited()).toEqual([
    'operator: device add kitchen',
    'operator: device rotate kitchen',
    'operator: device revoke kitchen',
  ]);
});

test.each([
  [{ id: 'Kitchen' }, 422, 'bad-device'],
  [{ id: 7 }, 422, 'bad-field'],
  [{}, 422, 'bad-field'],
  [{ id: 'x', name: '' }, 422, 'bad-name'],
  [{ id: 'x', name: 'a\u0000b' }, 422, 'bad-name'],
  [{ id: 'x', name: 'n'.repeat(100_000 / 10) }, 422, 'bad-name'],
] as const)('the device %j is refused with %i %s', async (body, status, code) => {
  const refused = await world.api('POST', '/api/devices', body);
  expect([refused.status, refused.code]).toEqual([status, code]);
});

test('a device that is there, is not, or is revoked', async () => {
  await world.api('POST', '/api/devices', { id: 'kitchen' });
  expect(await world.api('POST', '/api/devices', { id: 'kitchen' })).toMatchObject({
    status: 409,
    code: 'device-exists',
  });
  expect(await world.api('POST', '/api/devices/attic/rotate')).toMatchObject({ status: 404, code: 'no-such-device' });
  expect(await world.api('DELETE', '/api/devices/attic')).toMatchObject({ status: 404, code: 'no-such-device' });
  await world.api('DELETE', '/api/devices/kitchen');
  expect(await world.api('POST', '/api/devices/kitchen/rotate')).toMatchObject({ status: 410, code: 'revoked' });
});

test('invitations: sent, noted, answered by a link, revoked, withdrawn', async () => {
  const id = await world.invited();
  expect(await world.api('GET', `/api/invitations/${id}`)).toMatchObject({
    status: 200,
    value: {
      id,
      state: 'sent',
      guest: 'd:president',
      startsAtMs: Date.parse('2027-03-08T19:00Z'),
      deadlineMs: START_MS + 3 * DAY_MS,
    },
  });
  await world.delegated(id);
  const noted = await world.api('POST', `/api/invitations/${id}/notes`, { text: 'Take your time' });
  const [link] = noted.value.links as readonly { id: string }[];
  expect(noted.value.notes).toMatchObject([{ by: 'host', text: 'Take your time' }]);
  const revoked = await world.api('DELETE', `/api/invitations/${id}/links/${link!.id}`);
  expect(revoked.value.links).toEqual([{ id: link!.id, isRevoked: true }]);
  expect((await world.api('DELETE', `/api/invitations/${id}/links/none`)).status).toBe(404);
  expect((await world.api('POST', `/api/invitations/${id}/withdraw`)).value.state).toBe('withdrawn');
  expect(await world.api('POST', `/api/invitations/${id}/withdraw`)).toMatchObject({ status: 409, code: 'answered' });
  const { value } = await world.api('GET', '/api/invitations?room=lounge');
  expect((value.invitations as readonly { id: string }[]).map((invitation) => invitation.id)).toEqual([id]);
  expect((await audited()).every((line) => line.startsWith('operator: invitation '))).toBe(true);
});

test.each([
  ['room', { room: 'The Lounge' }],
  ['guest', { guest: 'president' }],
  ['guest', { guest: 'd:host' }],
  ['host', { host: undefined }],
  ['text', { text: 'x'.repeat(10_000) }],
  ['text', { text: 'a\u0000b' }],
  ['guestName', { guestName: 'a\u202eb' }],
  ['hostName', { hostName: 7 }],
  ['isPublic', { isPublic: 'yes' }],
  ['startsAt', { startsAt: 'tomorrow' }],
  ['startsAt', { startsAt: '2027-03-08T19:00' }],
  ['startsAt', { startsAt: 1e300 }],
  ['startsAtMs', { startsAt: 9e15 }],
  ['deadlineMs', { deadline: 0 }],
  ['deadline', { deadline: null }],
])('an invitation with a bad %s is refused by that field: %j', async (field, changes) => {
  const refused = await world.api('POST', '/api/invitations', { ...INVITATION, ...changes });
  expect(refused).toMatchObject({ status: 422, code: 'bad-field', field });
});

test('scheduled rooms: planned, changed, followed in a calendar, cancelled', async () => {
  const made = await world.api('POST', '/api/scheduled', PLAN);
  expect(made).toMatchObject({
    status: 201,
    value: { room: 'lounge', startsAtMs: Date.parse('2027-03-21T19:00Z'), notices: [] },
  });
  const path = `/api/scheduled/${made.value.id}`;
  expect((await world.api('PATCH', path, { title: 'Кофе' })).value).toMatchObject({
    plan: { title: 'Кофе', durationMinutes: 60 },
  });
  await world.api('POST', `${path}/coming`, { person: 'd:guest' });
  const feed = await world.get('/calendar/lounge.ics');
  expect([feed.status, feed.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(feed.body).toContain('SUMMARY:Кофе');
  expect(feed.body).not.toContain('d:');
  const own = await world.api('POST', '/api/feeds', { person: 'd:guest', name: 'My rooms' });
  expect((await world.get(own.value.path as string)).body).toContain('SUMMARY:Кофе');
  expect((await world.get(`/calendar/of/${own.value.token}x.ics`)).status).toBe(404);
  expect((await world.api('DELETE', path)).value.state).toBe('cancelled');
  expect(await world.api('DELETE', path)).toMatchObject({ status: 409, code: 'not-planned' });
  expect((await world.api('GET', path)).value.state).toBe('cancelled');
  const { value } = await world.api('GET', '/api/scheduled?room=lounge');
  expect(value.scheduled).toHaveLength(1);
});

test('the calendar of a closed room, or of no room, tells strangers nothing', async () => {
  await world.api('POST', '/api/scheduled', { ...PLAN, kind: 'closed' });
  const [closed, none] = [await world.get('/calendar/lounge.ics'), await world.get('/calendar/other.ics')];
  expect(closed.body.replaceAll('lounge', 'other')).toBe(none.body);
  expect((await world.get('/calendar/The%20Lounge.ics')).status).toBe(404);
  expect((await world.get('/calendar/lounge')).status).toBe(404);
});

test.each([
  [{ starts: '2027-03-28T02:30 Europe/Berlin' }, 'no-such-time', 'starts'],
  [{ starts: '2027-03-28T02:30 Mars/Olympus' }, 'no-such-zone', 'starts'],
  [{ durationMinutes: 0 }, 'bad-field', 'durationMinutes'],
  [{ title: 'a\nb' }, 'bad-field', 'title'],
  [{ hosts: [] }, 'bad-field', 'hosts'],
  [{ room: '../x' }, 'bad-field', 'room'],
])('the plan with %j is refused with %s', async (changes, code, field) => {
  expect(await world.api('POST', '/api/scheduled', { ...PLAN, ...changes })).toMatchObject({
    status: 422,
    code,
    field,
  });
});

test('a host by a link looks after its room and no other', async () => {
  const { id, token } = await world.linked('host');
  const mine = await world.api('POST', '/api/invitations', { ...INVITATION, host: 'd:somebody' }, token);
  expect(mine).toMatchObject({ status: 201, value: { host: `w:${id}` } });
  const theirs = await world.invited({ room: 'other' });
  const foreign = await world.api('GET', `/api/invitations/${theirs}`, undefined, token);
  expect(foreign).toEqual(await world.api('GET', '/api/invitations/none', undefined, token));
  expect(foreign.status).toBe(404);
  for (const [method, path, body] of [
    ['POST', '/api/invitations', { ...INVITATION, room: 'other' }],
    ['GET', '/api/invitations?room=other'],
    ['GET', '/api/rooms/other'],
    ['POST', '/api/rooms/other/links', { name: 'x' }],
    ['POST', '/api/rooms/lounge/links', { name: 'x', kind: 'host' }],
    ['POST', '/api/scheduled', { ...PLAN, room: 'other' }],
    ['GET', '/api/devices'],
    ['POST', '/api/devices', { id: 'x' }],
    ['DELETE', '/api/devices/x'],
    ['GET', '/api/audit'],
    ['POST', '/api/feeds', { person: 'd:x' }],
    ['DELETE', '/api/links/x'],
  ] as const) {
    expect([method, path, await world.api(method, path, body, token)]).toMatchObject([
      ...[method, path],
      { status: 403, code: 'not-allowed' },
    ]);
  }
  const planned = await world.api('POST', '/api/scheduled', { ...PLAN, hosts: undefined }, token);
  expect(planned).toMatchObject({ status: 201, value: { plan: { hosts: [`w:${id}`] } } });
  const { token: moderator } = await world.linked('moderator');
  expect((await world.api('DELETE', `/api/scheduled/${planned.value.id}`, undefined, moderator)).status).toBe(403);
  expect((await world.api('DELETE', `/api/scheduled/${planned.value.id}`, undefined, token)).status).toBe(200);
  expect(await audited()).toContain(`w:${id}: invitation sent ${mine.value.id}`);
});

test('rooms: who is there, and links for people on the web', async () => {
  expect((await world.api('GET', '/api/rooms/lounge')).status).toBe(404);
  const counts = { speakers: 1, listeners: 3000, hands: 0 };
  const anna = {
    member: 1,
    person: 'd:anna',
    name: 'Анна',
    role: 'stage',
    rank: 'host',
    place: 0,
    isMicrophoneOpen: false,
    isAway: false,
  } as const;
  world.views.set('lounge', { counts, roster: [anna] });
  expect((await world.api('GET', '/api/rooms/lounge')).value).toEqual({ room: 'lounge', counts, roster: [anna] });
  const link = await world.api('POST', '/api/rooms/lounge/links', { name: 'Гость', role: 'stage', hours: 2 });
  expect(link).toMatchObject({
    status: 201,
    value: { kind: 'room', room: 'lounge', role: 'stage', expiresAtMs: world.nowMs + 7_200_000 },
  });
  const token = link.value.token as string;
  expect(world.identity.links.read(token, world.nowMs)).toMatchObject({ name: 'Гость' });
  expect((await world.api('DELETE', `/api/links/${link.value.id}`)).status).toBe(200);
  expect(world.identity.links.read(token, world.nowMs)).toMatchObject({ code: 'revoked' });
  expect(world.revoked).toEqual([`link ${link.value.id}`]);
  for (const [body, field] of [
    [{ name: '' }, 'name'],
    [{ name: 'x', hours: 0 }, 'hours'],
    [{ name: 'x', hours: 1e9 }, 'hours'],
    [{ name: 'x', kind: 'delegate' }, 'kind'],
    [{ name: 'x', role: 'king' }, 'role'],
  ] as const) {
    expect(await world.api('POST', '/api/rooms/lounge/links', body)).toMatchObject({ status: 422, field });
  }
});

test('who has no right key is refused, and slowed down; keys are not told apart', async () => {
  const { token: room } = await world.linked('room');
  const path = await world.delegated(await world.invited());
  expect((await world.ask('GET', '/api/devices')).status).toBe(401);
  expect((await world.ask('GET', '/api/devices', { authorization: `Basic ${world.operatorKey}` })).status).toBe(401);
  const { id, token: host } = await world.linked('host');
  await world.api('DELETE', `/api/links/${id}`);
  expect(await world.api('GET', '/api/devices', undefined, host)).toMatchObject({ status: 401, code: 'revoked' });
  const answers: Awaited<ReturnType<typeof world.api>>[] = [];
  for (const wrong of [room, path.slice(3), '0'.repeat(64)]) {
    answers.push(await world.api('GET', '/api/devices', undefined, wrong));
  }
  expect(answers[0]).toMatchObject({ status: 401, code: 'sign-in-refused' });
  expect(answers[0]!.answer.headers['www-authenticate']).toBe('Bearer');
  expect(answers.every(({ answer }) => answer.body === answers[0]!.answer.body)).toBe(true);
  await world.api('GET', '/api/devices', undefined, 'again');
  // Now the right key has to wait as well.
  const blocked = await world.api('GET', '/api/devices');
  expect([blocked.status, blocked.code, blocked.answer.headers['retry-after']]).toEqual([429, 'too-fast', '1']);
  world.clock.advance(1000);
  expect((await world.api('GET', '/api/devices')).status).toBe(200);
});

test('a full store: nothing is done that is not in the log', async () => {
  world.isFull = true;
  for (const [method, path, body] of [
    ['POST', '/api/devices', { id: 'kitchen' }],
    ['POST', '/api/invitations', INVITATION],
    ['POST', '/api/scheduled', PLAN],
    ['POST', '/api/rooms/lounge/links', { name: 'x' }],
  ] as const) {
    const refused = await world.api(method, path, body);
    expect([refused.status, refused.code, refused.answer.headers['retry-after']]).toEqual([503, 'not-stored', '5']);
  }
  world.isFull = false;
  expect((await world.api('GET', '/api/devices')).value.devices).toEqual([]);
  expect(await audited()).toEqual([]);
});
