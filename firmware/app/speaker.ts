import type { Sound } from '../audio/sound';
import type { Device } from './device';
import type { Fault } from './faults';
import { lightFor, type LightName } from './lights';
import { newSession, type Session } from './session';

/** What the board has come up with. A part is missing when a fault keeps it from running. */
export type Speaker = {
  fault?: Fault;
  /**
   * A message: what is wrong with the files of the firmware; '' when nothing is. It is no fault until such a file is
   * needed.
   */
  readonly filesComplaint: string;
  /** A message: what of the stored settings is not used; '' when all is. */
  readonly settingsComplaint: string;
  /** Whether Bluetooth is on, or not known to be off. */
  readonly bluetooth: boolean;
  device?: Device;
  sound?: Sound;
};

/** The session of the device; without a device, that of the beginning. */
export function sessionOf(speaker: Speaker): Session {
  return speaker.device ? speaker.device.session : newSession();
}

/** The light that suits the state of the speaker. */
export function lightOf(speaker: Speaker): LightName {
  const sound = speaker.sound;
  return lightFor(sessionOf(speaker), sound ? sound.microphoneState() === 'open' : false, speaker.fault !== undefined);
}
