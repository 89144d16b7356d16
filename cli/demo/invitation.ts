import { Failure } from '../failure';
import { readFirmware } from '../firmware-text';
import { DAY_MS, MINUTE_MS } from '../../relay/ports/time-units';
import type { Listener } from './crowd';
import { CLICK_MS, openWorld, type Ask, type World } from './world';

// `stagebox demo invitation`: a host invites a president, who first has to understand what is proposed. Told with the real
// bundle, the real relay and the real pages; what it says is what happened.

const BEGIN = Date.UTC(2027, 2, 1, 9, 0);
export const LISTENERS = 3000;
const HOLD_MS = 700;

/** Where the story stands: who plays a part in it, by what they hold in their hands. */
export type Cast = { readonly world: World; readonly host: string; readonly print: (line: string) => void };

/** An invitation as the API shows it. */
export type Shown = {
  readonly id: string;
  readonly state: string;
  readonly deadlineMs: number;
  readonly notes: readonly { readonly by: string; readonly text: string }[];
  readonly reason?: string;
  readonly statement?: string;
};

/** Asks and takes nothing but success. */
export async function must<T>(world: World, method: string, target: string, ask?: Ask): Promise<T> {
  const answer = await world.ask(method, target, ask);
  if (answer.status >= 400) throw new Failure(`${method} ${target} was answered with ${answer.status}: ${answer.body}`);
  return (answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body) as T;
}

/** A relay, a host with a link, and the president's speaker: its device key made by the operator, signed in and idle. */
export async function setTheScene(
  kind: 'virtual' | 'real',
  print: (line: string) => void,
  home = 'lounge',
): Promise<Cast> {
  const config = { stagePolicies: { 'good-room': 'moderated' } } as const;
  const world = await openWorld(kind, readFirmware(), BEGIN, { ...config, signIn: 'optional' });
  const { operatorKey: token } = world.relay;
  if (token === undefined) throw new Failure('the relay made no operator key at its first start');
  const { key } = await must<{ key: string }>(world, 'POST', '/api/devices', {
    token,
    json: { id: 'president', name: 'president' },
  });
  const link = { kind: 'host', name: 'Anna', role: 'stage', hours: 14 * 24 };
  const { token: host } = await must<{ token: string }>(world, 'POST', '/api/rooms/good-room/links', {
    token,
    json: link,
  });
  world.powerOn({ device: 'president', key, name: 'president', room: home });
  await world.until('the speaker to be idle', () => world.speaker()?.state === 'idle');
  print('A speaker stands on a desk. It has a key of its own and has signed in; all it says is sealed.');
  return { world, host, print };
}

/** The host sends the invitation, and the speaker rings. */
export async function invite({ world, host, print }: Cast, text: string, isPublic = true): Promise<Shown> {
  const json = {
    room: 'good-room',
    hostName: 'Анна',
    guest: 'd:president',
    guestName: 'The president',
    text,
    isPublic,
    startsAt: new Date(world.epochMs() + 5 * DAY_MS).toISOString(),
    deadline: new Date(world.epochMs() + DAY_MS).toISOString(),
  };
  const sent = await must<Shown>(world, 'POST', '/api/invitations', { token: host, json });
  print(`The host writes: «${text}». The invitation is ${sent.state}.`);
  await world.until('the speaker to ring', () => world.speaker()?.light === 'ringing');
  print('The speaker rings, and a violet light sweeps around it.');
  return sent;
}

/** How the invitation stands, as its host sees it. */
export function look({ world, host }: Cast, { id }: Shown): Promise<Shown> {
  return must<Shown>(world, 'GET', `/api/invitations/${id}`, { token: host });
}

/** The owner holds the button: let me check first. */
export async function consult(cast: Cast, sent: Shown): Promise<Shown> {
  const { world, print } = cast;
  await world.press(HOLD_MS);
  await world.until('the slow violet breath', () => world.speaker()?.light === 'consulting');
  const now = await look(cast, sent);
  const days = Math.round((now.deadlineMs - world.epochMs()) / DAY_MS);
  print(`The president holds the button: "let me check first". It is ${now.state}, an answer is due in ${days} days.`);
  return now;
}

/** A link for the adviser, which can do nothing but answer this invitation. */
export async function delegate({ world, host, print }: Cast, { id }: Shown): Promise<{ path: string; id: string }> {
  const json = { name: 'press office' };
  const made = await must<{ path: string; id: string }>(world, 'POST', `/api/invitations/${id}/links`, {
    token: host,
    json,
  });
  print('The press office gets a link that can do nothing but answer this invitation.');
  return made;
}

/** The adviser does something on the page; its status. */
export async function onPage({ world }: Cast, path: string, form: Readonly<Record<string, string>>): Promise<number> {
  return (await world.ask('POST', path, { form })).status;
}

/** The day has come: a wink. */
export async function theDay({ world, host, print }: Cast, { id }: Shown): Promise<void> {
  world.letPass(5 * DAY_MS - 4 * MINUTE_MS);
  // Whoever does something with the relay lets it see how late it is; by itself it looks once a minute.
  await must(world, 'POST', `/api/invitations/${id}/notes`, { token: host, json: { text: 'See you in a minute.' } });
  await world.until('the reminder', () => world.speaker()?.light === 'reminder');
  print('Five days later, five minutes before the start, the speaker winks and chimes.');
}

/** A click, and a seat on the stage with the microphone closed. */
export async function attend({ world, print }: Cast): Promise<void> {
  await world.press(CLICK_MS);
  await world.until('a seat', () => world.speaker()?.state === 'inRoom' && world.speaker()?.role === 'stage');
  print(`A click attends. The reserved seat on the stage was kept; the microphone is ${world.speaker()?.microphone}.`);
}

/** A click that opens the microphone, and how many hear it. */
export async function speak({ world, print }: Cast, listeners: readonly Listener[]): Promise<number> {
  await world.press(CLICK_MS);
  await world.until('the open microphone', () => world.speaker()?.microphone === 'open');
  const count = (): number => listeners[0].last('room')?.listeners ?? 0;
  await world.until('everybody to be counted', () => count() === listeners.length);
  const ring = world.speaker()?.light === 'microphone open' ? 'red' : 'not red';
  print(`Another click opens it, and the ring is ${ring}. ${count()} are listening.`);
  return count();
}

/** The whole story, up to three thousand listeners. */
export async function playInvitation(kind: 'virtual' | 'real', print: (line: string) => void): Promise<void> {
  const cast = await setTheScene(kind, print);
  const { world } = cast;
  try {
    const sent = await invite(cast, 'Было бы большой честью поговорить с вами');
    await consult(cast, sent);
    const { path } = await delegate(cast, sent);
    const page = await must<string>(world, 'GET', path);
    if (!page.includes('Было бы большой честью')) throw new Failure('the page does not show the text');
    await onPage(cast, path, { do: 'note', text: 'A very interesting proposal; first we must understand it.' });
    const noted = await look(cast, sent);
    print(`The adviser opens the page and leaves a note; the host reads: "${noted.notes.at(-1)?.text}"`);
    await onPage(cast, path, { do: 'accept' });
    const accepted = await look(cast, sent);
    print(`The adviser answers on the page: ${accepted.state}.`);
    await world.until('the speaker to be idle again', () => world.speaker()?.light === 'idle');
    await theDay(cast, accepted);
    const listeners = await world.gather('good-room', LISTENERS);
    await attend(cast);
    await speak(cast, listeners);
  } finally {
    await world.close();
  }
}
