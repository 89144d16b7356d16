import { isButtonDown, watchButton } from '../drivers/button';
import { onGesture, type Device } from './device';
import { BUTTON_UP, gestureDue, gestureEdge, type GestureStep } from './gesture';
import { doubleClickIn } from './session-gestures';

// The button's edges and the timers between them, given to gesture.ts.

/** Gives the device the owner's gestures from now on. */
export function recognizeGestures(device: Device): void {
  let state = BUTTON_UP;
  let pressedAtMs = 0;
  let timer = 0;

  function advance(step: GestureStep): void {
    state = step.state;
    if (timer) clearTimeout(timer);
    timer = 0;
    if (state.dueAtMs >= 0) timer = setTimeout(onDue, Math.max(0, state.dueAtMs - getTime() * 1000));
    step.gestures.forEach((gesture) => onGesture(device, gesture, pressedAtMs));
  }

  function onDue(): void {
    timer = 0;
    const isWaiting = state.phase === 'released' || state.phase === 'clicked';
    // A button that is up was released earlier. Its edge is late or was missed: without this, it would be held for
    // ever.
    if (!isWaiting && !isButtonDown())
      return advance(gestureEdge(state, false, state.dueAtMs - 1, doubleClickIn(device.session)));
    // The timer may fire slightly early.
    advance(gestureDue(state, Math.max(state.dueAtMs, getTime() * 1000)));
  }

  watchButton((isDown, atMs) => {
    if (isDown && state.phase !== 'down') pressedAtMs = atMs;
    advance(gestureEdge(state, isDown, atMs, doubleClickIn(device.session)));
  });
}
