import { PCMU_PAYLOAD_TYPE } from '../../../wire/payload';
import { RTP_HEADER_BYTES } from '../../../wire/rtp';
import type { TableMemory } from './table-memory';
import { startI2s, stopI2s } from '../../drivers/i2s';
import * as standing from '../../drivers/standing-calls';
import { createRxRing } from './rx-ring';
import { createTxChain } from './tx-chain';
import { createCapture } from './table-capture';
import type { Codec } from './table-codec';
import { createPlayout, type Playout } from './table-playout';
import { POLL_MS } from '../product-constants';
import { MALFORMED, NOT_RTP, ACCEPTED, type Sound } from '../sound';
import { createTableTones } from './table-tones';

const RATE_HZ = 8000;

/** What gives the playout the payload of every packet; see `receive` in audio/sound.ts. */
function createReceiver(playout: Playout, frameBytes: number): Sound['receive'] {
  const push = playout.push;
  return (datagram, datagramBytes) => {
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
    push(view.getUint16(2), kind >= 0x80, payload, playout.nowMs);
    return ACCEPTED;
  };
}

/**
 * The sound path on tables. Starts the I2S block and keeps sound moving; returns a text when the block cannot run.
 * `onMoved` is called, once and after everything was stopped, when the interpreter has moved the memory that the DMA
 * uses.
 */
export function startTableSound(
  memory: TableMemory,
  codec: Codec,
  earconLoudness: number,
  onMoved: () => void,
): Sound | string {
  const why = startI2s(memory, RATE_HZ, 'full');
  if (why) return why;
  const ring = createRxRing(memory);
  const capture = createCapture(ring, codec);
  const tones = createTableTones(codec, earconLoudness);
  const playout = createPlayout(createTxChain(memory), codec, tones, (isPlaying) => {
    sound.isPlaying = isPlaying;
    if (isPlaying && sound.onPlaying) sound.onPlaying();
  });
  const pollCapture = capture.poll;
  const pollPlayout = playout.poll;
  const words = memory.words;
  const base = memory.base;

  function stop(): void {
    standing.clearInterval(POLL_MS);
    stopI2s();
  }

  E.on('kill', stop);
  standing.setInterval(() => {
    if (E.getAddressOf(words, true) !== base) {
      stop();
      onMoved();
      return;
    }
    pollCapture();
    pollPlayout((playout.nowMs += POLL_MS));
  }, POLL_MS);

  const sound: Sound = {
    name: 'PCMU tables',
    payloadType: PCMU_PAYLOAD_TYPE,
    counters: () => Object.assign({ sent: capture.counters.sent, overruns: ring.overruns }, playout.counters),
    microphoneState: capture.state,
    level: () => (capture.state() === 'open' ? capture.level() : -1),
    isPlaying: false,
    onPlaying: undefined,
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
    receive: createReceiver(playout, codec.frameBytes),
    stop,
    clear: playout.clear,
  };
  return sound;
}
