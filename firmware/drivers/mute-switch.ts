import { PIN_MUTE } from '../../hardware/pins';

const DEBOUNCE_MS = 15;

/** Watches the mute switch. `onSwitch` is called at once with its position, and then whenever it is moved. */
export function watchMuteSwitch(onSwitch: (isMuted: boolean) => void): void {
  pinMode(PIN_MUTE, 'input_pullup');
  setWatch((event) => onSwitch(event.state), PIN_MUTE, { repeat: true, edge: 'both', debounce: DEBOUNCE_MS });
  onSwitch(digitalRead(PIN_MUTE) === 1);
}
