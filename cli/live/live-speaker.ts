import type { Settings } from '../../firmware/settings/settings';
import { createRecordedSound, type Board, type Firmware, type SampleSource } from '../../host-sim';
import type { Clock } from '../../host-sim/core/clock';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { createNodeHost } from '../../host-sim/node/node-network';
import { createNodeBoard } from '../board/node-board';
import { isLoopback } from '../../relay/config';
import type { Sound } from '../sound/wav';

/** A speaker on real sockets: settings of its firmware, and what its microphone hears. */
type LiveSpeakerOptions = {
  readonly name: string;
  readonly settings: Partial<Omit<Settings, 'name' | 'ssid' | 'password'>> & Pick<Settings, 'relay'>;
  readonly microphone: SampleSource;
  readonly firmware: Firmware;
  readonly clock: Clock;
  readonly seed: number;
};

/** Seconds of silence before each repetition of a microphone's sound. */
const PAUSE_SECONDS = 3;

/** Repeats a sound without end, with a pause before each repetition. */
export function repeated(sound: Sound): SampleSource {
  const once = createRecordedSound(sound, PAUSE_SECONDS * NS_PER_SECOND);
  const periodNs = (PAUSE_SECONDS + sound.samples.length / sound.rateHz) * NS_PER_SECOND;
  return { fill: (into, startNs, rateHz) => once.fill(into, startNs % periodNs, rateHz) };
}

/** Makes a simulated board with the real bundle, on the network of this computer. */
export function openLiveSpeaker({ name, settings, firmware, clock, seed, microphone }: LiveSpeakerOptions): Board {
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  const all = { ssid: 'simulated', password: 'simulated', ...settings, name: bytes };
  return createNodeBoard({
    name,
    clock,
    // Bound to the loopback interface, a socket reaches no other machine.
    network: createNodeHost(isLoopback(settings.relay) ? '127.0.0.1' : '0.0.0.0'),
    firmware,
    microphone,
    settings: { 'stagebox.json': JSON.stringify(all) },
    seed,
  });
}
