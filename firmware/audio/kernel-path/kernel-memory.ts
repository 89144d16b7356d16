import { DESCRIPTOR_OWNER_EOF } from '../../../hardware/chip/esp32-i2s';
import type { PayloadFormat } from '../../../wire/payload';
import * as c from '../../kernels/context';

// All that DMA and kernels touch, in one typed array that must never move:
//
//   transmit descriptors | silent descriptors | receive descriptors | silence | context | incoming | history |
//   constant tables | transmit blocks | receive blocks | code
//
// The code comes last, and is there only if the array lies in SRAM1, where it is executed.

const DESCRIPTOR_WORDS = c.DESCRIPTOR_BYTES / 4;
const DATA_DESCRIPTORS = c.TX_BLOCKS * c.QUARTERS;
/** Where a datagram lies while it is read: an RTP header and the longest payload, 40 ms of PCMU or DVI4. */
const INCOMING_WORDS = 84;
/** A silent descriptor lasts 2 ms: so soon is a spurt heard, and so short is the shortest gap. */
const SILENCE_FRACTION = 10;

export type KernelMemory = {
  readonly words: Uint32Array;
  readonly base: number;
  readonly frameSamples: number;
  /** Addresses: the context, the concealment's history, the constant tables, and room for code at the end. */
  readonly context: number;
  readonly history: number;
  readonly tables: number;
  readonly code: number;
  readonly codeRoomBytes: number;
  /** The context as words. */
  readonly state: Int32Array;
  /** Room for a datagram to be read, and its address. */
  readonly incoming: Uint8Array;
  readonly incomingAddress: number;
  /** Descriptors at which the two directions start, and a receive block's samples. */
  readonly txFirst: number;
  readonly rxFirst: number;
  readonly blockSamples: number;
};

/** Words of memory for frames of so many samples, without code. */
export function kernelMemoryWords(frameSamples: number, tableBytes: number): number {
  return firstBlockWord(frameSamples, tableBytes) + c.TX_BLOCKS * (frameSamples + 1) + c.RX_FRAMES * frameSamples;
}

function rxBlocks(frameSamples: number): number {
  return (c.RX_FRAMES * frameSamples) / c.RX_BLOCK_SAMPLES;
}

function silenceWord(frameSamples: number): number {
  return (DATA_DESCRIPTORS + c.TX_BLOCKS + rxBlocks(frameSamples)) * DESCRIPTOR_WORDS;
}

function contextWord(frameSamples: number): number {
  return silenceWord(frameSamples) + frameSamples / SILENCE_FRACTION;
}

function historyWord(frameSamples: number): number {
  return contextWord(frameSamples) + c.CONTEXT_BYTES / 4 + INCOMING_WORDS;
}

function firstBlockWord(frameSamples: number, tableBytes: number): number {
  return historyWord(frameSamples) + frameSamples + tableBytes / 4;
}

/** Lays everything out in `words`, fresh ones that lie at `address`, for an idle stream at this rate. */
export function layOutKernelMemory(
  words: Uint32Array,
  address: number,
  format: PayloadFormat,
  tableBytes: number,
): KernelMemory {
  const frame = format.rateHz / 50;
  const context = contextWord(frame);
  const incoming = context + c.CONTEXT_BYTES / 4;
  const history = historyWord(frame);
  const tx = firstBlockWord(frame, tableBytes);
  const rx = tx + c.TX_BLOCKS * (frame + 1);

  function at(word: number): number {
    return address + 4 * word;
  }

  function describe(descriptor: number, samples: number, buffer: number, next: number): void {
    const word = descriptor * DESCRIPTOR_WORDS;
    words[word] = DESCRIPTOR_OWNER_EOF | (samples << 14) | (samples << 2);
    words[word + 1] = at(buffer);
    words[word + 2] = at(next * DESCRIPTOR_WORDS);
  }

  for (let i = 0; i < DATA_DESCRIPTORS; i++) {
    const block = i >> 2;
    const quarter = i & 3;
    const next = quarter < 3 ? i + 1 : DATA_DESCRIPTORS + block;
    describe(i, frame / 4, tx + block * (frame + 1) + (quarter * frame) / 4, next);
  }
  const firstReceiver = DATA_DESCRIPTORS + c.TX_BLOCKS;
  for (let i = DATA_DESCRIPTORS; i < firstReceiver; i++) describe(i, frame / SILENCE_FRACTION, silenceWord(frame), i);
  const blocks = rxBlocks(frame);
  const samples = c.RX_BLOCK_SAMPLES;
  for (let i = 0; i < blocks; i++) {
    describe(firstReceiver + i, samples, rx + i * samples, firstReceiver + ((i + 1) % blocks));
    words[rx + (i + 1) * samples - 1] = c.SENTINEL;
  }

  const state = new Int32Array(words.buffer, 4 * context, c.CONTEXT_BYTES / 4);
  state[c.FRAME_SAMPLES >> 2] = frame;
  state[c.HEADER_BYTES >> 2] = format.headerBytes;
  state[c.PAYLOAD_TYPE >> 2] = format.payloadType;
  state[c.TX_DESCRIPTORS >> 2] = address;
  state[c.TX_BUFFERS >> 2] = at(tx);
  state[c.RX_DESCRIPTORS >> 2] = at(firstReceiver * DESCRIPTOR_WORDS);
  state[c.RX_BUFFERS >> 2] = at(rx);
  state[c.TAIL >> 2] = c.TX_BLOCKS - 1;
  state[c.LATEST_SEQUENCE >> 2] = -1;
  // Half a FIFO of 64 words more than what must be there: 4 ms at 16 kHz, 8 ms at 8 kHz.
  state[c.TARGET_MIN >> 2] = state[c.TARGET >> 2] = format.rateHz === 16000 ? 2 : 3;
  state[c.PACKET_BLOCKS >> 2] = frame / samples;
  // Long over.
  state[c.TONE_START >> 2] = -c.TX_BLOCKS * c.TX_BLOCKS;
  state[c.TONE_UNIT >> 2] = 0x80000000 / (4 * frame);
  for (let i = 0; i < c.TX_BLOCKS; i++) state[(c.OWNERS >> 2) + i] = -1;
  return {
    words,
    base: address,
    frameSamples: frame,
    context: at(context),
    history: at(history),
    tables: at(history + frame),
    code: at(rx + blocks * samples),
    codeRoomBytes: 4 * (words.length - (rx + blocks * samples)),
    state,
    incoming: new Uint8Array(words.buffer, 4 * incoming, 4 * INCOMING_WORDS),
    incomingAddress: at(incoming),
    txFirst: at((firstReceiver - 1) * DESCRIPTOR_WORDS),
    rxFirst: at(firstReceiver * DESCRIPTOR_WORDS),
    blockSamples: samples,
  };
}
