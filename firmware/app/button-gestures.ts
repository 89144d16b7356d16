import { isButtonDown, watchButton } from '../drivers/button';
import { onGesture, type Device } from './device';
import { BUTTON_UP, gestureDue, gestureEdge, type GestureStep } from './gesture';
import { doubleClickIn } from './session-gestures';

// The button's edges and the timers between them, given to gesture.ts. How long a press lasts is what its own timers
// say: the board's clock, which also gives the times of edges, can be set at any time.

/** While the button is held, it is looked at so often. A look that finds it up ends the hold. */
const LOOK_EVERY_MS = 1000;

/** Gives the device the owner's gestures from now on. */
export function recognizeGestures(device: Device): void {
  let state = BUTTON_UP;
  /** The sum of the timers that have ended. */
  let nowMs = 0;
  let timer = 0;

  function wait(): void {
    const delayMs = Math.min(LOOK_EVERY_MS, state.dueAtMs - nowMs);
    timer = setTimeout(() => {
      timer = 0;
      nowMs += delayMs;
      look();
    }, delayMs);
  }

  function advance(step: GestureStep): void {
    if (step.state !== state) {
      state = step.state;
      if (timer) clearTimeout(timer);
      timer = 0;
      if (state.dueAtMs >= 0) wait();
    }
    step.gestures.forEach((gesture) => onGesture(device, gesture));
  }

  function look(): void {
    const isReleased = state.phase === 'released' || state.phase === 'clicked';
    // A button that is up was released earlier. Its edge is late or was missed: without this, it would be held for
    // ever.
    if (!isReleased && !isButtonDown())
      advance(gestureEdge(state, false, Math.min(nowMs, state.dueAtMs - 1), doubleClickIn(device.session)));
    else if (nowMs < state.dueAtMs) wait();
    else advance(gestureDue(state, nowMs));
  }

  watchButton((isDown) => advance(gestureEdge(state, isDown, nowMs, doubleClickIn(device.session))));
}
