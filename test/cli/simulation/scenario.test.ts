import { Failure } from '../../../cli/failure';
import { edgesOf, parseScenario } from '../../../cli/simulation/scenario';

const anna = { name: 'anna', room: 'lounge' };

function parse(value: unknown) {
  return parseScenario(JSON.stringify(value), 'talk.json');
}

describe('a scenario', () => {
  test('of the README is taken', () => {
    const scenario = parse({
      seed: 1,
      seconds: 12,
      rooms: [{ id: 'lounge', stage: 'open' }],
      network: { delayMs: 5, jitterMs: 4, loss: 0.01, duplicate: 0, reorder: 0 },
      speakers: [
        {
          ...anna,
          microphone: 'anna.wav',
          duplex: 'full',
          script: [
            [0.5, 'click'],
            [2, 'hold', 3.5],
            [9, 'double'],
          ],
        },
      ],
    });
    expect(scenario.speakers[0]!.script[1]).toEqual([2, 'hold', 3.5]);
  });

  test('fills in what is not said', () => {
    expect(parse({ seconds: 1, speakers: [{ name: 'anna' }] })).toMatchObject({
      seed: 1,
      stageSeats: 20,
      network: { delayMs: 5, jitterMs: 0, loss: 0 },
      speakers: [
        {
          ...{ room: 'lounge', duplex: 'half', codec: 'wide', volume: 1, microphoneGain: 1, earcons: 1 },
          ...{ script: [], loop: false, clockPpm: 0 },
        },
      ],
    });
    expect(parse({ seconds: 1, speakers: [anna] }).speakers[0]!.coupling).toBeUndefined();
  });

  test.each([
    ['no JSON', undefined, 'is not JSON'],
    ['no speakers', { seconds: 1 }, 'speakers'],
    ['an empty list of speakers', { seconds: 1, speakers: [] }, 'there must be a speaker'],
    ['no length', { speakers: [anna] }, 'seconds'],
    ['a loss above 1', { seconds: 1, speakers: [anna], network: { loss: 2 } }, 'network.loss'],
    ['a clock that stands still', { seconds: 1, speakers: [{ ...anna, clockPpm: -1e6 }] }, 'speaker "anna": clockPpm'],
    ['half a seat', { seconds: 1, stageSeats: 0.5, speakers: [anna] }, 'stageSeats'],
    ['a loss above 1 up', { seconds: 1, speakers: [anna], network: { up: { loss: 2 } } }, 'network.up.loss'],
    ['an unknown field of a leg', { seconds: 1, speakers: [anna], network: { down: { stals: [] } } }, 'stals'],
    ["an unknown field of a speaker's network", { seconds: 1, speakers: [{ ...anna, network: { los: 0 } }] }, 'los'],
    ['an unknown field of bursts', { seconds: 1, speakers: [anna], network: { bursts: { begn: 0 } } }, 'begn'],
    ['moves that are no list', { seconds: 1, speakers: [anna], relayMoves: 4 }, 'relayMoves'],
    ['ports of a leg', { seconds: 1, speakers: [anna], network: { up: { portChanges: [1] } } }, 'portChanges'],
    ['Wi-Fi of no kind', { seconds: 1, speakers: [{ ...anna, wifi: [[1, 'slow']] }] }, 'speaker "anna": wifi.0'],
    ['a leg of a leg', { seconds: 1, speakers: [anna], network: { up: { down: {} } } }, 'network.up.down'],
    ['bursts without end', { seconds: 1, speakers: [anna], network: { bursts: { begin: 0.1, end: 0 } } }, 'bursts.end'],
    ['a stall without a length', { seconds: 1, speakers: [anna], network: { stalls: [[1]] } }, 'network.stalls.0'],
    ['a stall of no time', { seconds: 1, speakers: [anna], network: { stalls: [[1, 0]] } }, 'network.stalls.0.1'],
    [
      'stalls of no length',
      { seconds: 1, speakers: [anna], network: { randomStalls: { perMinute: 6, seconds: [] } } },
      'network.randomStalls.seconds',
    ],
    ['a step before the start', { seconds: 1, speakers: [anna], network: { delaySteps: [[-1, 5]] } }, 'delaySteps.0.0'],
    ['a repetition at once', { seconds: 1, speakers: [anna], network: { retransmitMs: 0 } }, 'network.retransmitMs'],
    [
      'a misspelt field',
      { seconds: 1, speakers: [anna], netwrk: {} },
      'netwrk: is not a known field: did you mean "network"?',
    ],
    [
      'a misspelt field of a speaker',
      { seconds: 1, speakers: [anna, { name: 'boris', micropone: 'a.wav' }] },
      'speaker "boris": micropone: is not a known field: did you mean "microphone"?',
    ],
    [
      'a field that resembles none',
      { seconds: 1, speakers: [{ ...anna, colour: 1 }] },
      'speaker "anna": colour: is not a known field',
    ],
    ['a speaker without a name', { seconds: 1, speakers: [anna, { loop: 1 }] }, 'speaker 2: name: is missing'],
    ['a speaker that is none', { seconds: 1, speakers: [anna, null] }, 'speaker 2: has to be an object'],
    [
      'a quiet microphone',
      { seconds: 1, speakers: [{ ...anna, microphoneGain: 0 }] },
      'microphoneGain: has to be a number',
    ],
    ['a codec of no kind', { seconds: 1, speakers: [{ ...anna, codec: 'opus' }] }, 'speaker "anna": codec'],
    ['loud earcons', { seconds: 1, speakers: [{ ...anna, earcons: 2 }] }, 'speaker "anna": earcons'],
    ['coupling without a gain', { seconds: 1, speakers: [{ ...anna, coupling: {} }] }, 'coupling.gainDb: is missing'],
    ['coupling in times', { seconds: 1, speakers: [{ ...anna, coupling: { gain: 1 } }] }, 'did you mean "gainDb"?'],
    [
      'coupling into the past',
      { seconds: 1, speakers: [{ ...anna, coupling: { gainDb: 0, delayMs: -1 } }] },
      'speaker "anna": coupling.delayMs',
    ],
    [
      'a response of no taps',
      { seconds: 1, speakers: [{ ...anna, coupling: { gainDb: 0, impulseResponse: [] } }] },
      'coupling.impulseResponse',
    ],
    ['an unknown gesture', { seconds: 1, speakers: [{ ...anna, script: [[1, 'tap']] }] }, 'speaker "anna": script.0'],
    [
      'a hold without a length',
      { seconds: 1, speakers: [{ ...anna, script: [[1, 'hold']] }] },
      'speaker "anna": script.0',
    ],
    ['a room id with spaces', { seconds: 1, speakers: [{ name: 'anna', room: 'my room' }] }, 'small letters'],
    ['a name that is a path', { seconds: 1, speakers: [{ name: '../anna' }] }, 'no slashes'],
    ['two speakers of one name', { seconds: 1, speakers: [anna, anna] }, 'two speakers named "anna"'],
  ])('with %s is refused, naming the place', (_what, value, words) => {
    const text = value === undefined ? '{ seconds: 1' : JSON.stringify(value);
    expect(() => parseScenario(text, 'talk.json')).toThrow(Failure);
    expect(() => parseScenario(text, 'talk.json')).toThrow(words);
    expect(() => parseScenario(text, 'talk.json')).toThrow('talk.json');
  });
});

test('steps become edges of the button', () => {
  expect(
    edgesOf([
      [1, 'click'],
      [2, 'hold', 3],
      [9, 'press'],
      [10, 'release'],
    ]),
  ).toEqual([
    [1, true],
    [1.08, false],
    [2, true],
    [5, false],
    [9, true],
    [10, false],
  ]);
  expect(edgesOf([[4, 'double']]).map(([, isDown]) => isDown)).toEqual([true, false, true, false]);
});
