import { countsOf, DEFAULT_SEATS, listsOf, refusalToEnter, stageSeatsTaken } from '../../../relay/rooms';
import { only, refusals, RoomStory } from './room-story';

describe('kinds', () => {
  test('open: anyone comes in', () => {
    expect(refusals(new RoomStory({ kind: 'open' }).join('anna'))).toEqual([]);
  });

  test('closed: by invitation: guests, hosts, moderators, and who has a reserved seat', () => {
    const story = new RoomStory(
      { kind: 'closed' },
      {
        ranks: [
          { person: 'host', rank: 'host' },
          { person: 'mia', rank: 'moderator' },
        ],
        guests: ['anna'],
        reservations: [{ person: 'president', invitations: ['i'] }],
      },
    );
    expect(['host', 'mia', 'anna', 'president'].flatMap((person) => refusals(story.join(person)))).toEqual([]);
    expect(refusals(story.join('ben'))).toEqual(['closed-room']);
    story.happens({ kind: 'guestListed', person: 'ben', isGuest: true });
    expect(refusals(story.join('ben'))).toEqual([]);
  });

  test('closed: who is taken off the list stays in, also over a drop, but does not come in again', () => {
    const story = new RoomStory({ kind: 'closed' }, { guests: ['anna', 'ben'] });
    story.join('anna');
    story.join('ben');
    story.happens({ kind: 'guestListed', person: 'ben', isGuest: false });
    story.drop('ben');
    expect(refusals(story.join('ben'))).toEqual([]);
    story.leave('ben');
    expect(refusals(story.join('ben'))).toEqual(['closed-room']);
  });

  test('echo: everybody on stage, nobody moderates, stepping down is leaving', () => {
    const story = new RoomStory({ kind: 'echo', stageSeats: 2 }, { ranks: [{ person: 'host', rank: 'host' }] });
    story.join('host');
    story.join('anna');
    expect([story.seat('host'), story.seat('anna')]).toEqual(['stage none', 'stage none']);
    expect(refusals(story.join('ben'))).toEqual(['room-full']);
    expect(refusals(story.moderate('host', 'mute', 'anna'))).toEqual(['not-allowed']);
    expect(refusals(story.raise('anna'))).toEqual(['not-allowed']);
    story.open('anna');
    expect(only(story.stepDown('anna'), 'unseat')).toMatchObject([{ reason: 'asked' }]);
    expect(only(story.happens({ kind: 'seatReserved', invitation: 'i', person: 'ben' }), 'refuseReservation')).toEqual([
      { kind: 'refuseReservation', invitation: 'i', person: 'ben', code: 'not-allowed' },
    ]);
  });
});

describe('stage policy', () => {
  test('moderated: everyone starts in the audience', () => {
    const story = new RoomStory({ policy: 'moderated' }, { ranks: [{ person: 'host', rank: 'host' }] });
    expect(only(story.join('host'), 'seat')).toMatchObject([{ role: 'audience', rank: 'host' }]);
    expect(only(story.join('anna'), 'seat')).toMatchObject([{ role: 'audience', rank: 'none' }]);
  });

  test('open: whoever joins sits on the stage while there are seats, and opens the microphone straight away', () => {
    const story = new RoomStory({ policy: 'open', stageSeats: 2 });
    for (const person of ['anna', 'ben', 'cleo']) story.join(person);
    expect(['anna', 'ben', 'cleo'].map((person) => story.seat(person))).toEqual([
      'stage moderator',
      'stage none',
      'audience none',
    ]);
    story.open('ben');
    expect(story.seat('ben')).toBe('stage none, microphone open');
  });

  test('open: a seat that is offered or reserved is not taken by who joins', () => {
    const story = new RoomStory({ policy: 'open', stageSeats: 2 });
    story.join('anna');
    story.happens({ kind: 'seatReserved', invitation: 'i', person: 'president' });
    story.join('ben');
    expect(story.seat('ben')).toBe('audience none');
  });
});

describe('limits', () => {
  test('are 20 on stage and 8,000 in the audience, and the next one is refused', () => {
    const story = new RoomStory({ policy: 'open', ...DEFAULT_SEATS });
    for (let i = 0; i < 8020; i++) story.join(`d:${i}`);
    expect(countsOf(story.room)).toEqual({ speakers: 20, listeners: 8000, hands: 0 });
    expect(refusals(story.join('one more'))).toEqual(['room-full']);
    expect(refusalToEnter(story.room, 'one more')).toBe('room-full');
    expect(refusalToEnter(story.room, 'd:5')).toBeUndefined();
  });
});

