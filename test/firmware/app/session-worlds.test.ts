import type { ToMember } from '../../../wire';
import { after, joined, kindsOf, received } from './session-steps';
import { everyWorld, type World } from './session-world';

const worlds = everyWorld();
const each = [...worlds.values()];
const failing = (isWrong: (world: World) => boolean): World[] => each.map(({ world }) => world).filter(isWrong);

test('there are enough worlds to mean something', () => {
  const kinds = new Set(each.map(({ world }) => world.session.kind));
  expect([...kinds].sort()).toEqual(['connecting', 'idle', 'inRoom', 'joining', 'offline', 'reconnecting']);
  expect(each.length).toBeGreaterThan(100);
});

test('every way into a room begins with the microphone closed', () => {
  for (const { world, next } of each) {
    for (const { events, after } of next) {
      if (world.session.kind === 'inRoom' || after.session.kind !== 'inRoom') continue;
      const [event] = events;
      expect(event?.kind === 'messageReceived' && event.message.type).toBe('joined');
      expect(after.session.talk).toBe('');
    }
  }
});

test('every way out of a room closes the microphone and ends the media', () => {
  for (const { world, next } of each) {
    for (const { effects, after } of next) {
      if (world.session.kind !== 'inRoom' || after.session.kind === 'inRoom') continue;
      expect(kindsOf(effects)).toEqual(expect.arrayContaining(['closeMicrophone', 'stopMedia']));
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
  const isAwaited = ({ answers }: World): boolean =>
    answers.some(({ kind, id }) => id === 0 && (kind === 'joined' || kind === 'refused'));
  expect(failing((world) => world.session.kind === 'joining' && !isAwaited(world))).toEqual([]);
});

test('when everything is answered, the speaker is in a room exactly if the relay has it there', () => {
  const isSettled = ({ link, answers }: World): boolean => link === 'up' && answers.length === 0;
  expect(failing((world) => isSettled(world) && world.seated !== (world.session.kind === 'inRoom'))).toEqual([]);
});

test('whatever was asked before, the latest press decides where the speaker ends', () => {
  for (const { world } of each) {
    if (world.link !== 'up' || world.answers.length < 2) continue;
    const messages = world.answers.map(({ kind, id }): ToMember => {
      if (kind === 'joined') return joined('audience', 'lounge', id);
      if (kind === 'left') return { type: 'left', room: 'lounge', reason: 'asked', id };
      if (kind === 'refused') return { type: 'error', code: 'room-full', id };
      return { type: 'seat', role: 'audience', packetMs: 40 };
    });
    const { kind } = world.session;
    const last = world.answers.findLast(({ id }) => id === 0)?.kind;
    const expected = kind === 'joining' ? (last === 'joined' ? 'inRoom' : 'idle') : kind;
    expect(after(world.session, ...messages.map(received)).session.kind).toBe(expected);
  }
});

test('the owner gets into the room by clicks alone, if nothing fails', () => {
  // Backwards from the rooms, over good transitions, until nothing more is reached.
  const reaches = new Set([...worlds].filter(([, { world }]) => world.session.kind === 'inRoom').map(([key]) => key));
  for (let before = -1; before !== reaches.size;) {
    before = reaches.size;
    for (const [key, { next }] of worlds) {
      if (next.some(({ isGood, after }) => isGood && reaches.has(JSON.stringify(after)))) reaches.add(key);
    }
  }
  expect([...worlds.keys()].filter((key) => !reaches.has(key))).toEqual([]);
});
