import { placeOf } from '../../../relay/rooms';
import { audited, only, refusals, RoomStory } from './room-story';

function lounge(stageSeats = 20): RoomStory {
  const story = new RoomStory({ stageSeats }, { ranks: [{ person: 'host', rank: 'host' }] });
  for (const person of ['host', 'anna', 'ben', 'cleo']) story.join(person);
  return story;
}

describe('a speaker may always step down, a listener may always leave', () => {
  test('a speaker steps down, and an open microphone is closed on the way', () => {
    const story = lounge();
    story.bringOnStage('host', 'anna');
    story.open('anna');
    const effects = story.stepDown('anna');
    expect(effects.map(({ kind }) => kind).slice(0, 2)).toEqual(['closeMicrophone', 'seatChanged']);
    expect(story.seat('anna')).toBe('audience none');
  });

  test('even into a full audience', () => {
    const story = new RoomStory({ policy: 'open', stageSeats: 2, audienceSeats: 0 });
    story.join('anna');
    expect(refusals(story.stepDown('anna'))).toEqual([]);
    expect(story.seat('anna')).toBe('audience moderator');
  });

  test('who is not on the stage cannot step down', () => {
    expect(refusals(lounge().stepDown('anna'))).toEqual(['not-on-stage']);
  });

  test('a listener leaves, also within its grace', () => {
    const story = lounge();
    story.leave('anna');
    story.drop('ben');
    expect(only(story.leave('ben'), 'unseat')).toEqual([{ kind: 'unseat', member: 3, reason: 'asked' }]);
    expect([story.seat('anna'), story.seat('ben')]).toEqual(['not here', 'not here']);
  });
});

describe('hands are a queue ordered by time', () => {
  test('places go from 1 to n, and those behind a lowered hand move up', () => {
    const story = lounge();
    for (const person of ['ben', 'anna', 'cleo']) story.raise(person);
    expect(story.queue).toEqual(['ben', 'anna', 'cleo']);
    story.lower('ben');
    expect(['anna', 'ben', 'cleo'].map((person) => placeOf(story.room, story.number(person)))).toEqual([1, 0, 2]);
  });

  test('a hand that is up already keeps its place, and is not told again', () => {
    const story = lounge();
    story.raise('anna');
    story.raise('ben');
    expect(story.raise('anna')).toEqual([]);
    expect(story.queue).toEqual(['anna', 'ben']);
  });

  test('order is that of raising, not of a clock that jumps back between', () => {
    const story = lounge();
    story.raise('anna');
    story.nowMs -= 3_600_000;
    story.raise('ben');
    expect(story.queue).toEqual(['anna', 'ben']);
  });

  test('a change is told once, however many wait', () => {
    const story = lounge();
    for (let i = 0; i < 1000; i++) {
      story.join(`listener ${i}`);
      story.raise(`listener ${i}`);
    }
    const effects = story.lower('listener 0');
    expect(effects.map(({ kind }) => kind)).toEqual(['queueChanged', 'countsChanged']);
    expect(only(effects, 'queueChanged')[0]!.members).toEqual([story.number('listener 0')]);
  });

  test('there is no hand on the stage', () => {
    const story = lounge();
    story.bringOnStage('host', 'anna');
    expect(refusals(story.raise('anna'))).toEqual(['not-allowed']);
  });
});