describe('the seat an invitation reserves', () => {
  test('counts, and its guest takes it on joining', () => {
    const story = new RoomStory({ stageSeats: 1 });
    story.join('anna');
    story.happens({ kind: 'seatReserved', invitation: 'i', person: 'president' });
    expect(refusals(story.moderate('anna', 'offer', 'anna'))).toEqual(['stage-full']);
    const again = story.happens({ kind: 'seatReserved', invitation: 'j', person: 'king' });
    expect(only(again, 'refuseReservation')).toMatchObject([{ code: 'stage-full', invitation: 'j' }]);
    story.join('president');
    expect([story.seat('president'), stageSeatsTaken(story.room)]).toEqual(['stage none', 1]);
  });

  test('is taken by a guest who is there already when it accepts', () => {
    const story = new RoomStory({ stageSeats: 1 });
    for (const person of ['anna', 'president']) story.join(person);
    story.happens({ kind: 'seatReserved', invitation: 'i', person: 'president' });
    expect(story.seat('president')).toBe('audience none');
    expect(only(story.happens({ kind: 'seatClaimed', person: 'president' }), 'seatChanged')).toHaveLength(1);
    expect(story.seat('president')).toBe('stage none');
    expect(story.happens({ kind: 'seatClaimed', person: 'president' })).toEqual([]);
  });

  test('is the one that its guest is offered', () => {
    const story = new RoomStory({ stageSeats: 1 });
    for (const person of ['anna', 'president']) story.join(person);
    story.happens({ kind: 'seatReserved', invitation: 'i', person: 'president' });
    story.bringOnStage('anna', 'president');
    expect([story.seat('president'), stageSeatsTaken(story.room)]).toEqual(['stage none', 1]);
  });

  test('is free again when the invitation is over, but not while another holds it', () => {
    const story = new RoomStory({ stageSeats: 1 });
    for (const invitation of ['i', 'j', 'j']) story.happens({ kind: 'seatReserved', invitation, person: 'president' });
    story.happens({ kind: 'seatReleased', invitation: 'i', person: 'president' });
    expect(stageSeatsTaken(story.room)).toBe(1);
    story.happens({ kind: 'seatReleased', invitation: 'j', person: 'president' });
    story.happens({ kind: 'seatReleased', invitation: 'j', person: 'president' });
    expect(stageSeatsTaken(story.room)).toBe(0);
  });

  test('opens a closed room to its guest, who may then come and go', () => {
    const story = new RoomStory({ kind: 'closed' }, { guests: ['anna'] });
    story.join('anna');
    story.happens({ kind: 'seatReserved', invitation: 'i', person: 'president' });
    story.join('president');
    story.leave('president');
    expect(refusals(story.join('president'))).toEqual([]);
    expect(story.seat('president')).toBe('audience none');
  });

  test('is not needed by who sits there', () => {
    const story = new RoomStory({ policy: 'open', stageSeats: 1 });
    story.join('anna');
    expect(story.happens({ kind: 'seatReserved', invitation: 'i', person: 'anna' })).toEqual([]);
    expect(stageSeatsTaken(story.room)).toBe(1);
  });

  test('never brings more on the stage than it has seats, even if more were reserved before', () => {
    const reservations = ['anna', 'ben'].map((person) => ({ person, invitations: ['i'] }));
    const story = new RoomStory({ stageSeats: 1 }, { reservations });
    story.join('anna');
    story.join('ben');
    expect([story.seat('anna'), story.seat('ben')]).toEqual(['stage moderator', 'audience none']);
    expect(refusals(story.happens({ kind: 'seatClaimed', person: 'ben' }))).toEqual(['stage-full']);
    story.moderate('anna', 'offer', 'ben');
    expect(refusals(story.answer('ben', 'accept'))).toEqual(['stage-full']);
    story.stepDown('anna');
    story.answer('ben', 'accept');
    expect(story.seat('ben')).toBe('stage none');
  });
});

test('what belongs to persons outlives a room that ended', () => {
  const story = new RoomStory({ kind: 'closed' }, { ranks: [{ person: 'host', rank: 'host' }], guests: ['anna'] });
  for (const person of ['host', 'anna']) story.join(person);
  story.moderate('host', 'ban', 'anna');
  story.happens({ kind: 'seatReserved', invitation: 'i', person: 'president' });
  story.moderate('host', 'end');
  const again = new RoomStory({ kind: 'closed' }, listsOf(story.room));
  expect(refusalToEnter(story.room, 'host')).toBe('not-allowed');
  expect(refusals(again.join('anna'))).toEqual(['banned']);
  again.join('president');
  again.join('host');
  expect([again.seat('president'), again.seat('host')]).toEqual(['stage moderator', 'audience host']);
});

test('the relay closes: everybody out, and the room is over', () => {
  const story = new RoomStory();
  story.join('anna');
  story.drop('anna');
  expect(story.happens({ kind: 'closing' })).toEqual([
    { kind: 'unseat', member: 1, reason: 'closing' },
    { kind: 'ended', why: 'closing' },
  ]);
});
