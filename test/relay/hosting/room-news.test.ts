import { RoomNews } from '../../../relay/hosting/room-news';
import type { ToMember } from '../../../wire/signal';
import { FakeClock } from '../support/fake-clock';

/** News of a room of which a test says what is so. */
function bench(): {
  readonly clock: FakeClock;
  readonly news: RoomNews;
  readonly told: [member: number, message: ToMember][];
  readonly state: { listeners: number; places: Map<number, number> };
} {
  const clock = new FakeClock();
  const told: [number, ToMember][] = [];
  const state = { listeners: 0, places: new Map<number, number>() };
  const news = new RoomNews(clock, {
    counts: () => ({ type: 'room', speakers: 1, listeners: state.listeners, hands: state.places.size }),
    places: () => state.places,
    send: (member, message) => told.push([member, message]),
  });
  return { clock, news, told, state };
}

test('who has left is told nothing, who came back is told as if it had never been there', () => {
  const { clock, news, told, state } = bench();
  news.welcome(1);
  news.welcome(2);
  clock.advance(5);
  expect(told.map(([member]) => member)).toEqual([1, 2]);
  news.forget(2);
  state.listeners = 1;
  news.changed();
  clock.advance(2000);
  expect(told.map(([member]) => member)).toEqual([1, 2, 1]);
  news.welcome(2);
  clock.advance(2000);
  expect(told.map(([member]) => member)).toEqual([1, 2, 1, 2]);
});

test('a burst of changes costs one message, and a change that was undone none', () => {
  const { clock, news, told, state } = bench();
  news.welcome(1);
  clock.advance(2000);
  for (let i = 0; i < 10; i++) {
    state.listeners++;
    news.changed();
  }
  clock.advance(5);
  expect(told.map(([, message]) => message)).toEqual([
    { type: 'room', speakers: 1, listeners: 0, hands: 0 },
    { type: 'room', speakers: 1, listeners: 10, hands: 0 },
  ]);
  state.listeners++;
  news.changed();
  clock.advance(500);
  state.listeners--;
  news.changed();
  clock.advance(2000);
  expect(told).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test('a place is news before the counts, which follow a second later', () => {
  const { clock, news, told, state } = bench();
  news.welcome(1);
  clock.advance(2000);
  state.places.set(1, 3);
  news.changed();
  const startMs = clock.nowMs();
  clock.advance(2000);
  expect(told.slice(1)).toEqual([
    [1, { type: 'queue', place: 3 }],
    [1, { type: 'room', speakers: 1, listeners: 0, hands: 1 }],
  ]);
  expect(clock.nowMs() - startMs).toBe(2000);
});

test('a place that its owner knows is no news', () => {
  const { clock, news, told, state } = bench();
  news.welcome(1);
  clock.advance(2000);
  news.sendPlace(1, 1);
  state.places.set(1, 1);
  news.changed();
  clock.advance(3000);
  expect(told.map(([, { type }]) => type)).toEqual(['room', 'queue', 'room']);
});

test('a large room is told in portions, in one second, everybody once', () => {
  const { clock, news, told, state } = bench();
  for (let member = 1; member <= 8000; member++) news.welcome(member);
  clock.advance(3000);
  told.length = 0;
  state.listeners = 7;
  news.changed();
  let most = 0;
  for (let ms = 0; ms < 1000; ms++) {
    const before = told.length;
    clock.advance(1);
    most = Math.max(most, told.length - before);
  }
  expect(new Set(told.map(([member]) => member)).size).toBe(8000);
  expect(told).toHaveLength(8000);
  expect(most).toBe(250);
});

test('nothing is told once it is closed', () => {
  const { clock, news, told } = bench();
  news.welcome(1);
  news.close();
  expect(clock.pending).toBe(0);
  clock.advance(2000);
  expect(told).toEqual([]);
});
