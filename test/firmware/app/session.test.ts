import fc from 'fast-check';
import {
  doubleClickIn,
  nextSession,
  type MicrophoneWish,
  type Session,
  type SessionEffect,
  type SessionEvent,
} from '../../../firmware/app/session';
import { everyWorld, type World } from './session-world';

const OPENING: readonly SessionEffect[] = ['openMicrophone', 'openMicrophoneWithPreRoll'];

const gesture = (name: 'press' | 'click' | 'double' | 'holdStart' | 'holdEnd'): SessionEvent => ({
  type: 'gesture',
  gesture: name,
});
const onStage = (microphone: MicrophoneWish): Session => ({ kind: 'inRoom', role: 'stage', microphone });
const listening: Session = { kind: 'inRoom', role: 'audience', microphone: 'closed' };
const idle: Session = { kind: 'idle' };
const joining: Session = { kind: 'joining' };
const reconnecting: Session = { kind: 'reconnecting' };
const connecting = (wantsRoom: boolean): Session => ({ kind: 'connecting', wantsRoom });
const offline = (wantsRoom: boolean): Session => ({ kind: 'offline', wantsRoom });

type Row = readonly [what: string, from: Session, event: SessionEvent, to: Session, effects: SessionEffect[]];

const ON_THE_WAY: readonly Row[] = [
  ['Wi-Fi comes', offline(false), { type: 'wifiUp' }, connecting(false), ['startLink']],
  ['Wi-Fi comes, the room is wanted', offline(true), { type: 'wifiUp' }, connecting(true), ['startLink']],
  ['the relay says hello', connecting(false), { type: 'linkUp' }, idle, []],
  ['the relay says hello, the room is wanted', connecting(true), { type: 'linkUp' }, joining, ['join']],
  ['a click asks for the room before it can be had', connecting(false), gesture('click'), connecting(true), []],
  ['another click takes that back', offline(true), gesture('click'), offline(false), []],
  ['a click joins', idle, gesture('click'), joining, ['join']],
  ['the relay seats on the stage', joining, { type: 'joined', role: 'stage' }, onStage('closed'), ['startMedia']],
  ['the relay seats in the audience', joining, { type: 'joined', role: 'audience' }, listening, ['startMedia']],
  ['the relay refuses', joining, { type: 'refused' }, idle, ['stopMedia']],
  ['a double click gives up joining', joining, gesture('double'), idle, ['leave', 'stopMedia']],
  ['the link is lost while joining', joining, { type: 'linkDown' }, connecting(true), ['stopMedia']],
  ['the link is lost while idle', idle, { type: 'linkDown' }, connecting(false), []],
  ['Wi-Fi is lost while joining', joining, { type: 'wifiDown' }, offline(true), ['stopMedia', 'stopLink']],
  ['Wi-Fi is lost while idle', idle, { type: 'wifiDown' }, offline(false), ['stopMedia', 'stopLink']],
  ['a seat that nobody waits for is given back', idle, { type: 'joined', role: 'stage' }, idle, ['leave']],
];

const IN_THE_ROOM: readonly Row[] = [
  ['a press arms the microphone', onStage('closed'), gesture('press'), onStage('closed'), ['armMicrophone']],
  ['a click opens it', onStage('closed'), gesture('click'), onStage('clicked'), ['openMicrophone']],
  ['the next click closes it', onStage('clicked'), gesture('click'), onStage('closed'), ['closeMicrophone']],
  ['a hold opens it', onStage('closed'), gesture('holdStart'), onStage('held'), ['openMicrophoneWithPreRoll']],
  ['its end closes it', onStage('held'), gesture('holdEnd'), onStage('closed'), ['closeMicrophone']],
  ['a hold over an open microphone changes nothing', onStage('clicked'), gesture('holdStart'), onStage('clicked'), []],
  ['nor does its end', onStage('clicked'), gesture('holdEnd'), onStage('clicked'), []],
  ['a press over an open microphone arms nothing', onStage('clicked'), gesture('press'), onStage('clicked'), []],
  ['the relay closes it', onStage('clicked'), { type: 'closeMicrophone' }, onStage('closed'), ['closeMicrophone']],
  [
    'the relay closes it while held',
    onStage('held'),
    { type: 'closeMicrophone' },
    onStage('closed'),
    ['closeMicrophone'],
  ],
  ['a release after that changes nothing', onStage('closed'), gesture('holdEnd'), onStage('closed'), []],
  ['the audience has no microphone to press', listening, gesture('press'), listening, []],
  ['nor to click', listening, gesture('click'), listening, []],
  ['nor to hold', listening, gesture('holdStart'), listening, []],
  ['a double click leaves', listening, gesture('double'), idle, ['closeMicrophone', 'leave', 'stopMedia']],
  ['the room ends', onStage('clicked'), { type: 'left' }, idle, ['closeMicrophone', 'stopMedia']],
  ['the link is lost', onStage('held'), { type: 'linkDown' }, reconnecting, ['closeMicrophone', 'stopMedia']],
  ['Wi-Fi is lost', listening, { type: 'wifiDown' }, reconnecting, ['closeMicrophone', 'stopMedia', 'stopLink']],
  ['Wi-Fi is lost once more', reconnecting, { type: 'wifiDown' }, reconnecting, ['stopLink']],
  ['Wi-Fi is back', reconnecting, { type: 'wifiUp' }, reconnecting, ['startLink']],
  ['the relay is back', reconnecting, { type: 'linkUp' }, joining, ['join']],
  ['a double click gives up coming back', reconnecting, gesture('double'), connecting(false), ['stopMedia']],
];

