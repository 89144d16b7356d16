import { PCMU_PAYLOAD_TYPE } from '../../../wire/payload';
import { RTP_HEADER_BYTES } from '../../../wire/rtp';
import { SENTINEL } from './table-memory';
import { BLOCK_SAMPLES } from './table-memory-size';
import { rxReady, rxRelease, type RxRing } from './rx-ring';
import type { Codec } from './table-codec';
import { PRE_ROLL_FRAMES, TRAILING_FRAMES } from '../product-constants';
import type { MicrophoneState } from '../sound';

/** The level is measured in every so-manieth frame. */
const LEVEL_EVERY = 4;
/** Energy of a frame as loud as can be. */
const FULL_SCALE = BLOCK_SAMPLES * 32768 * 32768;

export type Capture = {
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

export function createCapture(ring: RxRing, codec: Codec): Capture {
  const counters = { sent: 0 };
  const packet = new Uint8Array(RTP_HEADER_BYTES + codec.frameBytes);
  const header = new DataView(packet.buffer, 0, RTP_HEADER_BYTES);
  const payload = packet.subarray(RTP_HEADER_BYTES);
  const samples = ring.dma.rxSamples;
  const words = ring.dma.words;
  const lastWord = ring.dma.rxLastWord;
  let state: MicrophoneState = 'closed';
  let preRoll: string[] = [];
  let trailing = 0;
  let sequence = 0;
  let timestamp = 0;
  let level = 0;
  let untilLevel = LEVEL_EVERY;
  let transmit: ((datagram: string) => void) | undefined;

  /** Sends what lies in the packet as the frame of `at`. */
  function send(at: number): void {
    header.setUint16(2, sequence);
    header.setUint32(4, at);
    sequence = (sequence + 1) & 0xffff;
    if (transmit) transmit(E.toString(packet) as string);
    counters.sent++;
    packet[1] = PCMU_PAYLOAD_TYPE;
  }

  /** The frames recorded before now, oldest first, under their own times. */
  function sendPreRoll(): void {
    for (let i = 0; i < preRoll.length; i++) {
      payload.set(new Uint8Array(E.toArrayBuffer(preRoll[i])));
      send((timestamp - (preRoll.length - i) * BLOCK_SAMPLES) >>> 0);
    }
    preRoll = [];
  }

  function frame(block: number): void {
    if (state === 'closed') {
      if (trailing > 0) {
        trailing--;
        codec.silence(payload);
        send(timestamp);
      }
      return;
    }
    codec.encode(samples[block], payload);
    if (state === 'armed') {
      if (preRoll.length >= PRE_ROLL_FRAMES) preRoll.shift();
      preRoll.push(E.toString(payload) as string);
      return;
    }
    send(timestamp);
    if (--untilLevel) return;
    untilLevel = LEVEL_EVERY;
    level = codec.energy() / FULL_SCALE;
  }

  function poll(): void {
    // Mostly there is nothing yet, and to see that must cost little.
    while (words[lastWord[ring.next]] !== SENTINEL) {
      const block = rxReady(ring);
      if (block < 0) return;
      if (state !== 'closed' || trailing > 0) frame(block);
      rxRelease(ring);
      timestamp = (timestamp + BLOCK_SAMPLES) >>> 0;
    }
  }

  function open(withPreRoll: boolean): void {
    if (state === 'open') return;
    state = 'open';
    packet[1] = 0x80 | PCMU_PAYLOAD_TYPE;
    if (withPreRoll) sendPreRoll();
    preRoll = [];
  }

  function close(): void {
    if (state === 'open') trailing = TRAILING_FRAMES;
    state = 'closed';
    level = 0;
    preRoll = [];
  }

  function begin(ssrc: number, sender: (datagram: string) => void): void {
    packet[0] = 0x80;
    packet[1] = PCMU_PAYLOAD_TYPE;
    header.setUint32(8, ssrc);
    sequence = E.hwRand() & 0xffff;
    timestamp = E.hwRand() >>> 0;
    trailing = 0;
    transmit = sender;
  }

  return {
    counters,
    state: () => state,
    level: () => level,
    arm: () => {
      if (state === 'closed') state = 'armed';
    },
    open,
    close,
    begin,
    poll,
  };
}
