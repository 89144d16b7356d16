import { PIN_MUTE } from '../../hardware/pins';
import * as standing from './standing-calls';

/** Watches the mute switch. `onSwitch` is called at once with its position, and then whenever it is moved. */
export function watchMuteSwitch(onSwitch: (isMuted: boolean) => void): void {
  pinMode(PIN_MUTE, 'input_pullup');
  standing.setWatch((event) => onSwitch(event.state), PIN_MUTE);
  onSwitch(digitalRead(PIN_MUTE) === 1);
}