test.each([...ON_THE_WAY, ...IN_THE_ROOM])('%s', (_, from, event, session, effects) => {
  expect(nextSession(from, event)).toEqual({ session, effects });
});

test.each<[Session, string]>([
  [offline(false), 'ignored'],
  [connecting(true), 'ignored'],
  [idle, 'ignored'],
  [joining, 'as well'],
  [reconnecting, 'as well'],
  [listening, 'instead'],
  [onStage('closed'), 'instead'],
  [onStage('clicked'), 'as well'],
  [onStage('held'), 'as well'],
])('in %j a double click counts: %s', (session, meaning) => {
  expect(doubleClickIn(session)).toBe(meaning);
});

const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constantFrom('press', 'click', 'double', 'holdStart', 'holdEnd').map((name) => gesture(name)),
  fc.constantFrom('stage', 'audience').map((role): SessionEvent => ({ type: 'joined', role })),
  fc
    .constantFrom('wifiUp', 'wifiDown', 'linkUp', 'linkDown', 'refused', 'left', 'closeMicrophone')
    .map((type): SessionEvent => ({ type })),
);

test('whatever happens in whatever order, nothing but a gesture on the stage opens the microphone', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let session = offline(false);
      let isOpen = false;
      for (const event of events) {
        const step = nextSession(session, event);
        const opens = step.effects.some((effect) => OPENING.includes(effect));
        if (opens) {
          expect(event.type).toBe('gesture');
          expect(session).toEqual(onStage('closed'));
        }
        isOpen = opens || (isOpen && !step.effects.includes('closeMicrophone'));
        session = step.session;
        // What the speaker does and what it believes are the same.
        expect(session.kind === 'inRoom' && session.microphone !== 'closed').toBe(isOpen);
      }
    }),
    { numRuns: 500 },
  );
});

describe('in every world that can be reached', () => {
  const worlds = everyWorld();
  const each = [...worlds.values()];
  const failing = (isWrong: (world: World) => boolean): World[] => each.map(({ world }) => world).filter(isWrong);

  test('there are enough of them to mean something', () => {
    const kinds = new Set(each.map(({ world }) => world.session.kind));
    expect([...kinds].sort()).toEqual(['connecting', 'idle', 'inRoom', 'joining', 'offline', 'reconnecting']);
    expect(each.length).toBeGreaterThan(40);
  });

  test('every way into a room begins with the microphone closed', () => {
    for (const { world, next } of each) {
      for (const { event, after } of next) {
        if (world.session.kind === 'inRoom' || after.session.kind !== 'inRoom') continue;
        expect([event.type, after.session.microphone]).toEqual(['joined', 'closed']);
      }
    }
  });

  test('every way out of a room closes the microphone and ends the media', () => {
    for (const { world, next } of each) {
      for (const { effects, after } of next) {
        if (world.session.kind !== 'inRoom' || after.session.kind === 'inRoom') continue;
        expect(effects).toEqual(expect.arrayContaining(['closeMicrophone', 'stopMedia']));
      }
    }
  });

  test('who is idle or joining has a link, and who is offline has no Wi-Fi', () => {
    const needsLink = (world: World): boolean => world.session.kind === 'idle' || world.session.kind === 'joining';
    expect(failing((world) => needsLink(world) && world.link !== 'up')).toEqual([]);
    expect(failing((world) => world.session.kind === 'offline' && world.wifi)).toEqual([]);
    expect(failing((world) => world.session.kind === 'connecting' && world.link === 'up')).toEqual([]);
  });

  test('nobody waits for an answer that does not come', () => {
    expect(failing((world) => world.session.kind === 'joining' && world.answers.length === 0)).toEqual([]);
  });

  test('the owner gets into the room by clicks alone, if nothing fails', () => {
    // Backwards from the rooms, over what is good, until nothing more is reached.
    const reaches = new Set([...worlds].filter(([, { world }]) => world.session.kind === 'inRoom').map(([key]) => key));
    for (let before = -1; before !== reaches.size;) {
      before = reaches.size;
      for (const [key, { next }] of worlds) {
        if (next.some(({ isGood, after }) => isGood && reaches.has(JSON.stringify(after)))) reaches.add(key);
      }
    }
    expect([...worlds.keys()].filter((key) => !reaches.has(key))).toEqual([]);
  });
});
