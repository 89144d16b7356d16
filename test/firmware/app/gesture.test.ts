import fc from 'fast-check';
import {
  BUTTON_UP,
  COUNTDOWN_MS,
  DOUBLE_MS,
  HOLD_MS,
  RESET_MS,
  SET_UP_MS,
  gestureDue,
  gestureEdge,
  type DoubleClick,
  type Gesture,
} from '../../../firmware/app/gesture';

type Told = readonly [atMs: number, gesture: Gesture];

/**
 * The gestures of a button that is pressed and released at these instants, the press first. `lateMs`: how late the
 * timer is.
 */
function told(edges: readonly number[], double: DoubleClick, lateMs = 0): Told[] {
  const all: Told[] = [];
  let state = BUTTON_UP;
  const wait = (untilMs: number): void => {
    while (state.dueAtMs >= 0) {
      const atMs = state.dueAtMs + lateMs;
      if (atMs > untilMs) return;
      const step = gestureDue(state, atMs);
      state = step.state;
      for (const gesture of step.gestures) all.push([atMs, gesture]);
    }
  };
  edges.forEach((atMs, i) => {
    wait(atMs);
    const step = gestureEdge(state, i % 2 === 0, atMs, double);
    state = step.state;
    for (const gesture of step.gestures) all.push([atMs, gesture]);
  });
  wait(Infinity);
  return all;
}

test('holds and the double click have the thresholds of the product', () => {
  expect([HOLD_MS, DOUBLE_MS, SET_UP_MS, RESET_MS]).toEqual([300, 300, 10_000, 22_000]);
  expect(COUNTDOWN_MS).toBeLessThan(SET_UP_MS / 2);
});

test.each<[string, DoubleClick, number[], Told[]]>([
  [
    'a click where a double click means nothing is told at its release',
    'ignored',
    [0, 80],
    [
      [0, 'press'],
      [80, 'click'],
    ],
  ],
  [
    'a click waits where a second one would change it',
    'instead',
    [0, 80],
    [
      [0, 'press'],
      [380, 'click'],
    ],
  ],
  [
    'a click does not wait where it counts anyway',
    'also',
    [0, 80],
    [
      [0, 'press'],
      [80, 'click'],
    ],
  ],
  [
    'a double click is told at the second press',
    'instead',
    [0, 80, 200, 260],
    [
      [0, 'press'],
      [200, 'double'],
    ],
  ],
  [
    'a double click follows its click where both count',
    'also',
    [0, 80, 200, 260],
    [
      [0, 'press'],
      [80, 'click'],
      [200, 'double'],
    ],
  ],
  [
    'two clicks are two clicks where a double click means nothing',
    'ignored',
    [0, 80, 200, 260],
    [
      [0, 'press'],
      [80, 'click'],
      [200, 'press'],
      [260, 'click'],
    ],
  ],
  [
    'two clicks far apart are two clicks',
    'instead',
    [0, 80, 400, 460],
    [
      [0, 'press'],
      [380, 'click'],
      [400, 'press'],
      [760, 'click'],
    ],
  ],
  [
    'the second press must come within 300 ms of the release',
    'instead',
    [0, 80, 379],
    [
      [0, 'press'],
      [379, 'double'],
    ],
  ],
  [
    'a press becomes a hold after 300 ms',
    'instead',
    [0, 1000],
    [
      [0, 'press'],
      [300, 'holdStart'],
      [1000, 'holdEnd'],
    ],
  ],
  [
    'a press of 299 ms is no hold',
    'ignored',
    [0, 299],
    [
      [0, 'press'],
      [299, 'click'],
    ],
  ],
  [
    'a press that is never released announces, sets up and resets, once',
    'also',
    [0],
    [
      [0, 'press'],
      [300, 'holdStart'],
      [2000, 'countdown'],
      [10000, 'setUp'],
      [22000, 'reset'],
    ],
  ],
  [
    'a hold that is let go just before it has announced anything is a hold',
    'instead',
    [0, 1999],
    [
      [0, 'press'],
      [300, 'holdStart'],
      [1999, 'holdEnd'],
    ],
  ],
  [
    'a hold that is let go early does not set up',
    'instead',
    [0, 9999, 20000, 20050],
    [
      [0, 'press'],
      [300, 'holdStart'],
      [2000, 'countdown'],
      [9999, 'holdEnd'],
      [20000, 'press'],
      [20350, 'click'],
    ],
  ],
  [
    'a hold that is let go early does not reset',
    'ignored',
    [0, 21999],
    [
      [0, 'press'],
      [300, 'holdStart'],
      [2000, 'countdown'],
      [10000, 'setUp'],
      [21999, 'holdEnd'],
    ],
  ],
  [
    'after a reset the button may be let go',
    'ignored',
    [0, 30000],
    [
      [0, 'press'],
      [300, 'holdStart'],
      [2000, 'countdown'],
      [10000, 'setUp'],
      [22000, 'reset'],
      [30000, 'holdEnd'],
    ],
  ],
  [
    'a second press held for long is still a double click',
    'instead',
    [0, 80, 200, 900],
    [
      [0, 'press'],
      [200, 'double'],
    ],
  ],
  [
    'three clicks are a double click and a click',
    'instead',
    [0, 80, 200, 260, 400, 460],
    [
      [0, 'press'],
      [200, 'double'],
      [400, 'press'],
      [760, 'click'],
    ],
  ],
])('%s', (_, double, edges, expected) => {
  expect(told(edges, double)).toEqual(expected);
});

test('a late timer changes when a gesture is told, and nothing else', () => {
  const names = (of: readonly Told[]): Gesture[] => of.map(([, gesture]) => gesture);
  const presses = fc.array(fc.oneof(fc.integer({ min: 20, max: 700 }), fc.nat(25_000)), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(presses, fc.constantFrom('ignored', 'instead', 'also'), fc.nat(500), (gaps, double, lateMs) => {
      let atMs = 0;
      const edges = gaps.map((gap) => (atMs += gap));
      expect(names(told(edges, double, lateMs))).toEqual(names(told(edges, double)));
    }),
    { numRuns: 500 },
  );
});

test('whatever is pressed when: holds begin and end in pairs, and every gesture has its press', () => {
  const presses = fc.array(fc.integer({ min: 20, max: 700 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(presses, fc.constantFrom('ignored', 'instead', 'also'), (gaps, double) => {
      let atMs = 0;
      let isHeld = false;
      let pressed = 0;
      for (const [, gesture] of told(
        gaps.map((gap) => (atMs += gap)),
        double,
      )) {
        if (gesture === 'press') pressed++;
        if (gesture === 'holdStart' || gesture === 'holdEnd') {
          expect(isHeld).toBe(gesture === 'holdEnd');
          isHeld = !isHeld;
        }
        if (double === 'ignored') expect(gesture).not.toBe('double');
        expect(pressed).toBeGreaterThan(0);
      }
    }),
  );
});

test('edges that change nothing are no gestures', () => {
  expect(gestureEdge(BUTTON_UP, false, 5, 'instead')).toEqual({ state: BUTTON_UP, gestures: [] });
  const down = gestureEdge(BUTTON_UP, true, 0, 'instead').state;
  expect(gestureEdge(down, true, 5, 'instead')).toEqual({ state: down, gestures: [] });
  expect(gestureDue(down, 299)).toEqual({ state: down, gestures: [] });
  expect(gestureDue(BUTTON_UP, 1000)).toEqual({ state: BUTTON_UP, gestures: [] });
});
