import { newSession, type Session, type SessionEffect, type SessionEvent } from '../../../firmware/app/session';
import { after, gesture, gesturesOf, joined, received, type Action } from './session-steps';

// The session together with the Wi-Fi, the link, and a relay that answers in order. This world is small enough to look
// at every state that can be reached. Random histories test what moderators and hosts do.

type Answer = 'joined' | 'refused' | 'left' | 'seat';

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

/** The relay answers what the speaker sends over a link that is up. */
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

function transition(world: World, events: readonly SessionEvent[], isGood: boolean, isAccepted = true): Transition {
  const { session, effects } = after(world.session, ...events);
  const next = effects.reduce<World>((w, effect) => obey(w, effect, isAccepted), { ...world, session });
  // Only a press under way has an aim. Here every press is over, or the button is held.
  const settled = session.talk === 'held' ? next : { ...next, session: { ...session, aim: '' } };
  return { events, isGood, effects, after: settled };
}

const SEATS: Record<'stage' | 'audience', SessionEvent> = {
  stage: received({ type: 'seat', role: 'stage', packetMs: 20 }),
  audience: received({ type: 'seat', role: 'audience', packetMs: 40 }),
};
const LEFT = received({ type: 'left', room: 'lounge', reason: 'asked' });

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
  if (answer === 'joined') {
    for (const role of ['stage', 'audience'] as const) all.push(transition(heard, [received(joined(role))], true));
  } else if (answer === 'seat') all.push(transition(heard, [SEATS.audience], true));
  else if (answer === 'refused') all.push(transition(heard, [received({ type: 'error', code: 'room-full' })], true));
  else if (answer === 'left') all.push(transition(heard, [LEFT], true));
  else if (world.seated) {
    all.push(transition({ ...world, seated: false }, [LEFT], false));
    for (const role of ['stage', 'audience'] as const) all.push(transition(world, [SEATS[role]], false));
  }
  return all;
}

/** Every world that can be reached after switching on, by its text, with the transitions from it. */
export function everyWorld(answersMax = 4): Map<string, { world: World; next: Transition[] }> {
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