describe('a moderator offers the stage to one; the offer lapses after 30 s', () => {
  test('accepted: on stage, microphone closed, hand gone', () => {
    const story = lounge();
    story.raise('anna');
    expect(only(story.moderate('host', 'offer', 'anna'), 'offer')).toEqual([
      { kind: 'offer', member: 2, withinMs: 30000, isConsulting: false },
    ]);
    const effects = story.answer('anna', 'accept');
    expect(effects.map(({ kind }) => kind)).toEqual(['seatChanged', 'queueChanged', 'countsChanged']);
    expect([story.seat('anna'), story.queue]).toEqual(['stage none', []]);
  });

  test('with no hand raised as well', () => {
    const story = lounge();
    story.bringOnStage('host', 'ben');
    expect(story.seat('ben')).toBe('stage none');
  });

  test('declined: the hand goes down, the seat is free', () => {
    const story = lounge(1);
    story.raise('anna');
    story.moderate('host', 'offer', 'anna');
    expect(only(story.answer('anna', 'decline'), 'offerGone')).toMatchObject([{ why: 'declined' }]);
    expect([story.seat('anna'), story.queue]).toEqual(['audience none', []]);
    expect(refusals(story.moderate('host', 'offer', 'ben'))).toEqual([]);
  });

  test('not answered: it lapses after 30 s, and the hand keeps its place', () => {
    const story = lounge();
    story.raise('anna');
    story.moderate('host', 'offer', 'anna');
    expect(only(story.pass(29_999), 'offerGone')).toEqual([]);
    expect(only(story.pass(1), 'offerGone')).toEqual([{ kind: 'offerGone', member: 2, why: 'lapsed' }]);
    expect(refusals(story.answer('anna', 'accept'))).toEqual(['not-offered']);
    expect(story.queue).toEqual(['anna']);
  });

  test('an answer that comes after it lapsed is too late, though no tick came between', () => {
    const story = lounge();
    story.moderate('host', 'offer', 'anna');
    story.nowMs += 30_000;
    expect(refusals(story.answer('anna', 'accept'))).toEqual(['not-offered']);
  });

  test('"let me check first" keeps it for five minutes, once', () => {
    const story = lounge();
    story.moderate('host', 'offer', 'anna');
    story.pass(20_000);
    expect(only(story.answer('anna', 'consult'), 'offer')).toMatchObject([{ withinMs: 300_000, isConsulting: true }]);
    expect(refusals(story.answer('anna', 'consult'))).toEqual(['not-allowed']);
    story.pass(299_999);
    story.answer('anna', 'accept');
    expect(story.seat('anna')).toBe('stage none');
  });

  test('an offer holds a seat, and a full stage has none to offer', () => {
    const story = lounge(1);
    story.moderate('host', 'offer', 'anna');
    expect(refusals(story.moderate('host', 'offer', 'ben'))).toEqual(['stage-full']);
    story.answer('anna', 'accept');
    expect(refusals(story.moderate('host', 'offer', 'ben'))).toEqual(['stage-full']);
    story.stepDown('anna');
    expect(refusals(story.moderate('host', 'offer', 'ben'))).toEqual([]);
  });

  test('offering again leaves the offer as it is', () => {
    const story = lounge();
    story.moderate('host', 'offer', 'anna');
    story.pass(20_000);
    expect(story.moderate('host', 'offer', 'anna')).toEqual([]);
    expect(only(story.pass(10_000), 'offerGone')).toHaveLength(1);
  });

  test('sending somebody back who was only offered the stage takes the offer back', () => {
    const story = lounge();
    story.moderate('host', 'offer', 'anna');
    expect(only(story.moderate('host', 'demote', 'anna'), 'offerGone')).toMatchObject([{ why: 'withdrawn' }]);
    expect(refusals(story.answer('anna', 'accept'))).toEqual(['not-offered']);
  });

  test('nobody can answer what was not offered, and nobody is offered what it has', () => {
    const story = lounge();
    expect(refusals(story.answer('anna', 'accept'))).toEqual(['not-offered']);
    story.bringOnStage('host', 'anna');
    expect(refusals(story.moderate('host', 'offer', 'anna'))).toEqual(['not-allowed']);
  });

  test('who dropped is not offered the stage, but an offer survives a drop for as long as it stands', () => {
    const story = lounge();
    story.drop('anna');
    expect(refusals(story.moderate('host', 'offer', 'anna'))).toEqual(['no-such-member']);
    story.moderate('host', 'offer', 'ben');
    story.drop('ben');
    story.pass(10_000);
    expect(only(story.comeBack('ben'), 'offer')).toMatchObject([{ withinMs: 20_000 }]);
    story.answer('ben', 'accept');
    expect(story.seat('ben')).toBe('stage none');
  });

  test('a host who raises a hand is offered the stage by that: the button has no other way to it', () => {
    const story = lounge();
    const effects = story.raise('host');
    expect(only(effects, 'offer')).toHaveLength(1);
    expect(audited(effects)).toEqual(['host offer host']);
    story.answer('host', 'accept');
    expect([story.seat('host'), story.queue]).toEqual(['stage host', []]);
  });

  test('and waits like everybody where the stage is full', () => {
    const story = lounge(1);
    story.bringOnStage('host', 'anna');
    expect(only(story.raise('host'), 'offer')).toEqual([]);
    expect(story.queue).toEqual(['host']);
  });
});

describe('consent is physical', () => {
  test("only its owner's word opens a microphone, and only on the stage", () => {
    const story = lounge();
    expect(refusals(story.open('anna'))).toEqual(['not-on-stage']);
    story.bringOnStage('host', 'anna');
    expect(story.seat('anna')).toBe('stage none');
    expect(only(story.open('anna'), 'microphoneChanged')).toEqual([
      { kind: 'microphoneChanged', member: 2, isOpen: true },
    ]);
    expect(story.open('anna')).toEqual([]);
    expect(story.seat('anna')).toBe('stage none, microphone open');
    story.shut('anna');
    expect(story.seat('anna')).toBe('stage none');
  });
});

test('who is not in the room can do nothing in it', () => {
  const story = lounge();
  const stranger = 'zoe';
  const tries = [
    story.raise(stranger),
    story.open(stranger),
    story.stepDown(stranger),
    story.answer(stranger, 'accept'),
    story.moderate(stranger, 'end'),
  ];
  expect(tries.map(refusals)).toEqual(Array(5).fill(['not-joined']));
  expect([...story.leave(stranger), ...story.drop(stranger)]).toEqual([]);
});
