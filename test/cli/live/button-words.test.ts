import { ButtonQueue, readButtonOrder } from '../../../cli/live/button-words';
import { VirtualClock, type Board } from '../../../host-sim';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

function stage(isReady = (_second: number): boolean => true) {
  const clock = new VirtualClock();
  const events: string[] = [];
  const note = (what: string): void => void events.push(`${Math.round(clock.nowNs / NS_PER_MS)} ${what}`);
  const board = { name: 'anna', press: () => note('down'), release: () => note('up') } as unknown as Board;
  const said: string[] = [];
  const queue = new ButtonQueue({
    clock,
    board,
    isReady: () => isReady(clock.nowNs / NS_PER_SECOND),
    print: (line) => void said.push(line),
    quit: () => note('quit'),
  });
  return { queue, events, said, run: (seconds: number) => clock.runUntil(clock.nowNs + seconds * NS_PER_SECOND) };
}

test('lines that come at once are gestures of their own, one after the other', () => {
  const { queue, events, run } = stage();
  for (const line of ['press', 'hold 2s', 'double', 'quit']) queue.take(line);
  run(10);
  expect(events).toEqual([
    ...['0 down', '80 up', '680 down', '2680 up', '3280 down', '3360 up', '3480 down', '3560 up'],
    '4160 quit',
  ]);
});

test('the first gesture waits until the speaker is connected, and no longer than that makes sense', () => {
  const soon = stage((second) => second >= 3);
  soon.queue.take('press');
  soon.run(5);
  expect(soon.events).toEqual(['3000 down', '3080 up']);
  const never = stage(() => false);
  never.queue.take('press');
  never.run(20);
  expect(never.events).toEqual(['15000 down', '15080 up']);
});

test.each([
  ['prss', '"prss" is no word here: did you mean "press"?'],
  ['sing', 'the words are press, double, hold, down, up, wait, help, quit'],
  ['hold', 'such as "hold 2s"'],
  ['hold -1s', 'such as "hold 2s"'],
  ['hold 2 days', 'such as "hold 2s"'],
  ['wait forever', 'such as "wait 2s"'],
  ['press now', '"press" takes nothing after it'],
])('%s is answered', (line, answer) => {
  const { queue, events, said, run } = stage();
  queue.take(line);
  run(1);
  expect(said).toEqual([expect.stringContaining(answer)]);
  expect(events).toEqual([]);
});

test('capitals, spaces and units do not matter, and an empty line is nothing', () => {
  const { queue, events, run } = stage();
  for (const line of ['', '  HOLD  300 ms ', 'down', 'up', 'hold 0.5']) queue.take(line);
  run(5);
  expect(events).toEqual(['0 down', '300 up', '900 down', '900 up', '900 down', '1400 up']);
});

test('every word of the help is one that is read', () => {
  const { queue, said } = stage();
  queue.take('help');
  for (const line of said) expect([line, readButtonOrder(line.slice(0, 8)).kind]).not.toEqual([line, 'unknown']);
  expect(said).toHaveLength(8);
});
