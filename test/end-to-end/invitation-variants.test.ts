import {
  consult,
  delegate,
  invite,
  look,
  must,
  onPage,
  setTheScene,
  type Cast,
  type Shown,
} from '../../cli/demo/invitation';
import { CLICK_MS } from '../../cli/board/click';

// How else an invitation may end, with the bundle, the relay and its pages, in virtual time.

const TEXT = 'Прошу вас на разговор 🎙️ أهلا وسهلا';

let cast: Cast;

async function begin(home?: string): Promise<void> {
  cast = await setTheScene('virtual', () => undefined, home);
}

afterEach(() => cast.world.close());

const light = (): string | undefined => cast.world.speaker()?.light;
const lightIs = (name: string): Promise<void> => cast.world.until(`the light "${name}"`, () => light() === name);
const page = (path: string) => cast.world.ask('GET', path);

/** What becomes of the seat in the room; pages do not tell. */
async function seatOf({ id }: Shown): Promise<string | undefined> {
  return (await cast.world.relay.appointments.invitation(id))?.seat;
}

/** The speaker goes into its home room; where it sits there. */
async function roleAtHome(): Promise<string | undefined> {
  const { world } = cast;
  await world.press(CLICK_MS);
  await world.until('a seat', () => world.speaker()?.state === 'inRoom');
  return world.speaker()?.role;
}

test('declined on the page with a reason: the host reads it, the light ends, and the seat is free', async () => {
  await begin('good-room');
  const sent = await invite(cast, TEXT);
  const { path } = await delegate(cast, sent);
  expect(await seatOf(sent)).toBe('reserved');
  expect(await onPage(cast, path, { do: 'decline', reason: 'Не в этом году' })).toBe(303);
  await lightIs('idle');
  expect(await look(cast, sent)).toMatchObject({ state: 'declined', reason: 'Не в этом году', endedBy: 'delegate' });
  expect(await seatOf(sent)).toBe('released');
  expect(await roleAtHome()).toBe('audience');
});

test('a double click declines', async () => {
  await begin('good-room');
  const sent = await invite(cast, TEXT);
  await cast.world.doubleClick();
  expect(light()).toBe('idle');
  const declined = await look(cast, sent);
  expect(declined).toMatchObject({ state: 'declined', endedBy: 'guest' });
  expect(declined.reason).toBeUndefined();
  expect(await seatOf(sent)).toBe('released');
  expect(await roleAtHome()).toBe('audience');
});

test('a click accepts on the spot; it opens no microphone', async () => {
  await begin();
  const microphone = new Set<string>();
  cast.world.watch((speaker) => microphone.add(speaker.microphone));
  const sent = await invite(cast, TEXT);
  await cast.world.press(CLICK_MS);
  expect(light()).toBe('idle');
  expect(await look(cast, sent)).toMatchObject({ state: 'accepted', endedBy: 'guest' });
  expect(await seatOf(sent)).toBe('reserved');
  expect([...microphone]).toEqual(['closed']);
});

test('silence lapses at the deadline, and both sides are told without asking', async () => {
  await begin();
  const sent = await invite(cast, TEXT);
  const { path } = await delegate(cast, sent);
  cast.world.letPass(sent.deadlineMs - cast.world.epochMs() - 65_000);
  await cast.world.wait(60_000);
  expect([light(), (await look(cast, sent)).state]).toEqual(['ringing', 'delivered']);
  await cast.world.wait(6_000);
  expect(light()).toBe('idle');
  const lapsed = await look(cast, sent);
  expect(lapsed).toMatchObject({ state: 'lapsed', endedBy: 'operator', endedAtMs: sent.deadlineMs });
  expect(await seatOf(sent)).toBe('released');
  expect((await page(path)).body).toContain('Nobody answered in time');
  expect(await onPage(cast, path, { do: 'accept' })).toBe(409);
});

test('what was promised and not kept lapses, too', async () => {
  await begin();
  const sent = await invite(cast, TEXT);
  const { deadlineMs } = await consult(cast, sent);
  cast.world.letPass(deadlineMs - cast.world.epochMs() - 1000);
  expect(light()).toBe('consulting');
  await cast.world.wait(62_000);
  expect(light()).toBe('idle');
  expect(await look(cast, sent)).toMatchObject({ state: 'lapsed', endedAtMs: deadlineMs });
});

test('withdrawn while they check: the light ends, and the page of the delegate says so', async () => {
  await begin();
  const { world, host } = cast;
  const sent = await invite(cast, TEXT);
  await consult(cast, sent);
  const { path } = await delegate(cast, sent);
  await must(world, 'POST', `/api/invitations/${sent.id}/withdraw`, { token: host, json: {} });
  await lightIs('idle');
  expect((await page(path)).body).toContain('The host has withdrawn this invitation.');
  const late = await world.ask('POST', path, { form: { do: 'accept' } });
  expect(late.status).toBe(409);
  expect(late.body).toContain('The host has withdrawn it.');
  expect(await look(cast, sent)).toMatchObject({ state: 'withdrawn', endedBy: 'host' });
  expect(await seatOf(sent)).toBe('released');
});

