import { nextSession, type Session, type SessionEffect, type SessionEvent } from '../../../firmware/app/session';

// The session together with what it acts on, small enough to look at every state that can be reached: the Wi-Fi, the
// link, and a relay that answers in order.

type Answer = 'joined' | 'refused' | 'left';

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
export type Happening = {
  readonly event: SessionEvent;
  readonly isGood: boolean;
  readonly effects: readonly SessionEffect[];
  readonly after: World;
};

export const SWITCHED_ON: World = {
  session: { kind: 'offline', wantsRoom: false },
  wifi: false,
  link: 'stopped',
  seated: false,
  answers: [],
};

/** The relay closes, with answers, what the speaker says over a link that is up. */
function obey(world: World, effect: SessionEffect, isAccepted: boolean): World {
  const { answers, link, seated } = world;
  if (effect === 'startLink') return link === 'stopped' ? { ...world, link: 'trying' } : world;
  if (effect === 'stopLink') return { ...world, link: 'stopped', seated: false, answers: [] };
  if (link !== 'up') return world;
  if (effect === 'leave') return { ...world, seated: false, answers: [...answers, seated ? 'left' : 'refused'] };
  if (effect === 'join') {
    return isAccepted
      ? { ...world, seated: true, answers: [...answers, ...(seated ? (['left'] as const) : []), 'joined'] }
      : { ...world, answers: [...answers, 'refused'] };
  }
  return world;
}

function after(world: World, event: SessionEvent, isGood: boolean, isAccepted = true): Happening {
  const { session, effects } = nextSession(world.session, event);
  const next = effects.reduce<World>((w, effect) => obey(w, effect, isAccepted), { ...world, session });
  return { event, isGood, effects, after: next };
}

/** Everything that can happen next. */
export function happenings(world: World): Happening[] {
  const all: Happening[] = [];
  for (const gesture of ['press', 'click', 'double', 'holdStart', 'holdEnd'] as const) {
    all.push(after(world, { type: 'gesture', gesture }, gesture === 'click'));
  }
  if (world.wifi) all.push(after({ ...world, wifi: false }, { type: 'wifiDown' }, false));
  else all.push(after({ ...world, wifi: true }, { type: 'wifiUp' }, true));
  const isolated = { ...world, link: 'trying', seated: false, answers: [] } as const;
  if (world.link === 'trying' && world.wifi) {
    for (const isAccepted of [true, false]) {
      all.push(after({ ...world, link: 'up' }, { type: 'linkUp' }, isAccepted, isAccepted));
    }
  }
  if (world.link !== 'stopped') all.push(after(isolated, { type: 'linkDown' }, false));
  if (world.link !== 'up') return all;
  all.push(after(world, { type: 'closeMicrophone' }, false));
  const [answer, ...answers] = world.answers;
  const heard = { ...world, answers };
  if (answer === 'joined') {
    for (const role of ['stage', 'audience'] as const) all.push(after(heard, { type: 'joined', role }, true));
  } else if (answer) all.push(after(heard, { type: answer }, true));
  else if (world.seated) all.push(after({ ...world, seated: false }, { type: 'left' }, false));
  return all;
}

/** Every world that can come of switching on, by its text, with what can happen in it. */
export function everyWorld(answersMax = 4): Map<string, { world: World; next: Happening[] }> {
  const found = new Map<string, { world: World; next: Happening[] }>();
  const open = [SWITCHED_ON];
  for (let world = open.pop(); world; world = open.pop()) {
    const key = JSON.stringify(world);
    if (found.has(key)) continue;
    const next = happenings(world).filter((happening) => happening.after.answers.length <= answersMax);
    found.set(key, { world, next });
    for (const happening of next) open.push(happening.after);
  }
  return found;
}
