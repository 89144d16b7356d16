import { PIN_BUTTON } from '../../hardware/pins';
import * as standing from './standing-calls';

/** Watches the button. `onEdge` gets every debounced edge. */
export function watchButton(onEdge: (isDown: boolean) => void): void {
  // Otherwise `digitalRead` would switch the pull-up off.
  pinMode(PIN_BUTTON, 'input_pullup');
  standing.setWatch((event) => onEdge(!event.state), PIN_BUTTON);
}

/** Whether the button is down at this moment. */
export function isButtonDown(): boolean {
  return !digitalRead(PIN_BUTTON);
}
