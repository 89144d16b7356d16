// One button and three gestures, recognized from edges and their times. Pure; instants in milliseconds.

/** A press becomes a hold after this. */
export const HOLD_MS = 300;
/** Two clicks are a double click if the second press comes within this time after the first release. */
export const DOUBLE_MS = 300;

/** A hold that lasts is announced after this, counted from the press. */
export const COUNTDOWN_MS = 2000;
/** It leads to set-up after this. */
export const SET_UP_MS = 10000;
/** It leads to a factory reset after this. */
export const RESET_MS = 22000;

/**
 * What the owner did. `press` comes at once with every press, so that capture can begin before the meaning of the press
 * is known. `countdown`, `setUp` and `reset` come while a hold lasts.
 */
export type Gesture = 'press' | 'click' | 'double' | 'holdStart' | 'countdown' | 'setUp' | 'reset' | 'holdEnd';

/**
 * What a double click means where the owner is.
 *
 * - `ignored`: nothing. A click is known at its release.
 * - `instead`: something other than two clicks. A click is known after the wait for a second one.
 * - `also`: something more than a click. A click is known at its release, and the double click may follow. So closing
 *   the
 *   microphone never waits.
 */
export type DoubleClick = 'ignored' | 'instead' | 'also';

type Phase = 'up' | 'down' | 'released' | 'clicked' | 'downAgain' | 'held' | 'heldLong' | 'settingUp' | 'resetting';

export type GestureState = {
  readonly phase: Phase;
  /** When time alone ends this phase, or -1. */
  readonly dueAtMs: number;
};

export type GestureStep = { readonly state: GestureState; readonly gestures: readonly Gesture[] };

export const BUTTON_UP: GestureState = { phase: 'up', dueAtMs: -1 };

function stay(state: GestureState): GestureStep {
  return { state: state, gestures: [] };
}

function step(phase: Phase, dueAtMs: number, gestures: readonly Gesture[]): GestureStep {
  return { state: { phase: phase, dueAtMs: dueAtMs }, gestures: gestures };
}

/** An edge of the debounced button. If the timer is late, what was due before the edge comes first. */
export function gestureEdge(state: GestureState, isDown: boolean, atMs: number, double: DoubleClick): GestureStep {
  if (state.dueAtMs >= 0 && atMs >= state.dueAtMs) {
    const due = gestureDue(state, atMs);
    const next = gestureEdge(due.state, isDown, atMs, double);
    return { state: next.state, gestures: due.gestures.concat(next.gestures) };
  }
  if (isDown) {
    if (state.phase === 'released' || state.phase === 'clicked') return step('downAgain', -1, ['double']);
    if (state.phase === 'up') return step('down', atMs + HOLD_MS, ['press']);
    return stay(state);
  }
  switch (state.phase) {
    case 'down':
      if (double === 'ignored') return step('up', -1, ['click']);
      if (double === 'also') return step('clicked', atMs + DOUBLE_MS, ['click']);
      return step('released', atMs + DOUBLE_MS, []);
    case 'downAgain':
      return step('up', -1, []);
    case 'up':
    case 'released':
    case 'clicked':
      return stay(state);
    default:
      return step('up', -1, ['holdEnd']);
  }
}

/** Time has passed: call this when `dueAtMs` has come. */
export function gestureDue(state: GestureState, atMs: number): GestureStep {
  const dueAtMs = state.dueAtMs;
  if (dueAtMs < 0 || atMs < dueAtMs) return stay(state);
  switch (state.phase) {
    case 'down':
      return step('held', dueAtMs + COUNTDOWN_MS - HOLD_MS, ['holdStart']);
    case 'held':
      return step('heldLong', dueAtMs + SET_UP_MS - COUNTDOWN_MS, ['countdown']);
    case 'heldLong':
      return step('settingUp', dueAtMs + RESET_MS - SET_UP_MS, ['setUp']);
    case 'settingUp':
      return step('resetting', -1, ['reset']);
    case 'released':
      return step('up', -1, ['click']);
    default:
      return step('up', -1, []);
  }
}
