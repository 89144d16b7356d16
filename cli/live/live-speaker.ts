import { createRecordedSound, SILENCE, type Board, type Firmware, type SampleSource } from '../../host-sim';
import type { Clock } from '../../host-sim/core/clock';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';
import { createNodeHost } from '../../host-sim/node/node-network';
import { createNodeBoard } from '../board/node-board';
import type { Sound } from '../sound/wav';

/** The settings of a speaker on real sockets. */
type LiveSpeakerOptions = {
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

/** Seconds of silence before each repetition of a microphone's sound. */
const PAUSE_SECONDS = 3;

/** Repeats a sound without end, with a pause before each repetition. */
function repeated(sound: Sound): SampleSource {
  const once = createRecordedSound(sound, PAUSE_SECONDS * NS_PER_SECOND);
  const periodNs = (PAUSE_SECONDS + sound.samples.length / sound.rateHz) * NS_PER_SECOND;
  return { fill: (into, startNs, rateHz) => once.fill(into, startNs % periodNs, rateHz) };
}

/** Makes a simulated board with the real bundle, on the network of this computer. */
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
