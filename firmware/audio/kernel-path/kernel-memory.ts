import { DESCRIPTOR_OWNER_EOF } from '../../../hardware/chip/esp32-i2s';
import type { PayloadFormat } from '../../../wire/payload';
import * as c from '../../kernels/context';
import { setWord } from './context-words';

// All memory that DMA and kernels use, in one typed array that must never move:
//
//   transmit descriptors | silent descriptors | receive descriptors | silence | context | incoming | history |
//   constant tables | transmit blocks | receive blocks | code
//
// The code comes last. It is in the array only if the array lies in SRAM1, where code can be executed.

const DESCRIPTOR_WORDS = c.DESCRIPTOR_BYTES / 4;
const DATA_DESCRIPTORS = c.TX_BLOCKS * c.QUARTERS;
/** A datagram while it is read: an RTP header and the longest payload, 40 ms of PCMU or DVI4. */
const INCOMING_WORDS = 84;
/** A silent descriptor lasts a tenth of a frame, 2 ms: the delay until a talk spurt is heard, and the shortest gap. */
const SILENCE_FRACTION = 10;

export type KernelMemory = {
  readonly words: Uint32Array;
  /** Address of `words`; 0 once the sound has been stopped. */
  base: number;
  readonly frameSamples: number;
  /** Addresses of the context, the concealment's history, the constant tables, and the room for code at the end. */
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
  /** Addresses of the descriptors at which the two directions start, and the samples of a receive block. */
  readonly txFirst: number;
  readonly rxFirst: number;
  readonly blockSamples: number;
};

/** Memory for frames of `frameSamples` samples, without code, in 32-bit words. */
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

/** Word indices at which the parts of the memory begin. */
type Places = {
  readonly _firstReceiver: number;
  readonly _silence: number;
  readonly _tx: number;
  readonly _rx: number;
};

/** Links the descriptors for an idle stream, and marks every receive block as the DMA's. */
function linkDescriptors(words: Uint32Array, address: number, frame: number, places: Places): void {
  function describe(descriptor: number, samples: number, buffer: number, next: number): void {
    const word = descriptor * DESCRIPTOR_WORDS;
    words[word] = DESCRIPTOR_OWNER_EOF | (samples << 14) | (samples << 2);
    words[word + 1] = address + 4 * buffer;
    words[word + 2] = address + c.DESCRIPTOR_BYTES * next;
  }

  for (let i = 0; i < DATA_DESCRIPTORS; i++) {
    const block = i >> 2;
    const quarter = i & 3;
    const next = quarter < 3 ? i + 1 : DATA_DESCRIPTORS + block;
    describe(i, frame / 4, places._tx + block * (frame + 1) + (quarter * frame) / 4, next);
  }
  const first = places._firstReceiver;
  for (let i = DATA_DESCRIPTORS; i < first; i++) describe(i, frame / SILENCE_FRACTION, places._silence, i);
  const blocks = rxBlocks(frame);
  const samples = c.RX_BLOCK_SAMPLES;
  for (let i = 0; i < blocks; i++) {
    describe(first + i, samples, places._rx + i * samples, first + ((i + 1) % blocks));
    words[places._rx + (i + 1) * samples - 1] = c.SENTINEL;
  }
}

/** Sets the words of the context that are not 0 when a stream begins, but for the sound kernels' states. */
function setContext(state: Int32Array, address: number, frame: number, format: PayloadFormat, places: Places): void {
  setWord(state, c.FRAME_SAMPLES, frame);
  setWord(state, c.HEADER_BYTES, format.headerBytes);
  setWord(state, c.PAYLOAD_TYPE, format.payloadType);
  setWord(state, c.TX_DESCRIPTORS, address);
  setWord(state, c.TX_BUFFERS, address + 4 * places._tx);
  setWord(state, c.RX_DESCRIPTORS, address + c.DESCRIPTOR_BYTES * places._firstReceiver);
  setWord(state, c.RX_BUFFERS, address + 4 * places._rx);
  setWord(state, c.TAIL, c.TX_BLOCKS - 1);
  setWord(state, c.LATEST_SEQUENCE, -1);
  // The transmitter's FIFO of 64 words and half as much again: 4 ms at 16 kHz, 8 ms at 8 kHz.
  const targetQuarters = format.rateHz === 16000 ? 2 : 3;
  setWord(state, c.TARGET_MIN, targetQuarters);
  setWord(state, c.TARGET, targetQuarters);
  setWord(state, c.PACKET_BLOCKS, frame / c.RX_BLOCK_SAMPLES);
  // An earcon that is over.
  setWord(state, c.TONE_START, -c.TX_BLOCKS * c.TX_BLOCKS);
  setWord(state, c.TONE_UNIT, 0x80000000 / (4 * frame));
  for (let i = 0; i < c.TX_BLOCKS; i++) setWord(state, c.OWNERS + 4 * i, -1);
}

/** Lays everything out for an idle stream at this rate, in `words`, which are new and lie at `address`. */
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
  const code = rx + c.RX_FRAMES * frame;
  const firstReceiver = DATA_DESCRIPTORS + c.TX_BLOCKS;
  const places = { _firstReceiver: firstReceiver, _silence: silenceWord(frame), _tx: tx, _rx: rx };
  const state = new Int32Array(words.buffer, 4 * context, c.CONTEXT_BYTES / 4);
  linkDescriptors(words, address, frame, places);
  setContext(state, address, frame, format, places);
  return {
    words,
    base: address,
    frameSamples: frame,
    context: address + 4 * context,
    history: address + 4 * history,
    tables: address + 4 * (history + frame),
    code: address + 4 * code,
    codeRoomBytes: 4 * (words.length - code),
    state,
    incoming: new Uint8Array(words.buffer, 4 * incoming, 4 * INCOMING_WORDS),
    incomingAddress: address + 4 * incoming,
    txFirst: address + c.DESCRIPTOR_BYTES * (firstReceiver - 1),
    rxFirst: address + c.DESCRIPTOR_BYTES * firstReceiver,
    blockSamples: c.RX_BLOCK_SAMPLES,
  };
}
