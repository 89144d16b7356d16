import { PIN_BUTTON } from '../../hardware/pins';

const DEBOUNCE_MS = 15;

/** Watches the button. `onEdge` gets every debounced edge and its instant in milliseconds. */
export function watchButton(onEdge: (isDown: boolean, atMs: number) => void): void {
  // Otherwise `digitalRead` would switch the pull-up off.
  pinMode(PIN_BUTTON, 'input_pullup');
  setWatch((event) => onEdge(!event.state, event.time * 1000), PIN_BUTTON, {
    repeat: true,
    edge: 'both',
    debounce: DEBOUNCE_MS,
  });
}

/** Whether the button is down at this moment. */
export function isButtonDown(): boolean {
  return !digitalRead(PIN_BUTTON);
}
