import { DAY_MS } from '../../../relay/ports/time-units';
import { HostNews } from '../../../relay/appointments/host-news';
import { createMemoryStore } from '../../../relay/store/memory-store';
import { RecordingLog } from '../support/in-memory-ports';
import { codeOf, good, World } from './world';

// The host of an invitation learns how it goes on: its speaker at once if it is connected, and else when it comes back.

const PRESS = { kind: 'delegate', id: 'press' } as const;
const HOST = { kind: 'host', id: 'd:host' } as const;
const OPERATOR = { kind: 'operator', id: 'operator' } as const;

/** What the host's speaker is sent when it says hello. */
async function atHello(world: World): Promise<readonly string[]> {
  world.replies.length = 0;
  await world.happens({ kind: 'speakerCame', person: 'd:host' });
  return world.replies;
}

/** An invitation that a press office may answer. */
async function invited(world: World): Promise<string> {
  const id = await world.invited();
  good(await world.appointments.apply(id, { kind: 'linkGranted', by: HOST, link: 'press' }));
  return id;
}

test('an answer is sent to the host at once, and again at every hello until the speaker has noted it', async () => {
  const world = await World.open();
  const id = await invited(world);
  expect(await world.appointments.hasHostHeard(id)).toBe(true);
  good(await world.appointments.apply(id, { kind: 'accepted', by: PRESS }));
  expect(world.replies).toEqual([`d:host accepted ${id}`]);
  expect(await world.appointments.hasHostHeard(id)).toBe(false);
  expect(await atHello(world)).toEqual([`d:host accepted ${id}`]);
  expect(await atHello(world)).toEqual([`d:host accepted ${id}`]);
  expect(await world.appointments.noted('d:host', id, 'accepted')).toBeUndefined();
  expect(await atHello(world)).toEqual([]);
  expect(await world.appointments.hasHostHeard(id)).toBe(true);
});

test('a host who was away hears the latest state, and everything else, in the order of what happened', async () => {
  const world = await World.open();
  const id = await invited(world);
  const other = await world.invited({ guest: 'd:other' });
  await world.appointments.noted('d:president', id);
  await world.appointments.answer('d:president', id, 'consult');
  good(await world.appointments.apply(id, { kind: 'noteAdded', by: PRESS, text: 'Soon.' }));
  good(await world.appointments.apply(id, { kind: 'statementPublished', by: PRESS, text: 'Interesting.' }));
  await world.appointments.answer('d:other', other, 'decline');
  await world.appointments.answer('d:president', id, 'decline');
  const unheard = ['note', 'statement', 'declined'].map((news) => `d:host ${news} ${id}`);
  expect((await atHello(world)).filter((line) => line.includes(id))).toEqual(unheard);
  expect(world.replies).toContain(`d:host declined ${other}`);
  // What it notes of an older state does not count for the latest.
  await world.appointments.noted('d:host', id, 'consulting');
  await world.appointments.noted('d:host', id, 'note');
  expect((await atHello(world)).filter((line) => line.includes(id))).toEqual(unheard.slice(1));
});

test('silence, a guest who does not come and a room that was called off are news; what the host did itself is not', async () => {
  const world = await World.open();
  const id = await world.invited();
  await world.advance(4 * DAY_MS);
  expect(world.replies.splice(0)).toEqual([`d:host lapsed ${id}`]);
  const late = await world.invited({ deadlineMs: world.nowMs + DAY_MS });
  await world.appointments.answer('d:president', late, 'accept');
  await world.advance(4 * DAY_MS);
  expect(world.replies.splice(0)).toEqual([`d:host accepted ${late}`, `d:host absent ${late}`]);
  const next = { startsAtMs: world.nowMs + 2 * DAY_MS, deadlineMs: world.nowMs + DAY_MS };
  good(await world.appointments.apply(await world.invited(next), { kind: 'withdrawn', by: HOST }));
  expect(world.replies).toEqual([]);
  const byOther = await world.invited(next);
  good(await world.appointments.apply(byOther, { kind: 'withdrawn', by: OPERATOR }));
  expect(world.replies).toEqual([`d:host withdrawn ${byOther}`]);
});

test('what a host has not heard survives a restart', async () => {
  const world = await World.open();
  const id = await world.invited();
  await world.appointments.answer('d:president', id, 'decline');
  const again = await world.restarted();
  expect(await atHello(again)).toEqual([`d:host declined ${id}`]);
  await again.appointments.noted('d:host', id, 'declined');
  expect(await atHello(await again.restarted())).toEqual([]);
});

test('news that cannot be stored is sent to nobody, and a noting that cannot be stored is refused', async () => {
  const world = await World.open();
  const id = await world.invited();
  world.failing = () => true;
  expect(await world.appointments.answer('d:president', id, 'decline')).toBe('not-stored');
  expect([world.replies, await atHello(world)]).toEqual([[], []]);
  world.failing = () => false;
  await world.appointments.answer('d:president', id, 'decline');
  world.failing = () => true;
  expect(await world.appointments.noted('d:host', id, 'declined')).toBe('not-stored');
  world.failing = () => false;
  expect(await atHello(world)).toEqual([`d:host declined ${id}`]);
});

test('nobody but the host can note its news, and what is noted twice costs nothing', async () => {
  const world = await World.open();
  const id = await world.invited();
  await world.appointments.answer('d:president', id, 'accept');
  for (const [person, invitation] of [
    ['d:president', id],
    ['d:other', id],
    ['d:host', 'nothing'],
  ] as const) {
    expect(await world.appointments.noted(person, invitation, 'accepted')).toBe('no-such-invitation');
    expect(codeOf(await world.appointments.hostHeard(invitation, person, 'all'))).toBe('not-allowed');
  }
  expect(await atHello(world)).toEqual([`d:host accepted ${id}`]);
  good(await world.appointments.hostHeard(id, 'd:host', 'all'));
  const { commits } = world;
  expect(await world.appointments.noted('d:host', id, 'accepted')).toBeUndefined();
  expect(world.commits).toBe(commits);
});

test('records that are no news are logged and left alone', async () => {
  const records = {
    'host-news/a': { host: 'd:host', room: 'lounge', news: ['note'] },
    'host-news/b': { host: 'nobody', room: 'lounge', news: ['note'] },
    'host-news/c': { host: 'd:host', room: 'lounge', news: ['rumour'] },
    'host-news/d': { host: 'd:host', room: 'lounge', news: [] },
    'host-news/e': { host: 'd:host', room: 'lounge', news: 'note' },
    'host-news/f': { host: 'd:host', room: 'The Lounge', news: ['note'] },
  };
  const medium = new Map(Object.entries(records).map(([key, value]) => [key, JSON.stringify(value)]));
  const log = new RecordingLog();
  const news = await HostNews.open(createMemoryStore({ medium }), log);
  expect(news.ofHost('d:host')).toEqual([{ invitation: 'a', host: 'd:host', room: 'lounge', news: 'note' }]);
  expect(log.lines.map(({ event, fields }) => `${event} ${fields.key}`)).toEqual(
    ['b', 'c', 'd', 'e', 'f'].map((id) => `bad-record host-news/${id}`),
  );
  expect(medium.size).toBe(6);
});
