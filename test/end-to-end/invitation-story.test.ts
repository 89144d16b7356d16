import {
  attend,
  consult,
  delegate,
  invite,
  LISTENERS,
  look,
  must,
  onPage,
  setTheScene,
  speak,
  theDay,
  type Cast,
} from '../../cli/demo/invitation';
import type { SpeakerStatus } from '../../cli/board/speaker-status';
import { DAY_MS } from '../../relay/ports/time-units';

// The story that invitations grew from, with the bundle, the relay and its pages, in virtual time.

const TEXT = 'Было бы большой честью поговорить с вами';
const NOTE = 'A very interesting proposal; first we must understand it.';

let cast: Cast;
/** What the light showed, without repetitions. */
let lights: string[];
let microphone: Set<string>;

function onLook(speaker: SpeakerStatus): void {
  if (lights.at(-1) !== speaker.light) lights.push(speaker.light);
  microphone.add(speaker.microphone);
}

beforeEach(async () => {
  cast = await setTheScene('virtual', () => undefined);
  lights = [];
  microphone = new Set();
  cast.world.watch(onLook);
});

afterEach(() => cast.world.close());

test('a president is invited, checks first, accepts through an adviser, attends and speaks to three thousand', async () => {
  const { world } = cast;
  const sent = await invite(cast, TEXT);
  expect(sent).toMatchObject({ state: 'sent', text: TEXT, host: expect.stringMatching(/^w:/), guest: 'd:president' });
  await world.wait(100);
  expect(await look(cast, sent)).toMatchObject({ state: 'delivered', notes: [] });

  const consulting = await consult(cast, sent);
  expect(consulting).toMatchObject({ state: 'consulting' });
  const leftMs = consulting.deadlineMs - world.epochMs();
  expect(leftMs).toBeLessThanOrEqual(2 * DAY_MS);
  expect(leftMs).toBeGreaterThan(2 * DAY_MS - 10_000);
  expect(world.speaker()).toMatchObject({ state: 'idle', light: 'consulting', microphone: 'closed' });

  const { path } = await delegate(cast, sent);
  expect(await must<string>(world, 'GET', path)).toContain(TEXT);
  expect(await onPage(cast, path, { do: 'note', text: NOTE })).toBe(303);
  const noted = await look(cast, sent);
  expect(noted).toMatchObject({ state: 'consulting', deadlineMs: consulting.deadlineMs });
  expect(noted.notes.map(({ by, text }) => [by, text])).toEqual([['delegate', NOTE]]);
  expect(world.speaker()?.light).toBe('consulting');

  expect(await onPage(cast, path, { do: 'accept' })).toBe(303);
  const accepted = await look(cast, sent);
  expect(accepted).toMatchObject({ state: 'accepted', endedBy: 'delegate' });
  await world.until('the light to end', () => world.speaker()?.light === 'idle');

  await theDay(cast, accepted);
  const listeners = await world.gather('good-room', LISTENERS);
  await attend(cast);
  expect(world.speaker()).toMatchObject({ state: 'inRoom', role: 'stage', light: 'stage', microphone: 'closed' });
  await world.wait(2000);
  // Whoever listens has not been taken on the stage, and nothing but the owner has opened anything.
  expect(listeners.filter((listener) => listener.last('joined')?.role !== 'audience')).toEqual([]);
  expect([...microphone]).toEqual(['closed']);

  expect(await speak(cast, listeners)).toBe(3000);
  expect(world.speaker()).toMatchObject({ light: 'microphone open', microphone: 'open' });
  expect(lights).toEqual(['idle', 'ringing', 'consulting', 'idle', 'reminder', 'joining', 'stage', 'microphone open']);
});
