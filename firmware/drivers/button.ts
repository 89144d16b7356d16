import { PIN_BUTTON } from '../../hardware/pins';

const DEBOUNCE_MS = 15;

/** Watches the button. `onEdge` gets every debounced edge. */
export function watchButton(onEdge: (isDown: boolean) => void): void {
  // Otherwise `digitalRead` would switch the pull-up off.
  pinMode(PIN_BUTTON, 'input_pullup');
  setWatch((event) => onEdge(!event.state), PIN_BUTTON, {
    repeat: true,
    edge: 'both',
    debounce: DEBOUNCE_MS,
  });
}

/** Whether the button is down at this moment. */
export function isButtonDown(): boolean {
  return !digitalRead(PIN_BUTTON);
}