describe('two answers at once', () => {
  test('the button was first: the page is refused in words', async () => {
    await begin();
    const { world } = cast;
    const sent = await invite(cast, TEXT);
    const { path } = await delegate(cast, sent);
    const pressing = world.doubleClick();
    await world.until('the answer to be stored', () => light() === 'idle');
    await world.wait(10);
    const second = await world.ask('POST', path, { form: { do: 'accept' } });
    await pressing;
    expect(second.status).toBe(409);
    expect(second.body).toContain('Thank you, but this invitation is settled. It has been declined already.');
    expect(await look(cast, sent)).toMatchObject({ state: 'declined', endedBy: 'guest' });
  });

  test('the page was first, and the answer of the button is on its way: it changes nothing', async () => {
    await begin();
    const { world } = cast;
    const sent = await invite(cast, TEXT);
    const { path } = await delegate(cast, sent);
    const pressing = world.doubleClick();
    while (light() === 'ringing') await world.wait(1);
    expect((await world.relay.appointments.invitation(sent.id))?.state).toBe('delivered');
    expect(await onPage(cast, path, { do: 'accept' })).toBe(303);
    await pressing;
    await world.wait(1000);
    expect(await look(cast, sent)).toMatchObject({ state: 'accepted', endedBy: 'delegate' });
    expect(await seatOf(sent)).toBe('reserved');
    expect(world.speaker()).toMatchObject({ state: 'idle', light: 'idle', fault: '' });
  });

  test('the page was first, while the button goes down: a press answers what it was meant for', async () => {
    await begin();
    const { world } = cast;
    const sent = await invite(cast, TEXT);
    const { path } = await delegate(cast, sent);
    const pressing = world.doubleClick();
    await world.wait(20);
    expect(await onPage(cast, path, { do: 'accept' })).toBe(303);
    await pressing;
    await world.wait(1000);
    expect(await look(cast, sent)).toMatchObject({ state: 'accepted', endedBy: 'delegate' });
    expect(world.speaker()).toMatchObject({ state: 'idle', light: 'idle', microphone: 'closed' });
  });
});

test('a link that has been revoked opens nothing and changes nothing', async () => {
  await begin();
  const { world, host } = cast;
  const sent = await invite(cast, TEXT);
  const { path, id } = await delegate(cast, sent);
  expect((await page(path)).status).toBe(200);
  await must(world, 'DELETE', `/api/invitations/${sent.id}/links/${id}`, { token: host });
  const before = await look(cast, sent);
  expect((await page(path)).status).toBe(410);
  for (const form of [{ do: 'accept' }, { do: 'decline' }, { do: 'consult', days: '2' }, { do: 'note', text: 'x' }]) {
    const answer = await world.ask('POST', path, { form });
    expect(answer.status).toBe(410);
    expect(answer.body).toContain('This link has been revoked.');
    expect(answer.body).not.toContain('أهلا');
  }
  await world.wait(500);
  expect(await look(cast, sent)).toEqual(before);
  expect(light()).toBe('ringing');
});

test('of a private invitation the public page says what it says of none', async () => {
  await begin();
  const sent = await invite(cast, TEXT, false);
  const none = await page(`/i/${sent.id.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))}`);
  expect(none.status).toBe(404);
  expect(await page(`/i/${sent.id}`)).toEqual(none);
  await cast.world.press(CLICK_MS);
  expect(await look(cast, sent)).toMatchObject({ state: 'accepted' });
  expect(await page(`/i/${sent.id}`)).toEqual(none);
});

test('the public page shows what was asked, how far that is, and what the other side says to everybody', async () => {
  await begin();
  const sent = await invite(cast, TEXT);
  const { path } = await delegate(cast, sent);
  const shown = await page(`/i/${sent.id}`);
  expect(shown.status).toBe(200);
  for (const words of [TEXT, 'Анна', 'The president', 'no answer yet']) expect(shown.body).toContain(words);
  await consult(cast, sent);
  const statement = 'A very interesting proposal; first we must understand it.';
  expect(await onPage(cast, path, { do: 'note', text: 'Between us' })).toBe(303);
  expect(await onPage(cast, path, { do: 'statement', text: statement })).toBe(303);
  const { body } = await page(`/i/${sent.id}`);
  expect(body).toContain('They are thinking it over');
  expect(body).toContain(statement);
  expect(body).not.toContain('Between us');
});

test('the speaker of a host tells its owner of the answer, also when it was away, and then the page says so', async () => {
  await begin();
  const { world } = cast;
  const { operatorKey: token } = world.relay;
  const asked = async (guest: string): Promise<{ readonly id: string; readonly path: string }> => {
    const json = { room: 'good-room', host: 'd:president', guest, guestName: 'Anna', text: TEXT };
    const { id } = await must<Shown>(world, 'POST', '/api/invitations', { token: token!, json });
    const made = await must<{ path: string }>(world, 'POST', `/api/invitations/${id}/links`, {
      token: token!,
      json: {},
    });
    return { id, path: made.path };
  };
  const first = await asked('d:anna');
  expect(await onPage(cast, first.path, { do: 'accept' })).toBe(303);
  await world.wait(500);
  expect(await world.relay.appointments.hasHostHeard(first.id)).toBe(true);
  expect((await page(`${first.path}?done=accept`)).body).toContain('The host has been told that you accept.');

  // The relay ends the connection, and the speaker connects again.
  world.relay.expel('d:president');
  const second = await asked('d:ben');
  expect(await onPage(cast, second.path, { do: 'decline' })).toBe(303);
  expect((await page(`${second.path}?done=decline`)).body).toContain('The host will be told that you decline');
  await world.until('the speaker to be back', () => world.speaker()?.state === 'idle');
  await world.wait(5000);
  expect((await page(`${second.path}?done=decline`)).body).toContain('The host has been told that you decline.');
});
