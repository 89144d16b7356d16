import { DAY_MS, MINUTE_MS } from '../../relay/ports/time-units';
import { exceptionsFailure } from '../board/board-console';
import { CLICK_MS } from '../board/click';
import { Failure } from '../failure';
import { readBuild } from '../firmware-text';
import type { Listener } from './crowd';
import { openWorld, type Ask, type World } from './world';

// `stagebox demo invitation`: a host invites a president, who asks an adviser first. The bundle, the relay and the
// pages are the real ones, and every line that is printed has happened.

const BEGIN = Date.UTC(2027, 2, 1, 9, 0);
/** How many come to listen. */
export const LISTENERS = 3000;
const HOLD_MS = 700;

/** What the steps of the story share. */
export type Cast = {
  readonly world: World;
  /** The token of the host's link. */
  readonly host: string;
  readonly print: (line: string) => void;
};

/** An invitation as the API shows it. */
export type Shown = {
  readonly id: string;
  readonly state: string;
  readonly deadlineMs: number;
  readonly notes: readonly { readonly by: string; readonly text: string }[];
  readonly reason?: string;
  readonly statement?: string;
};

/**
 * Sends a request that must succeed, and gives the parsed body.
 * @throws Failure with the answer, for any other status
 */
export async function must<T>(world: World, method: string, target: string, ask?: Ask): Promise<T> {
  const answer = await world.ask(method, target, ask);
  if (answer.status >= 400) throw new Failure(`${method} ${target} was answered with ${answer.status}: ${answer.body}`);
  return (answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body) as T;
}

/**
 * Opens a relay, makes a link for the host and a device key for the president's speaker, and switches the speaker on.
 */
export async function setTheScene(
  kind: 'virtual' | 'real',
  print: (line: string) => void,
  home = 'lounge',
): Promise<Cast> {
  const config = { stagePolicies: { 'good-room': 'moderated' } } as const;
  const { firmware, maps } = readBuild();
  const world = await openWorld(kind, firmware, BEGIN, { ...config, signIn: 'optional' }, { print, maps });
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
  print('A speaker stands on a desk. It has a key of its own and has signed in. All its messages are sealed.');
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
  print('The speaker rings, and a violet light moves around it.');
  return sent;
}

/** The invitation as its host sees it. */
export function look({ world, host }: Cast, { id }: Shown): Promise<Shown> {
  return must<Shown>(world, 'GET', `/api/invitations/${id}`, { token: host });
}

/** The owner holds the button, which means "let me check first". */
export async function consult(cast: Cast, sent: Shown): Promise<Shown> {
  const { world, print } = cast;
  await world.press(HOLD_MS);
  await world.until('the slow violet light', () => world.speaker()?.light === 'consulting');
  const now = await look(cast, sent);
  const days = Math.round((now.deadlineMs - world.epochMs()) / DAY_MS);
  print(`The president holds the button: "let me check first". It is ${now.state}, an answer is due in ${days} days.`);
  return now;
}

/** Makes a link for the adviser that can only answer this invitation. */
export async function delegate({ world, host, print }: Cast, { id }: Shown): Promise<{ path: string; id: string }> {
  const json = { name: 'press office' };
  const made = await must<{ path: string; id: string }>(world, 'POST', `/api/invitations/${id}/links`, {
    token: host,
    json,
  });
  print('The press office gets a link that can only answer this invitation.');
  return made;
}

/** The adviser sends a form of the page. Gives the status of the answer. */
export async function onPage({ world }: Cast, path: string, form: Readonly<Record<string, string>>): Promise<number> {
  return (await world.ask('POST', path, { form })).status;
}

/** The day of the talk: the speaker reminds its owner. */
export async function theDay({ world, host, print }: Cast, { id }: Shown): Promise<void> {
  world.letPass(5 * DAY_MS - 4 * MINUTE_MS);
  // The relay reads its wall clock once a minute, and at every request.
  await must(world, 'POST', `/api/invitations/${id}/notes`, { token: host, json: { text: 'See you in a minute.' } });
  await world.until('the reminder', () => world.speaker()?.light === 'reminder');
  print('Five days later, five minutes before the start, the speaker winks and chimes.');
}

/** A click takes the reserved seat on the stage. The microphone is closed. */
export async function attend({ world, print }: Cast): Promise<void> {
  await world.press(CLICK_MS);
  await world.until('a seat', () => world.speaker()?.state === 'inRoom' && world.speaker()?.role === 'stage');
  print(`A click attends. The reserved seat on the stage was kept; the microphone is ${world.speaker()?.microphone}.`);
}

/** A click opens the microphone. Gives the number of listeners. */
export async function speak({ world, print }: Cast, listeners: readonly Listener[]): Promise<number> {
  await world.press(CLICK_MS);
  await world.until('the open microphone', () => world.speaker()?.microphone === 'open');
  const count = (): number => listeners[0]?.last('room')?.listeners ?? 0;
  await world.until('everybody to be counted', () => count() === listeners.length);
  const ring = world.speaker()?.light === 'microphone open' ? 'red' : 'not red';
  print(`Another click opens it, and the ring is ${ring}. ${count()} are listening.`);
  return count();
}

/**
 * Plays the whole story, up to three thousand listeners, and prints what happens, and what the speaker's console shows.
 * @throws Failure at once if the firmware fails at its start, at the end if there were other exceptions in it
 */
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
  const failure = exceptionsFailure([['speaker', world.exceptions()]]);
  if (failure) throw failure;
}
