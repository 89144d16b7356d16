// One button, three gestures, from edges and times. Pure; instants in milliseconds.

/** A press becomes a hold after this … */
export const HOLD_MS = 300;
/** … and two clicks are a double click if the second press comes this soon after the first release. */
export const DOUBLE_MS = 300;

/** A hold that goes on announces after this, counted from the press, … */
export const COUNTDOWN_MS = 2000;
/** … that it leads to set-up here, … */
export const SET_UP_MS = 10000;
/** … and to a factory reset here. */
export const RESET_MS = 22000;

/**
 * What the owner did. `press` comes at once with every press, so that capture can begin before its meaning is known;
 * `countdown`, `setUp` and `reset` come while a hold goes on.
 */
export type Gesture = 'press' | 'click' | 'double' | 'holdStart' | 'countdown' | 'setUp' | 'reset' | 'holdEnd';

/**
 * What a double click means where the owner is: nothing (a click is told at its release), something else than two
 * clicks (a click is told after the wait for a second one), or something more (a click is told at its release, and the
 * double click still follows: closing a microphone never waits).
 */
export type DoubleClick = 'ignored' | 'instead' | 'also';

type Phase = 'up' | 'down' | 'released' | 'clicked' | 'downAgain' | 'held' | 'heldLong' | 'settingUp' | 'resetting';

export type GestureState = {
  readonly phase: Phase;
  /** When the present phase turns into something by itself, or -1. */
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

/** An edge of the debounced button. What was due before it comes first, should the timer be late. */
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

/** Time passing: to be called when `dueAtMs` has come. */
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
