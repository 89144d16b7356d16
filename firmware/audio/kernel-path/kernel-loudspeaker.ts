import * as c from '../../kernels/context';
import { TARGET_VOLUME, UNITY_VOLUME } from '../../kernels/speaker-state';
import type { Settings } from '../../settings/settings';
import { DUCKED_GAIN } from '../product-constants';
import type { Loudness, Sound } from '../sound';
import { setWord, wordAt } from './context-words';
import type { KernelMemory } from './kernel-memory';

// The loudspeaker's half of the sound path on kernels: packets of the room, and earcons.

/** Loudness of earcons, in the units of the word TONE_LEVEL. */
const LOUDEST_NOTES = 16384;
/** In the lowest bits of all notes: softer by 24 dB, as the room is then, and by 12 dB. */
const DUCKED_NOTES = 0x02020202;
const NIGHT_NOTES = 0x01010101;

/** This half of a sound path; see audio/sound.ts. */
type KernelLoudspeaker = Pick<Sound, 'setLoudness' | 'play' | 'receive' | 'clear'>;

/** `onMoved` is called when a packet comes and the sound was stopped or the interpreter has moved its memory. */
export function createKernelLoudspeaker(
  memory: KernelMemory,
  push: NativeFunction,
  settings: Settings,
  onMoved: () => void,
): KernelLoudspeaker {
  // What runs for every packet stands first, because the interpreter finds it soonest there.
  const incoming = memory.incoming;
  const context = memory.context;
  const at = memory.incomingAddress;
  const addressOf = E.getAddressOf;
  const words = memory.words;
  const state = memory.state;
  let softer = 0;

  function setLoudness(loudness: Loudness): void {
    const isFull = loudness === 'full';
    const volume = Math.round(settings.volume * (isFull ? 1 : DUCKED_GAIN) * UNITY_VOLUME);
    setWord(state, c.SPEAKER + TARGET_VOLUME, volume);
    softer = (isFull ? 0 : DUCKED_NOTES) + (settings.night === 'on' ? NIGHT_NOTES : 0);
  }

  setLoudness('full');
  setWord(state, c.TONE_LEVEL, settings.volume * settings.earcons * LOUDEST_NOTES);
  return {
    setLoudness,
    play: (notes) => {
      // From the next block on that is linked. An earcon that sounds is cut where a block ends, at rest.
      setWord(state, c.TONE_START, wordAt(state, c.TAIL) + 1);
      setWord(state, c.TONES, notes | softer);
    },
    receive: (datagram, bytes) => {
      // The interpreter keeps a datagram in pieces of a few bytes, and copies a string's bytes as numbers. A datagram
      // that is too long for a packet is cut here, and the kernel refuses it for its length.
      if (addressOf(words, true) !== memory.base) {
        onMoved();
        return c.ACCEPTED;
      }
      incoming.set(datagram as unknown as ArrayLike<number>);
      return push(context, at, bytes);
    },
    clear: () => {
      setWord(state, c.LATEST_SEQUENCE, -1);
      setWord(state, c.PLAYING, 0);
      setWord(state, c.DRY, 0);
      setWord(state, c.TARGET, wordAt(state, c.TARGET_MIN));
    },
  };
}
