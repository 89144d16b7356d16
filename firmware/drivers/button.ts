import { PIN_BUTTON } from '../../hardware/pins';
import { BUTTON_UP, gestureDue, gestureEdge, type DoubleClick, type Gesture, type GestureStep } from '../app/gesture';

const DEBOUNCE_MS = 15;

/** Watches the button. `onGesture` also gets the instant of the press that began the gesture, in milliseconds. */
export function watchButton(
  double: () => DoubleClick,
  onGesture: (gesture: Gesture, pressedAtMs: number) => void,
): void {
  let state = BUTTON_UP;
  let pressedAtMs = 0;
  let timer = 0;

  function take(step: GestureStep): void {
    state = step.state;
    if (timer) clearTimeout(timer);
    timer = 0;
    if (state.dueAtMs >= 0) timer = setTimeout(due, Math.max(0, state.dueAtMs - getTime() * 1000));
    step.gestures.forEach((gesture) => onGesture(gesture, pressedAtMs));
  }

  function due(): void {
    timer = 0;
    const isWaiting = state.phase === 'released' || state.phase === 'clicked';
    // A button that is up was let go before, even if that edge is still to come or was missed: nothing is held for ever.
    if (!isWaiting && digitalRead(PIN_BUTTON)) return take(gestureEdge(state, false, state.dueAtMs - 1, double()));
    // The timer may fire a hair early; what is due is due.
    take(gestureDue(state, Math.max(state.dueAtMs, getTime() * 1000)));
  }

  // Else `digitalRead` would take the pull-up away.
  pinMode(PIN_BUTTON, 'input_pullup');

  setWatch(
    (event) => {
      const atMs = event.time * 1000;
      if (!event.state && state.phase !== 'down') pressedAtMs = atMs;
      take(gestureEdge(state, !event.state, atMs, double()));
    },
    PIN_BUTTON,
    { repeat: true, edge: 'both', debounce: DEBOUNCE_MS },
  );
}
