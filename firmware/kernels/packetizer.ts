import { I2S0_BASE, IN_EOF_DES_ADDR } from '../../hardware/chip/esp32-i2s';
import * as c from './context';
import { encodeDvi4, startDvi4 } from './dvi4';
import { load32, store16, store32, store8 } from './machine';
import { DC } from './microphone-state';
import { encodePcmu } from './pcmu';

// From receive blocks to RTP packets. A block belongs to the DMA while its last word is the sentinel.

const RTP_HEADER_BYTES = 12;
const SAMPLES = c.RX_BLOCK_SAMPLES;
const BLOCK_BYTES = 4 * SAMPLES;

function lastWordOf(context: number, block: number): number {
  return load32(context + c.RX_BUFFERS) + (block + 1) * BLOCK_BYTES - 4;
}

/** Blocks in a frame, 1 or 2. */
function frameBlocks(context: number): number {
  return load32(context + c.FRAME_SAMPLES) > SAMPLES ? 2 : 1;
}

/** The next block in the ring. */
function after(context: number, block: number): number {
  return block + 1 < c.RX_FRAMES * frameBlocks(context) ? block + 1 : 0;
}

function isReady(context: number, block: number): number {
  return load32(lastWordOf(context, block)) !== c.SENTINEL ? 1 : 0;
}

/** After an overrun the age of the blocks is unknown: drops them all, and goes on behind the block completed last. */
function resynchronise(context: number): void {
  for (let block = c.RX_FRAMES * frameBlocks(context) - 1; block >= 0; block--)
    store32(lastWordOf(context, block), c.SENTINEL);
  const last = (load32(I2S0_BASE + IN_EOF_DES_ADDR) - load32(context + c.RX_DESCRIPTORS)) >> 4;
  store32(context + c.RX_NEXT, after(context, last));
  store32(context + c.OVERRUNS, load32(context + c.OVERRUNS) + 1);
}

/** Stores the low half of `value` in network order. */
function storeNetwork16(address: number, value: number): void {
  store16(address, ((value & 0xff) << 8) | ((value >> 8) & 0xff));
}

/** Writes sequence number, timestamp and marker of a complete packet into its header. */
function stamp(context: number, packet: number, samples: number): void {
  const sequence = load32(context + c.SEQUENCE);
  const timestamp = load32(context + c.TIMESTAMP) - samples;
  store8(packet + 1, load32(context + c.PAYLOAD_TYPE) | load32(context + c.MARKER));
  storeNetwork16(packet + 2, sequence);
  storeNetwork16(packet + 4, timestamp >> 16);
  storeNetwork16(packet + 6, timestamp);
  store32(context + c.SEQUENCE, sequence + 1);
  store32(context + c.SENT, load32(context + c.SENT) + 1);
  store32(context + c.MARKER, 0);
}

/** Encodes the block into the packet that is filled, behind the blocks that are in it. */
function pack(context: number, words: number): void {
  const microphone = context + c.MICROPHONE;
  const packed = load32(context + c.PACKED);
  const payload = load32(context + c.PACKET) + RTP_HEADER_BYTES;
  if (load32(context + c.HEADER_BYTES)) {
    if (packed === 0) startDvi4(payload, microphone);
    encodeDvi4(words, payload + 4 + packed * (SAMPLES >> 1), SAMPLES, microphone);
  } else encodePcmu(words, payload + packed * SAMPLES, SAMPLES, microphone);
  store32(context + c.PACKED, packed + 1);
}

/** Moves the next block of the microphone into a packet, if there is one. Returns what `poll` returns. */
export function packetize(context: number): number {
  let block = load32(context + c.RX_NEXT);
  if (!isReady(context, block)) return 0;
  if (isReady(context, block > 0 ? block - 1 : c.RX_FRAMES * frameBlocks(context) - 1)) {
    resynchronise(context);
    return 0;
  }
  const mode = load32(context + c.MICROPHONE_MODE);
  const trailing = load32(context + c.TRAILING);
  const words = load32(context + c.RX_BUFFERS) + block * BLOCK_BYTES;
  store32(context + c.TIMESTAMP, load32(context + c.TIMESTAMP) + SAMPLES);
  let answer = 0;
  if (mode || trailing || load32(context + c.PACKED)) {
    if (mode === 0) {
      // The microphone's level in silence, so that there is no step.
      const silence = load32(context + c.MICROPHONE + DC) << 2;
      for (let at = words; at < words + BLOCK_BYTES; at += 4) store32(at, silence);
      if (trailing) store32(context + c.TRAILING, trailing - 1);
    }
    pack(context, words);
    const packed = load32(context + c.PACKED);
    if (mode === 1) {
      if (packed >= frameBlocks(context)) answer = c.PRE_ROLL_READY;
    } else if (packed >= load32(context + c.PACKET_BLOCKS)) answer = c.PACKET_READY;
    if (answer) {
      store32(context + c.PACKED, 0);
      if (mode !== 1) stamp(context, load32(context + c.PACKET), packed * SAMPLES);
    }
  }
  store32(words + BLOCK_BYTES - 4, c.SENTINEL);
  block = after(context, block);
  store32(context + c.RX_NEXT, block);
  return isReady(context, block) ? answer | c.MORE : answer;
}
