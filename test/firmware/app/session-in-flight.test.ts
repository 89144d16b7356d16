import { nextSession } from '../../../firmware/app/next-session';
import { newSession, type Session, type SessionEvent } from '../../../firmware/app/session';
import * as earcons from '../../../firmware/audio/earcons';
import { writeSignal, type ToRelay } from '../../../wire/signal';
import { parseShort } from '../../../wire/short-reader';
import { parseToMember } from '../../../wire/to-member';
import { createTestRelay, type TestRelay } from '../../relay/support/test-relay';
import { seededNumbers } from '../../support/seeded-numbers';
import { gesturesOf, type Action } from './session-steps';

// A speaker's session and the relay, with a network between them that delays both ways. Whatever the owner does within a
// round trip, the last gesture decides. `wanted` counts gestures alone and looks at no answer.

type Wanted = { place: 'out' | 'audience' | 'stage'; isHandUp: boolean };

class World {
  readonly test: TestRelay = createTestRelay({ stagePolicies: { lounge: 'moderated' } });
  readonly host = this.test.join('host');
  session: Session = newSession();
  /** How often the owner heard that the stage is offered, and that something was refused. */
  offersHeard = 0;
  refusals = 0;
  offersMade = 0;
  private readonly delayMs: number;
  private readonly connection = this.test.signal.connect();

  constructor(delayMs: number) {
    this.delayMs = delayMs;
    this.connection.send = (text) => void this.test.clock.after(this.delayMs, () => this.hear(text));
    this.happens({ kind: 'wifiUp' });
    this.say({ type: 'hello', name: 'kitchen', form: 'short' });
    this.wait(2 * delayMs + 1);
    this.happens({ kind: 'linkUp' });
  }

  get member(): number {
    return this.host.id + 1;
  }

  /** Where the relay has this member. */
  get relayHas(): Wanted {
    const seat = this.test.relay.rooms.viewOf('lounge')?.roster.find(({ member }) => member === this.member);
    return { place: seat?.role ?? 'out', isHandUp: (seat?.place ?? 0) > 0 };
  }

  get speakerShows(): Wanted {
    const { kind, role, hand } = this.session;
    return { place: kind === 'inRoom' ? role : 'out', isHandUp: hand > 0 };
  }

  wait(ms: number): void {
    this.test.clock.advance(ms);
  }

  act(action: Action): void {
    for (const event of gesturesOf(this.session, action)) this.happens(event);
    if (action === 'hold') this.happens({ kind: 'gestureMade', gesture: 'holdEnd' });
  }

  private say(message: ToRelay): void {
    const text = writeSignal(message);
    this.test.clock.after(this.delayMs, () => this.connection.say(text));
  }

  private hear(text: string): void {
    // The first time for an answer; one who asks for more gets another.
    if (text === 'offer 30000') this.offersMade++;
    const message = text.startsWith('{') ? parseToMember(text) : parseShort(text);
    if (message.type === 'rejected') throw new Error(`${text} is ${message.code}`);
    if (message.type !== 'others') this.happens({ kind: 'messageReceived', message: message });
  }

  private happens(event: SessionEvent): void {
    const { session, effects } = nextSession(this.session, event);
    this.session = session;
    for (const effect of effects) {
      if (effect.kind === 'send') this.say(effect.message);
      if (effect.kind === 'joinRoom')
        this.say({ type: 'join', room: 'lounge', payloadTypes: [6], id: this.session.request });
      if (effect.kind === 'play' && effect.notes === earcons.OFFERED) this.offersHeard++;
      if (effect.kind === 'play' && effect.notes === earcons.ERROR) this.refusals++;
    }
  }
}

const DELAYS_MS = [0, 20, 100, 200, 350, 500, 700];
const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);
const ACTIONS = ['click', 'double', 'hold'] as const satisfies Action[];

/** What the owner wants after an action that is made while the speaker is in this state. */
function wantedAfter(wanted: Wanted, { kind, role }: Session, action: Action): Wanted {
  if (kind === 'idle' && action !== 'hold') return { place: 'audience', isHandUp: false };
  if (kind === 'joining' && action === 'double') return { place: 'out', isHandUp: false };
  if (kind !== 'inRoom' || role === 'stage' || action === 'hold') return wanted;
  return action === 'double' ? { place: 'out', isHandUp: false } : { ...wanted, isHandUp: !wanted.isHandUp };
}

describe.each(DELAYS_MS)('a delay of %d ms each way', (delayMs) => {
  const roundTripMs = 2 * delayMs + 1;
  const settleMs = 2 * roundTripMs + 3000;

  test.each([2, 3, 4, 5])('%d clicks within a round trip: the last one decides whether the hand is up', (clicks) => {
    const world = new World(delayMs);
    world.act('click');
    world.wait(settleMs);
    for (let i = 0; i < clicks; i++) {
      world.act('click');
      world.wait(roundTripMs / (clicks + 1));
    }
    world.wait(settleMs);
    const expected = { place: 'audience', isHandUp: clicks % 2 === 1 };
    expect([world.speakerShows, world.relayHas]).toEqual([expected, expected]);
    expect(world.refusals).toBe(0);
  });

  test.each(SEEDS)('any actions of the owner end where the last one leads (seed %d)', (seed) => {
    const random = seededNumbers(seed);
    const world = new World(delayMs);
    let wanted: Wanted = { place: 'out', isHandUp: false };
    for (let i = 0; i < 12; i++) {
      // Clicks are the most frequent: they raise hands.
      const action = ACTIONS[Math.max(0, Math.floor(random() * 6) - 3)]!;
      wanted = wantedAfter(wanted, world.session, action);
      world.act(action);
      world.wait(random() * roundTripMs * (random() < 0.2 ? 3 : 0.6));
    }
    world.wait(settleMs);
    expect([world.speakerShows, world.relayHas]).toEqual([wanted, wanted]);
  });

  test.each(SEEDS)(
    'when offers come between, speaker and relay end alike, and no offer comes back (seed %d)',
    (seed) => {
      const random = seededNumbers(1000 + seed);
      const world = new World(delayMs);
      world.act('click');
      world.wait(settleMs);
      for (let i = 0; i < 14; i++) {
        if (random() < 0.4) world.host.connection.say({ type: 'moderate', action: 'offer', member: world.member });
        else if (random() < 0.15)
          world.host.connection.say({ type: 'moderate', action: 'demote', member: world.member });
        world.act(ACTIONS[Math.floor(random() * 3)]!);
        world.wait(random() * roundTripMs * (random() < 0.3 ? 3 : 0.6));
      }
      world.wait(settleMs);
      expect(world.speakerShows).toEqual(world.relayHas);
      expect(world.offersHeard).toBeLessThanOrEqual(world.offersMade);
    },
  );
});
