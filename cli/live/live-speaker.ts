import { createRecordedSound, SILENCE, type Board, type Firmware, type SampleSource } from '../../host-sim';
import type { Clock } from '../../host-sim/core/clock';
import { createNodeHost } from '../../host-sim/node/node-network';
import { createNodeBoard } from '../board/node-board';
import type { Sound } from '../sound/wav';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

/** How a speaker on real sockets is set up. */
export type LiveSpeakerOptions = {
  readonly name: string;
  readonly room: string;
  readonly relay: string;
  readonly relayPort: number;
  readonly duplex: 'half' | 'full';
  readonly microphone?: Sound;
  readonly firmware: Firmware;
  readonly clock: Clock;
  readonly seed: number;
};

/** Seconds before a microphone's sound begins, and between its repetitions. */
const PAUSE_SECONDS = 3;

/** A sound that comes again and again, with a pause before each time. */
export function repeated(sound: Sound): SampleSource {
  const once = createRecordedSound(sound, PAUSE_SECONDS * NS_PER_SECOND);
  const periodNs = (PAUSE_SECONDS + sound.samples.length / sound.rateHz) * NS_PER_SECOND;
  return { fill: (into, startNs, rateHz) => once.fill(into, startNs % periodNs, rateHz) };
}

/** A simulated board with the real bundle, on this machine's network and on the clock that is given. */
export function openLiveSpeaker(options: LiveSpeakerOptions): Board {
  const { name, room, relay, relayPort, duplex, firmware, clock, seed, microphone } = options;
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  const settings = { ssid: 'simulated', password: 'simulated', relay, relayPort, name: bytes, room, duplex };
  return createNodeBoard({
    name,
    clock,
    network: createNodeHost(),
    firmware,
    microphone: microphone ? repeated(microphone) : SILENCE,
    settings: { 'stagebox.json': JSON.stringify(settings) },
    seed,
  });
}
