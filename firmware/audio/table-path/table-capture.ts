import { keepPreRoll, type Recording } from '../pre-roll';
import { TRAILING_FRAMES } from '../product-constants';
import type { MicrophoneState } from '../sound';
import { createPacketWriter, type PacketWriter } from './packet-writer';
import { rxReady, rxRelease, type RxRing } from './rx-ring';
import type { Codec } from './table-codec';
import { SENTINEL } from './table-memory';
import { BLOCK_SAMPLES } from './table-memory-size';

/** The level is measured once in this many frames. */
const LEVEL_EVERY = 4;
/** Energy of a frame as loud as can be. */
const FULL_SCALE = BLOCK_SAMPLES * 32768 * 32768;

type Capture = {
  readonly counters: { sent: number };
  readonly state: () => MicrophoneState;
  /** Mean square of recent speech, 0–1. */
  readonly level: () => number;
  readonly arm: () => void;
  /** Opens the microphone; what was recorded while armed is sent first if `withPreRoll`. */
  readonly open: (withPreRoll: boolean) => void;
  readonly close: () => void;
  /** A new stream: its SSRC, and where its packets go. */
  readonly begin: (ssrc: number, send: (datagram: string) => void) => void;
  readonly poll: () => void;
};

/** Sends the frames recorded before `timestamp`, oldest first, with the timestamps of their recording. */
function sendPreRoll(writer: PacketWriter, frames: readonly string[], timestamp: number): void {
  frames.forEach((frame, i) => {
    writer.payload.set(new Uint8Array(E.toArrayBuffer(frame)));
    writer.send((timestamp - (frames.length - i) * BLOCK_SAMPLES) >>> 0);
  });
}

export function createCapture(ring: RxRing, codec: Codec): Capture {
  const writer = createPacketWriter(codec.frameBytes);
  const payload = writer.payload;
  const { rxSamples: samples, words, rxLastWord: lastWord } = ring.dma;
  let state: MicrophoneState = 'closed';
  const recording: Recording = { oneFrame: payload, preRoll: [] };
  let trailing = 0;
  let timestamp = 0;
  let level = 0;
  let untilLevel = LEVEL_EVERY;

  function record(block: number): void {
    if (state === 'closed') {
      trailing--;
      codec.silence(payload);
      return writer.send(timestamp);
    }
    codec.encode(samples[block]!, payload);
    if (state === 'armed') return keepPreRoll(recording);
    writer.send(timestamp);
    if (--untilLevel) return;
    untilLevel = LEVEL_EVERY;
    level = codec.energy() / FULL_SCALE;
  }

  return {
    counters: writer.counters,
    state: () => state,
    level: () => level,
    arm: () => void (state = state === 'closed' ? 'armed' : state),
    open: (withPreRoll) => {
      if (state === 'open') return;
      state = 'open';
      writer.mark();
      if (withPreRoll) sendPreRoll(writer, recording.preRoll, timestamp);
      recording.preRoll = [];
    },
    close: () => {
      if (state === 'open') trailing = TRAILING_FRAMES;
      state = 'closed';
      level = 0;
      recording.preRoll = [];
    },
    begin: (ssrc, send) => {
      writer.begin(ssrc, send);
      timestamp = E.hwRand() >>> 0;
      trailing = 0;
    },
    poll: () => {
      // Usually there is nothing yet, and to see that must cost little.
      while (words[lastWord[ring.next]!] !== SENTINEL) {
        const block = rxReady(ring);
        if (block < 0) return;
        if (state !== 'closed' || trailing > 0) record(block);
        rxRelease(ring);
        timestamp = (timestamp + BLOCK_SAMPLES) >>> 0;
      }
    },
  };
}
