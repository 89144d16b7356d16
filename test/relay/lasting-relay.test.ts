import { calendarFeed } from '../../relay/calendar/node/calendar-feed';
import { luxonZones } from '../../relay/calendar/node/luxon-zones';
import { AUDIT_FOR_MS } from '../../relay/identity/audit-log';
import { openLastingRelay, type LastingRelay } from '../../relay/lasting-relay';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { DAY_MS, HOUR_MS } from '../../relay/ports/time-units';
import { createMemoryStore, type MemoryMedium } from '../../relay/store/memory-store';
import { FakeClock } from './support/fake-clock';
import { InMemoryMedia, InMemorySignal, RecordingLog, SeededRandom } from './support/in-memory-ports';
import { SealedMember } from './support/sealed-member';

// The whole relay on a store in memory: what its parts do for each other.

const START_MS = Date.UTC(2027, 2, 1, 12);

class Scene {
  readonly clock = new FakeClock(0);
  readonly media = new InMemoryMedia(this.clock);
  readonly signal = new InMemorySignal();
  readonly log = new RecordingLog();
  readonly keys = new Map<string, string>();
  relay!: LastingRelay;

  static async open(medium: MemoryMedium = new Map()): Promise<Scene> {
    const scene = new Scene();
    const { clock, media, signal, log } = scene;
    scene.relay = await openLastingRelay({
      ...{ clock, media, signal, log, calendarFeed },
      wallClock: { epochMs: () => START_MS + clock.nowMs() },
      random: new SeededRandom(5),
      primitives: nodePrimitives,
      store: createMemoryStore({ medium }),
      zones: luxonZones,
      config: { signIn: 'needed' },
    });
    return scene;
  }

  /** A device that is signed in and has said hello. */
  async speaker(id: string): Promise<SealedMember> {
    if (!this.keys.has(id)) {
      const made = await this.relay.identity.devices.add(id, id, START_MS);
      this.keys.set(id, 'key' in made ? made.key : '');
    }
    const member = new SealedMember(this, id, this.keys.get(id) ?? '');
    expect(member.signIn()).toBe(true);
    return member.say({ type: 'hello', name: id });
  }

  async ask(method: string, target: string, body = ''): Promise<{ status: number; body: string }> {
    const type = target.startsWith('/api/') ? 'application/json' : 'application/x-www-form-urlencoded';
    return this.relay.http.handle({
      ...{ method, target, remoteHost: '10.0.0.1' },
      headers: { 'content-type': type, authorization: `Bearer ${this.relay.operatorKey}` },
      body: new TextEncoder().encode(body),
    });
  }

