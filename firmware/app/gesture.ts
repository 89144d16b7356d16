// One button, three gestures, from edges and times. Pure; instants in milliseconds.

/** A press becomes a hold after this … */
export const HOLD_MS = 300;
/** … and two clicks are a double click if the second press comes this soon after the first release. */
export const DOUBLE_MS = 300;

/** What the owner did. `press` comes at once with every press, so that capture can begin before its meaning is known. */
export type Gesture = 'press' | 'click' | 'double' | 'holdStart' | 'holdEnd';

/**
 * What a double click means where the owner is: nothing (a click is told at its release), something else than two
 * clicks (a click is told after the wait for a second one), or something more (a click is told at its release, and the
 * double click still follows: closing a microphone never waits).
 */
export type DoubleClick = 'ignored' | 'instead' | 'as well';

type Phase = 'up' | 'down' | 'released' | 'clicked' | 'downAgain' | 'held';

export type GestureState = {
  readonly phase: Phase;
  /** When the present phase turns into something by itself, or -1. */
  readonly dueAtMs: number;
};

export type GestureStep = { readonly state: GestureState; readonly gestures: readonly Gesture[] };

export const BUTTON_UP: GestureState = { phase: 'up', dueAtMs: -1 };

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
    return { state: state, gestures: [] };
  }
  switch (state.phase) {
    case 'down':
      if (double === 'ignored') return step('up', -1, ['click']);
      if (double === 'as well') return step('clicked', atMs + DOUBLE_MS, ['click']);
      return step('released', atMs + DOUBLE_MS, []);
    case 'held':
      return step('up', -1, ['holdEnd']);
    case 'downAgain':
      return step('up', -1, []);
    default:
      return { state: state, gestures: [] };
  }
}

/** Time passing: to be called when `dueAtMs` has come. */
export function gestureDue(state: GestureState, atMs: number): GestureStep {
  if (state.dueAtMs < 0 || atMs < state.dueAtMs) return { state: state, gestures: [] };
  if (state.phase === 'down') return step('held', -1, ['holdStart']);
  return step('up', -1, state.phase === 'released' ? ['click'] : []);
}
