import { newSession, type Session, type SessionEffect, type SessionEvent } from '../../../firmware/app/session';
import { after, gesture, gesturesOf, joined, received, type Action } from './session-steps';

// The session together with what it acts on, small enough to look at every state that can be reached: the Wi-Fi, the
// link, and a relay that answers in order. What moderators and hosts do is left to random histories.

type Answer = 'joined' | 'refused' | 'left' | 'seat';

/** A state of speaker and surroundings. */
export type World = {
  readonly session: Session;
  readonly wifi: boolean;
  readonly link: 'stopped' | 'trying' | 'up';
  /** Whether the relay has this speaker in a room. */
  readonly seated: boolean;
  /** What the relay has said and the speaker has not heard yet. */
  readonly answers: readonly Answer[];
};

/** One thing that can happen, and what came of it. `isGood`: neither a failure nor against the owner's wish. */
type Happening = {
  readonly events: readonly SessionEvent[];
  readonly isGood: boolean;
  readonly effects: readonly SessionEffect[];
  readonly after: World;
};

const SWITCHED_ON: World = {
  session: newSession(),
  wifi: false,
  link: 'stopped',
  seated: false,
  answers: [],
};

/** The relay closes, with answers, what the speaker says over a link that is up. */
function obey(world: World, effect: SessionEffect, isAccepted: boolean): World {
  const { answers, link, seated } = world;
  if (effect.kind === 'startLink') return link === 'stopped' ? { ...world, link: 'trying' } : world;
  if (effect.kind === 'stopLink') return { ...world, link: 'stopped', seated: false, answers: [] };
  if (link !== 'up') return world;
  if (effect.kind === 'send') {
    const { type } = effect.message;
    if (type === 'leave') return { ...world, seated: false, answers: [...answers, seated ? 'left' : 'refused'] };
    if (type === 'step-down') return { ...world, answers: [...answers, 'seat'] };
  }
  if (effect.kind === 'joinRoom') {
    return isAccepted
      ? { ...world, seated: true, answers: [...answers, ...(seated ? (['left'] as const) : []), 'joined'] }
      : { ...world, answers: [...answers, 'refused'] };
  }
  return world;
}

function happening(world: World, events: readonly SessionEvent[], isGood: boolean, isAccepted = true): Happening {
  const { session, effects } = after(world.session, ...events);
  const next = effects.reduce<World>((w, effect) => obey(w, effect, isAccepted), { ...world, session });
  // Only the press under way has an aim, and here every press is over, or held.
  const settled = session.talk === 'held' ? next : { ...next, session: { ...session, aim: '' } };
  return { events, isGood, effects, after: settled };
}

const SEATS: Record<'stage' | 'audience', SessionEvent> = {
  stage: received({ type: 'seat', role: 'stage', packetMs: 20 }),
  audience: received({ type: 'seat', role: 'audience', packetMs: 40 }),
};
const LEFT = received({ type: 'left', room: 'lounge', reason: 'asked' });

/** Everything that can happen next. */
function happenings(world: World): Happening[] {
  const all: Happening[] = [];
  if (world.session.talk === 'held') all.push(happening(world, [gesture('holdEnd')], true));
  else {
    for (const action of ['click', 'double', 'hold'] as const satisfies Action[]) {
      all.push(happening(world, gesturesOf(world.session, action), action === 'click'));
    }
  }
  if (world.wifi) all.push(happening({ ...world, wifi: false }, [{ kind: 'wifiDown' }], false));
  else all.push(happening({ ...world, wifi: true }, [{ kind: 'wifiUp' }], true));
  const isolated = { ...world, link: 'trying', seated: false, answers: [] } as const;
  if (world.link === 'trying' && world.wifi) {
    for (const isAccepted of [true, false]) {
      all.push(happening({ ...world, link: 'up' }, [{ kind: 'linkUp' }], isAccepted, isAccepted));
    }
  }
  if (world.link !== 'stopped') all.push(happening(isolated, [{ kind: 'linkDown' }], false));
  if (world.link !== 'up') return all;
  all.push(happening(world, [received({ type: 'mute', muted: true })], false));
  const [answer, ...answers] = world.answers;
  const heard = { ...world, answers };
  if (answer === 'joined') {
    for (const role of ['stage', 'audience'] as const) all.push(happening(heard, [received(joined(role))], true));
  } else if (answer === 'seat') all.push(happening(heard, [SEATS.audience], true));
  else if (answer === 'refused') all.push(happening(heard, [received({ type: 'error', code: 'room-full' })], true));
  else if (answer === 'left') all.push(happening(heard, [LEFT], true));
  else if (world.seated) {
    all.push(happening({ ...world, seated: false }, [LEFT], false));
    for (const role of ['stage', 'audience'] as const) all.push(happening(world, [SEATS[role]], false));
  }
  return all;
}

/** Every world that can come of switching on, by its text, with what can happen in it. */
export function everyWorld(answersMax = 4): Map<string, { world: World; next: Happening[] }> {
  const found = new Map<string, { world: World; next: Happening[] }>();
  const open = [SWITCHED_ON];
  for (let world = open.pop(); world; world = open.pop()) {
    const key = JSON.stringify(world);
    if (found.has(key)) continue;
    const next = happenings(world).filter((one) => one.after.answers.length <= answersMax);
    found.set(key, { world, next });
    for (const one of next) open.push(one.after);
  }
  return found;
}
