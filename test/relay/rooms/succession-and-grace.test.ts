import { nextDueMs } from '../../../relay/rooms';
import { audited, only, refusals, RoomStory } from './room-story';

function lounge(): RoomStory {
  const story = new RoomStory({}, { ranks: [{ person: 'host', rank: 'host' }] });
  for (const person of ['host', 'anna', 'ben', 'cleo', 'dora']) story.join(person);
  return story;
}

describe('succession: when the last host or moderator leaves', () => {
  test('the longest-standing speaker becomes moderator', () => {
    const story = lounge();
    story.bringOnStage('host', 'dora');
    story.bringOnStage('host', 'ben');
    const effects = story.leave('host');
    expect(audited(effects)).toEqual(['the room succeed dora']);
    expect(only(effects, 'rankChanged')).toEqual([{ kind: 'rankChanged', member: 5, rank: 'moderator' }]);
    expect(story.seat('dora')).toBe('stage moderator');
  });

  test('else the longest-standing listener', () => {
    const story = lounge();
    story.leave('anna');
    story.join('anna');
    story.leave('host');
    expect(story.seat('ben')).toBe('audience moderator');
  });

  test('not while another is there, and not while it is in its grace', () => {
    const story = lounge();
    story.moderate('host', 'appoint', 'cleo');
    expect(only(story.leave('host'), 'rankChanged')).toEqual([]);
    expect(only(story.drop('cleo'), 'rankChanged')).toEqual([]);
    expect(only(story.pass(59_999), 'rankChanged')).toEqual([]);
    expect(audited(story.pass(1))).toEqual(['the room succeed anna']);
  });

  test('who is there goes before who dropped', () => {
    const story = lounge();
    story.bringOnStage('host', 'dora');
    story.drop('dora');
    story.leave('host');
    expect(story.seat('anna')).toBe('audience moderator');
  });

  test('who dropped inherits where nobody else is', () => {
    const story = new RoomStory();
    story.join('anna');
    story.join('ben');
    story.drop('ben');
    story.leave('anna');
    expect(story.seat('ben')).toBe('audience moderator, dropped');
  });

  test('a host who comes back is host again; a rank by succession ends with its holder', () => {
    const story = lounge();
    story.leave('host');
    story.join('host');
    expect([story.seat('host'), story.seat('anna')]).toEqual(['audience host', 'audience moderator']);
    story.leave('anna');
    story.join('anna');
    expect(story.seat('anna')).toBe('audience none');
  });

  test('the first to enter a room whose hosts are not there moderates it', () => {
    const story = new RoomStory();
    story.join('anna');
    story.join('ben');
    expect([story.seat('anna'), story.seat('ben')]).toEqual(['audience moderator', 'audience none']);
  });
});

describe('an empty room ends after 60 s', () => {
  test('from its opening', () => {
    const story = new RoomStory();
    expect(nextDueMs(story.room)).toBe(story.nowMs + 60_000);
    expect(only(story.pass(59_999), 'ended')).toEqual([]);
    expect(only(story.pass(1), 'ended')).toEqual([{ kind: 'ended', why: 'empty' }]);
    expect(nextDueMs(story.room)).toBeUndefined();
  });

  test('from when the last one left, if nobody comes', () => {
    const story = new RoomStory();
    story.join('anna');
    expect(only(story.pass(600_000), 'ended')).toEqual([]);
    story.leave('anna');
    story.pass(59_999);
    story.join('ben');
    expect(only(story.pass(600_000), 'ended')).toEqual([]);
    story.leave('ben');
    expect(only(story.pass(60_000), 'ended')).toHaveLength(1);
  });

  test('who comes in before a late tick has come in time', () => {
    const story = new RoomStory();
    story.nowMs += 61_000;
    expect(refusals(story.join('anna'))).toEqual([]);
    expect(only(story.pass(1000), 'ended')).toEqual([]);
  });

  test('a room with somebody in its grace is not empty yet', () => {
    const story = new RoomStory();
    story.join('anna');
    story.drop('anna');
    expect(only(story.pass(119_999), 'ended')).toEqual([]);
    expect(only(story.pass(1), 'ended')).toHaveLength(1);
  });
});

