import { rankOfPerson } from '../../../relay/rooms/views';
import { audited, only, refusals, RoomStory } from './room-story';

/** A host, two moderators, a speaker with an open microphone and a listener. */
function panel(): RoomStory {
  const story = new RoomStory({}, { ranks: [{ person: 'host', rank: 'host' }] });
  for (const person of ['host', 'mia', 'max', 'anna', 'ben']) story.join(person);
  story.moderate('host', 'appoint', 'mia');
  story.moderate('host', 'appoint', 'max');
  story.bringOnStage('host', 'anna');
  story.open('anna');
  return story;
}

describe('moderators', () => {
  test('close a microphone, which its owner may open again', () => {
    const story = panel();
    const effects = story.moderate('mia', 'mute', 'anna');
    expect(only(effects, 'closeMicrophone')).toEqual([{ kind: 'closeMicrophone', member: 4 }]);
    expect(audited(effects)).toEqual(['mia mute anna']);
    expect(story.seat('anna')).toBe('stage none');
    story.open('anna');
    expect(story.seat('anna')).toBe('stage none, microphone open');
  });

  test('close one that seems closed too: its opening may be on the way', () => {
    const story = panel();
    story.shut('anna');
    expect(only(story.moderate('mia', 'mute', 'anna'), 'closeMicrophone')).toHaveLength(1);
  });

  test('send a speaker back to the audience, microphone closed', () => {
    const story = panel();
    const effects = story.moderate('mia', 'demote', 'anna');
    expect(effects.map(({ kind }) => kind)).toEqual(['audit', 'closeMicrophone', 'seatChanged', 'countsChanged']);
    expect(story.seat('anna')).toBe('audience none');
  });

  test('cannot close or send back who is not on the stage', () => {
    const story = panel();
    expect(refusals(story.moderate('mia', 'mute', 'ben'))).toEqual(['not-on-stage']);
    expect(refusals(story.moderate('mia', 'demote', 'ben'))).toEqual(['not-on-stage']);
  });

  test('remove, and the removed may come back', () => {
    const story = panel();
    expect(only(story.moderate('mia', 'remove', 'anna'), 'unseat')).toMatchObject([{ reason: 'removed' }]);
    expect(refusals(story.join('anna'))).toEqual([]);
    expect(story.seat('anna')).toBe('audience none');
  });

  test('ban, and the banned person may not, by whichever number', () => {
    const story = panel();
    expect(only(story.moderate('mia', 'ban', 'anna'), 'unseat')).toMatchObject([{ reason: 'banned' }]);
    expect(refusals(story.join('anna'))).toEqual(['banned']);
    expect(refusals(story.join('anna', 99))).toEqual(['banned']);
    expect(story.seat('anna')).toBe('not here');
  });

  test('a ban takes away rank, guest list and reserved seat, and invitations are refused', () => {
    const story = panel();
    story.happens({ kind: 'seatReserved', invitation: 'i', person: 'max' });
    story.happens({ kind: 'guestListed', person: 'max', isGuest: true });
    story.moderate('host', 'ban', 'max');
    const { ranks, guests, reservations } = story.room;
    expect([ranks.has('max'), guests.has('max'), reservations.has('max')]).toEqual([false, false, false]);
    expect(story.happens({ kind: 'seatReserved', invitation: 'i', person: 'max' })).toEqual([
      { kind: 'refuseReservation', invitation: 'i', person: 'max', code: 'banned' },
    ]);
  });

  test('appoint and dismiss; a rank that was given comes back with its person', () => {
    const story = panel();
    expect(only(story.moderate('mia', 'appoint', 'ben'), 'rankChanged')).toMatchObject([{ rank: 'moderator' }]);
    story.leave('ben');
    story.join('ben');
    expect(story.seat('ben')).toBe('audience moderator');
    story.moderate('max', 'dismiss', 'ben');
    story.leave('ben');
    story.join('ben');
    expect(story.seat('ben')).toBe('audience none');
  });

  test('end the room', () => {
    const story = panel();
    const effects = story.moderate('mia', 'end');
    expect(only(effects, 'unseat')).toHaveLength(5);
    expect(only(effects, 'unseat')[0]!.reason).toBe('ended');
    expect(effects.at(-1)).toEqual({ kind: 'ended', why: 'moderator' });
    expect(refusals(story.join('anna'))).toEqual(['not-allowed']);
    expect(story.raise('ben')).toEqual([]);
  });

  test('only they can: others are told so, and nothing is written down', () => {
    const story = panel();
    for (const action of ['offer', 'mute', 'demote', 'remove', 'ban', 'appoint', 'dismiss', 'end'] as const) {
      const effects = story.moderate('anna', action, 'ben');
      expect([refusals(effects), audited(effects)]).toEqual([['not-moderator'], []]);
    }
  });

  test('may not remove, ban or dismiss hosts; hosts may', () => {
    const story = panel();
    for (const action of ['remove', 'ban', 'dismiss'] as const)
      expect(refusals(story.moderate('mia', action, 'host'))).toEqual(['not-allowed']);
    story.happens({ kind: 'rankGiven', person: 'ben', rank: 'host' });
    expect(story.seat('ben')).toBe('audience host');
    expect(refusals(story.moderate('ben', 'dismiss', 'host'))).toEqual([]);
    expect(story.seat('host')).toBe('audience none');
  });

  test('do not make a host less by appointing it', () => {
    const story = panel();
    story.moderate('mia', 'appoint', 'host');
    expect(story.seat('host')).toBe('audience host');
  });

  test('leave by leaving: nobody removes or bans itself', () => {
    const story = panel();
    expect(refusals(story.moderate('mia', 'remove', 'mia'))).toEqual(['not-allowed']);
    expect(refusals(story.moderate('mia', 'ban', 'mia'))).toEqual(['not-allowed']);
  });

  test('may lay down their rank, but not the last of them', () => {
    const story = panel();
    expect(refusals(story.moderate('mia', 'dismiss', 'mia'))).toEqual([]);
    story.moderate('max', 'dismiss', 'max');
    expect(refusals(story.moderate('host', 'dismiss', 'host'))).toEqual(['not-allowed']);
  });

  test('who is not there cannot be moderated', () => {
    const story = panel();
    expect(refusals(story.moderate('mia', 'mute', 'nobody'))).toEqual(['no-such-member']);
    expect(refusals(story.moderate('mia', 'mute'))).toEqual(['no-such-member']);
  });

  test('who dropped cannot moderate, but can be sent away', () => {
    const story = panel();
    story.drop('mia');
    expect(refusals(story.moderate('mia', 'remove', 'ben'))).toEqual(['not-joined']);
    story.moderate('max', 'remove', 'mia');
    expect(story.seat('mia')).toBe('not here');
  });

  test('several of them, and co-hosts, each by its own name', () => {
    const story = panel();
    expect(['host', 'mia', 'max', 'anna'].map((person) => rankOfPerson(story.room, person))).toEqual([
      'host',
      'moderator',
      'moderator',
      'none',
    ]);
  });
});

test('all of it is in an audit log: who did what to whom, and when', () => {
  const story = panel();
  story.nowMs += 5;
  const log = [
    ...story.moderate('host', 'offer', 'ben'),
    ...story.moderate('mia', 'mute', 'anna'),
    ...story.moderate('mia', 'demote', 'anna'),
    ...story.moderate('max', 'appoint', 'ben'),
    ...story.moderate('max', 'dismiss', 'ben'),
    ...story.moderate('max', 'remove', 'ben'),
    ...story.moderate('max', 'ban', 'anna'),
    ...story.moderate('host', 'end'),
  ];
  expect(audited(log)).toEqual([
    'host offer ben',
    'mia mute anna',
    'mia demote anna',
    'max appoint ben',
    'max dismiss ben',
    'max remove ben',
    'max ban anna',
    'host end all',
  ]);
  expect(only(log, 'audit').every(({ entry }) => entry.atMs === 1_000_005 && entry.room === 'lounge')).toBe(true);
});