  /** An invitation of Anna to Boris, and the page of its delegate. */
  async invited(): Promise<{ readonly id: string; readonly path: string }> {
    const invitation = {
      room: 'lounge',
      host: 'd:anna',
      guest: 'd:boris',
      guestName: 'Boris',
      text: 'Come',
      isPublic: true,
    };
    const sent = await this.ask('POST', '/api/invitations', JSON.stringify(invitation));
    const { id } = JSON.parse(sent.body) as { id: string };
    const granted = await this.ask('POST', `/api/invitations/${id}/links`, '{}');
    return { id, path: (JSON.parse(granted.body) as { path: string }).path };
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async pass(spanMs: number): Promise<void> {
    for (let left = spanMs; left > 0; left -= HOUR_MS) {
      this.clock.advance(Math.min(left, HOUR_MS));
      await this.settle();
    }
  }
}

const repliesTo = (speaker: SealedMember): readonly string[] =>
  speaker.listen().heard.flatMap((message) => (message.type === 'reply' ? [message.news] : []));

test('the answer of a guest reaches the speaker of the host, and the page says so', async () => {
  const scene = await Scene.open();
  const [anna, boris] = [await scene.speaker('anna'), await scene.speaker('boris')];
  const { id, path } = await scene.invited();
  await scene.settle();
  boris.listen().say({ type: 'noted', invitation: id });
  await scene.settle();
  boris.say({ type: 'answer', answer: 'consult', invitation: id });
  await scene.settle();
  expect((await scene.ask('POST', path, 'do=accept')).status).toBe(303);
  await scene.settle();
  expect(repliesTo(anna)).toEqual(['delivered', 'consulting', 'accepted']);
  expect(anna.last('reply')).toEqual({ type: 'reply', invitation: id, room: 'lounge', news: 'accepted' });
  expect((await scene.ask('GET', `${path}?done=accept`)).body).toContain('The host will be told');
  anna.say({ type: 'noted', invitation: id, news: 'accepted' });
  await scene.settle();
  expect((await scene.ask('GET', `${path}?done=accept`)).body).toContain('The host has been told that you accept.');
  expect([anna.errors, boris.errors]).toEqual([[], []]);
  await scene.relay.close();
});

test('a host who was away hears the answer when its speaker comes back, even after a restart', async () => {
  const medium: MemoryMedium = new Map();
  const scene = await Scene.open(medium);
  await scene.speaker('boris');
  const anna = await scene.speaker('anna');
  anna.wire.close(1006, '');
  const { id, path } = await scene.invited();
  expect((await scene.ask('POST', path, 'do=decline')).status).toBe(303);
  await scene.settle();
  expect(repliesTo(anna)).toEqual([]);
  const later = await Scene.open(new Map(medium));
  later.keys.set('anna', scene.keys.get('anna') ?? '');
  const back = await later.speaker('anna');
  await later.settle();
  expect(repliesTo(back)).toEqual(['declined']);
  back.say({ type: 'noted', invitation: id, news: 'declined' });
  await later.settle();
  back.wire.close(1006, '');
  const again = await later.speaker('anna');
  await later.settle();
  expect(repliesTo(again)).toEqual([]);
});

test('what rooms report reaches the invitations: a guest who sits down, and a room that a moderator ends', async () => {
  const scene = await Scene.open();
  const { appointments } = scene.relay;
  const boris = await scene.speaker('boris');
  const { id } = await scene.invited();
  boris.say({ type: 'answer', answer: 'accept', invitation: id });
  await scene.settle();
  expect((await appointments.invitation(id))?.seat).toBe('reserved');
  boris.say({ type: 'join', room: 'lounge', payloadTypes: [0] });
  await scene.settle();
  expect(boris.last('joined').role).toBe('stage');
  expect((await appointments.invitation(id))?.seat).toBe('taken');
  const carl = { room: 'lounge', host: 'd:anna', guest: 'd:carl', guestName: 'Carl', text: 'Come', isPublic: false };
  const sent = await scene.ask('POST', '/api/invitations', JSON.stringify(carl));
  const other = (JSON.parse(sent.body) as { id: string }).id;
  boris.say({ type: 'moderate', action: 'end' });
  await scene.settle();
  expect(boris.last('left').reason).toBe('ended');
  expect((await appointments.invitation(other))?.state).toBe('withdrawn');
  await scene.relay.close();
});

test('a scheduled room opens as it was planned', async () => {
  const scene = await Scene.open();
  const boris = await scene.speaker('boris');
  const starts = START_MS + HOUR_MS;
  const plan = { room: 'salon', title: 'Talk', starts, durationMinutes: 30, hosts: ['d:anna'], policy: 'moderated' };
  expect((await scene.ask('POST', '/api/scheduled', JSON.stringify(plan))).status).toBe(201);
  boris.say({ type: 'join', room: 'salon', payloadTypes: [0] });
  await scene.settle();
  expect(boris.last('joined').role).toBe('audience');
  await scene.relay.close();
});

test('old audit lines, expired links and old invitations are forgotten without anybody asking, every day', async () => {
  const medium: MemoryMedium = new Map();
  const scene = await Scene.open(medium);
  const { identity } = scene.relay;
  await scene.invited();
  await identity.links.revoke({ id: 'guest-link', expiresAtMs: START_MS + 12 * HOUR_MS });
  await scene.pass(DAY_MS - HOUR_MS);
  expect([...medium.keys()]).toContain('revoked-link/guest-link');
  await scene.pass(2 * HOUR_MS);
  expect([...medium.keys()]).not.toContain('revoked-link/guest-link');
  expect((await identity.audit.latest(10)).length).toBeGreaterThan(0);
  const before = await identity.audit.latest(1000);
  scene.clock.advance(AUDIT_FOR_MS);
  await scene.pass(DAY_MS);
  const after = await identity.audit.latest(1000);
  expect(after.filter(({ atMs }) => before.some((old) => old.atMs === atMs))).toEqual([]);
  scene.clock.advance(366 * DAY_MS);
  await scene.pass(DAY_MS);
  expect([...medium.keys()].filter((key) => key.startsWith('invitation/'))).toEqual([]);
  expect(scene.log.lines.filter(({ event }) => event === 'daily-task-failed')).toEqual([]);
  await scene.relay.close();
  expect(scene.clock.pending).toBe(0);
});
