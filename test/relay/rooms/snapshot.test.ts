import { nextRoom, roomFromJson, roomToJson, type RoomJson } from '../../../relay/rooms';
import { RoomStory } from './room-story';

/** A room in which everything is under way at once. */
function busy(): RoomStory {
  const story = new RoomStory({ stageSeats: 3 }, { ranks: [{ person: 'host', rank: 'host' }], guests: ['ида'] });
  for (const person of ['host', 'anna', 'ben', 'cleo', 'dora', 'ида']) story.join(person);
  story.bringOnStage('host', 'anna');
  story.open('anna');
  for (const person of ['dora', 'ben', 'cleo']) story.raise(person);
  story.moderate('host', 'offer', 'ben');
  story.answer('ben', 'consult');
  story.nowMs += 1000;
  story.drop('cleo');
  story.drop('dora');
  story.moderate('host', 'ban', 'ида');
  story.happens({ kind: 'seat-reserved', invitation: 'i', person: 'президент 🎙️' });
  return story;
}

const throughText = (json: RoomJson): RoomJson => JSON.parse(JSON.stringify(json)) as RoomJson;

test('a room survives being text: all of it, to the last effect of what follows', () => {
  const story = busy();
  const again = roomFromJson(throughText(roomToJson(story.room)));
  expect(roomToJson(again)).toEqual(roomToJson(story.room));
  const tick = { kind: 'tick', atMs: story.nowMs + 400_000 } as const;
  expect(nextRoom(again, tick).effects).toEqual(nextRoom(story.room, tick).effects);
});

test('a room is a value: an event leaves the room before it as it was', () => {
  const story = busy();
  const before = story.room;
  const text = JSON.stringify(roomToJson(before));
  story.moderate('host', 'end');
  expect(JSON.stringify(roomToJson(before))).toBe(text);
});

test('text that is no room is refused by words', () => {
  const json = throughText(roomToJson(busy().room));
  const first = json.members[0]!;
  expect(() => roomFromJson({ ...json, members: [...json.members, first] })).toThrow('member 1 is there twice');
  expect(() => roomFromJson({ ...json, members: [{ ...first, handTurn: 9999 }] })).toThrow(
    'member 1 has a turn after the last',
  );
});