describe('grace: a Wi-Fi drop keeps seat, role and place in the queue for 60 s', () => {
  test('role and rank, and the microphone comes back closed', () => {
    const story = lounge();
    story.moderate('host', 'appoint', 'anna');
    story.bringOnStage('host', 'anna');
    story.open('anna');
    expect(only(story.drop('anna'), 'closeMicrophone')).toHaveLength(1);
    expect(story.seat('anna')).toBe('stage moderator, dropped');
    story.pass(59_999);
    const [seat] = only(story.comeBack('anna'), 'seat');
    expect(seat).toEqual({ kind: 'seat', member: 2, role: 'stage', rank: 'moderator', isHandRaised: false });
    expect(story.seat('anna')).toBe('stage moderator');
  });

  test('the place in the queue', () => {
    const story = lounge();
    for (const person of ['anna', 'ben', 'cleo']) story.raise(person);
    story.drop('ben');
    story.pass(30_000);
    story.drop('anna');
    expect(story.queue).toEqual(['anna', 'ben', 'cleo']);
    expect(only(story.comeBack('ben'), 'seat')[0]!.isHandRaised).toBe(true);
    expect(story.queue).toEqual(['anna', 'ben', 'cleo']);
  });

  test('not longer: after 60 s it has left, silently', () => {
    const story = lounge();
    story.raise('anna');
    story.drop('anna');
    const effects = story.pass(60_000);
    expect(only(effects, 'unseat')).toEqual([{ kind: 'unseat', member: 2, reason: 'silent' }]);
    expect(only(effects, 'queueChanged')).toHaveLength(1);
    expect(only(story.comeBack('anna'), 'seat')).toMatchObject([{ role: 'audience', isHandRaised: false }]);
  });

  test('a return ends it, and a second drop begins a new one', () => {
    const story = lounge();
    story.drop('anna');
    story.pass(50_000);
    story.comeBack('anna');
    story.pass(50_000);
    story.drop('anna');
    expect(only(story.pass(59_999), 'unseat')).toEqual([]);
    expect(only(story.pass(1), 'unseat')).toHaveLength(1);
  });

  test('a drop that is reported twice is one', () => {
    const story = lounge();
    story.drop('anna');
    story.pass(30_000);
    expect(story.drop('anna')).toEqual([]);
    expect(only(story.pass(30_000), 'unseat')).toHaveLength(1);
  });

  test('a dropped member counts: its seat is nobody else’s', () => {
    const story = new RoomStory({ policy: 'open', stageSeats: 1, audienceSeats: 1 });
    story.join('anna');
    story.join('ben');
    story.drop('anna');
    expect(refusals(story.join('cleo'))).toEqual(['room-full']);
    story.pass(60_000);
    story.join('cleo');
    expect(story.seat('cleo')).toBe('stage none');
  });

  test('a return by joining anew finds the same seat', () => {
    const story = lounge();
    story.bringOnStage('host', 'anna');
    story.drop('anna');
    expect(only(story.join('anna'), 'seat')).toMatchObject([{ member: 2, role: 'stage' }]);
    expect(story.seat('anna')).toBe('stage none');
    expect(only(story.pass(60_000), 'unseat')).toEqual([]);
  });
});

describe('a second connection of the same person', () => {
  test('takes the seat over, with the microphone closed, and nobody is there twice', () => {
    const story = lounge();
    story.bringOnStage('host', 'anna');
    story.open('anna');
    const effects = story.join('anna');
    expect(effects.map(({ kind }) => kind)).toEqual(['closeMicrophone', 'seat']);
    expect(story.room.members.size).toBe(5);
    expect(story.seat('anna')).toBe('stage none');
  });

  test('keeps hand, offer and the name that it gives', () => {
    const story = lounge();
    story.raise('ben');
    story.raise('anna');
    story.moderate('host', 'offer', 'ben');
    const member = story.number('ben');
    story.happens({ kind: 'joined', member, person: 'ben', name: 'Ben on the phone' });
    expect(story.queue).toEqual(['ben', 'anna']);
    expect(story.room.members.get(member)?.name).toBe('Ben on the phone');
    story.answer('ben', 'accept');
    expect(story.seat('ben')).toBe('stage none');
  });

  test('cannot have a second number', () => {
    const story = lounge();
    story.drop('anna');
    expect(refusals(story.happens({ kind: 'joined', member: 77, person: 'anna', name: 'anna' }))).toEqual([
      'not-allowed',
    ]);
    expect(story.seat('anna')).toBe('audience none, dropped');
    expect(story.room.members.size).toBe(5);
  });

  test('cannot take the number of somebody else', () => {
    const story = lounge();
    expect(refusals(story.join('anna', story.number('ben')))).toEqual(['not-allowed']);
    expect(refusals(story.join('zoe', story.number('ben')))).toEqual(['not-allowed']);
    expect(story.room.members.size).toBe(5);
  });
});

describe('a clock that jumps', () => {
  test('backwards: nothing is due early, and nothing waits longer than its length from the jump', () => {
    const story = lounge();
    story.drop('anna');
    story.pass(40_000);
    story.nowMs -= 3_600_000;
    story.raise('ben');
    expect(nextDueMs(story.room)).toBe(story.nowMs + 20_000);
    expect(only(story.pass(19_999), 'unseat')).toEqual([]);
    expect(only(story.pass(1), 'unseat')).toHaveLength(1);
  });

  test('forwards: what is due is done, once', () => {
    const story = lounge();
    story.drop('anna');
    story.moderate('host', 'offer', 'ben');
    story.nowMs += 86_400_000;
    const effects = story.happens({ kind: 'tick' });
    expect([only(effects, 'unseat').length, only(effects, 'offerGone').length]).toEqual([1, 1]);
    expect(story.happens({ kind: 'tick' })).toEqual([]);
  });
});
