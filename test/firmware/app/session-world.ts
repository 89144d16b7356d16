import { newSession, type Session, type SessionEffect, type SessionEvent } from '../../../firmware/app/session';
import { after, gesture, gesturesOf, joined, received, type Action } from './session-steps';

// The session together with the Wi-Fi, the link, and a relay that answers in order. This world is small enough to look
// at every state that can be reached. Random histories test what moderators and hosts do.

type Answer = {
  readonly kind: 'joined' | 'refused' | 'left' | 'seat';
  /** Of the request that it answers. The latest is 0, all others are -1. */
  readonly id: number;
};

/** A state of the speaker and of what is around it. */
export type World = {
  readonly session: Session;
  readonly wifi: boolean;
  readonly link: 'stopped' | 'trying' | 'up';
  /** Whether the relay has this speaker in a room. */
  readonly seated: boolean;
  /** Messages of the relay that the speaker has not received yet. */
  readonly answers: readonly Answer[];
};

/**
 * Events that are possible in a world, and what follows. `isGood`: it is no failure, and not against the owner's will.
 */
type Transition = {
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

function answered(world: World, kind: Answer['kind']): World {
  return { ...world, answers: [...world.answers, { kind, id: world.session.request }] };
}

/** The same world with its latest request as number 0, so that there are not endlessly many worlds. */
function renumbered(world: World): World {
  const { request } = world.session;
  // For the speaker all older ones are alike.
  const answers = world.answers.map(({ kind, id }) => ({ kind, id: Math.max(-1, id - request) }));
  return { ...world, session: { ...world.session, request: 0 }, answers };
}

/** The relay answers what the speaker sends over a link that is up. */
function obey(world: World, effect: SessionEffect, isAccepted: boolean): World {
  const { link, seated } = world;
  if (effect.kind === 'startLink') return link === 'stopped' ? { ...world, link: 'trying' } : world;
  if (effect.kind === 'stopLink') return { ...world, link: 'stopped', seated: false, answers: [] };
  if (link !== 'up') return world;
  if (effect.kind === 'send') {
    const { type } = effect.message;
    if (type === 'leave') return answered({ ...world, seated: false }, seated ? 'left' : 'refused');
    if (type === 'step-down') return answered(world, 'seat');
  }
  if (effect.kind === 'joinRoom') {
    if (!isAccepted) return answered(world, 'refused');
    return answered(seated ? answered(world, 'left') : { ...world, seated: true }, 'joined');
  }
  return world;
}

function transition(world: World, events: readonly SessionEvent[], isGood: boolean, isAccepted = true): Transition {
  const { session, effects } = after(world.session, ...events);
  const next = effects.reduce<World>((w, effect) => obey(w, effect, isAccepted), { ...world, session });
  // Only a press under way has an aim. Here every press is over, or the button is held.
  const settled = session.talk === 'held' ? next : { ...next, session: { ...session, aim: '' } };
  return { events, isGood, effects, after: renumbered(settled) };
}

const SEATS: Record<'stage' | 'audience', SessionEvent> = {
  stage: received({ type: 'seat', role: 'stage', packetMs: 20 }),
  audience: received({ type: 'seat', role: 'audience', packetMs: 40 }),
};
const REMOVED = received({ type: 'left', room: 'lounge', reason: 'removed' });

/** Everything that is possible next. */
function transitionsFrom(world: World): Transition[] {
  const all: Transition[] = [];
  if (world.session.talk === 'held') all.push(transition(world, [gesture('holdEnd')], true));
  else {
    for (const action of ['click', 'double', 'hold'] as const satisfies Action[]) {
      all.push(transition(world, gesturesOf(world.session, action), action === 'click'));
    }
  }
  if (world.wifi) all.push(transition({ ...world, wifi: false }, [{ kind: 'wifiDown' }], false));
  else all.push(transition({ ...world, wifi: true }, [{ kind: 'wifiUp' }], true));
  const isolated = { ...world, link: 'trying', seated: false, answers: [] } as const;
  if (world.link === 'trying' && world.wifi) {
    for (const isAccepted of [true, false]) {
      all.push(transition({ ...world, link: 'up' }, [{ kind: 'linkUp' }], isAccepted, isAccepted));
    }
  }
  if (world.link !== 'stopped') all.push(transition(isolated, [{ kind: 'linkDown' }], false));
  if (world.link !== 'up') return all;
  all.push(transition(world, [received({ type: 'mute', muted: true })], false));
  const [answer, ...answers] = world.answers;
  const heard = { ...world, answers };
  const { kind, id = 0 } = answer ?? {};
  if (kind === 'joined') {
    for (const role of ['stage', 'audience'] as const)
      all.push(transition(heard, [received(joined(role, 'lounge', id))], true));
  } else if (kind === 'seat') all.push(transition(heard, [SEATS.audience], true));
  else if (kind === 'refused') all.push(transition(heard, [received({ type: 'error', code: 'room-full', id })], true));
  else if (kind === 'left')
    all.push(transition(heard, [received({ type: 'left', room: 'lounge', reason: 'asked', id })], true));
  else if (world.seated) {
    all.push(transition({ ...world, seated: false }, [REMOVED], false));
    for (const role of ['stage', 'audience'] as const) all.push(transition(world, [SEATS[role]], false));
  }
  return all;
}

/** Every world that can be reached after switching on, by its text, with the transitions from it. */
export function everyWorld(answersMax = 10): Map<string, { world: World; next: Transition[] }> {
  const found = new Map<string, { world: World; next: Transition[] }>();
  const open = [SWITCHED_ON];
  for (let world = open.pop(); world; world = open.pop()) {
    const key = JSON.stringify(world);
    if (found.has(key)) continue;
    const next = transitionsFrom(world).filter((one) => one.after.answers.length <= answersMax);
    found.set(key, { world, next });
    for (const one of next) open.push(one.after);
  }
  return found;
}
