import { PCMU_PAYLOAD_TYPE } from '../../wire/payload';
import { RTP_HEADER_BYTES } from '../../wire/rtp';
import type { DmaMemory } from '../drivers/dma-memory';
import { startI2s, stopI2s } from '../drivers/i2s';
import { createRxRing } from '../drivers/rx-ring';
import { createTxChain } from '../drivers/tx-chain';
import { createCapture } from './capture';
import type { Codec } from './codec';
import { createPlayout } from './playout';
import { MALFORMED, NOT_RTP, TAKEN, type Sound } from './sound';
import { createTableTones } from './table-tones';

/** Twice a frame: what a poll finds is at most 10 ms old. */
const POLL_MS = 10;
const RATE_HZ = 8000;

/**
 * The sound path on tables. Starts the I2S block and keeps sound moving; returns a text when the block cannot run.
 * `onMoved` is called, once and after everything was stopped, when the interpreter has moved the memory that the DMA uses.
 */
export function startTableSound(
  memory: DmaMemory,
  codec: Codec,
  earconLoudness: number,
  onMoved: () => void,
): Sound | string {
  const why = startI2s(memory, RATE_HZ, 'full');
  if (why) return why;
  const ring = createRxRing(memory);
  const capture = createCapture(ring, codec);
  const tones = createTableTones(codec, earconLoudness);
  const playout = createPlayout(createTxChain(memory), codec, tones);
  const pollCapture = capture.poll;
  const pollPlayout = playout.poll;
  const words = memory.words;
  const base = memory.base;
  const frameBytes = codec.frameBytes;

  function stop(): void {
    clearInterval(timer);
    stopI2s();
  }

  E.on('kill', stop);
  const timer = setInterval(() => {
    if (E.getAddressOf(words, true) !== base) {
      stop();
      onMoved();
      return;
    }
    pollCapture();
    pollPlayout(getTime() * 1000);
  }, POLL_MS);

  function receive(datagram: string, datagramBytes: number): number {
    if (datagramBytes < RTP_HEADER_BYTES) return NOT_RTP;
    const view = new DataView(E.toArrayBuffer(datagram));
    const kind = view.getUint8(1);
    if (kind >= 192 && kind <= 223) return NOT_RTP;
    const bytes = datagramBytes - RTP_HEADER_BYTES;
    if (
      (kind & 0x7f) !== PCMU_PAYLOAD_TYPE ||
      view.getUint8(0) !== 0x80 ||
      (bytes !== frameBytes && bytes !== 2 * frameBytes)
    ) {
      return MALFORMED;
    }
    const payload = new Uint8Array(view.buffer, RTP_HEADER_BYTES, bytes);
    playout.push(view.getUint16(2), kind >= 0x80, payload, getTime() * 1000);
    return TAKEN;
  }

  return {
    name: 'PCMU tables',
    payloadType: PCMU_PAYLOAD_TYPE,
    rateHz: RATE_HZ,
    counters: () => Object.assign({ sent: capture.counters.sent, overruns: ring.overruns }, playout.counters),
    microphoneState: capture.state,
    level: () => (capture.state() === 'open' ? capture.level() : -1),
    isPlaying: playout.isPlaying,
    onPlaying: playout.onPlaying,
    arm: capture.arm,
    open: capture.open,
    close: capture.close,
    setLoudness: codec.setLoudness,
    begin: (ssrc, _packetMs, send) => capture.begin(ssrc, send),
    // A packet is always one frame.
    setPacketMs: () => undefined,
    play: (notes) => {
      tones.notes = notes;
      tones.frame = 0;
    },
    receive,
    stop,
    clear: playout.clear,
  };
}
