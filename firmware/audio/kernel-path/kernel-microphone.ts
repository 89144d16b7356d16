import { FRAME_MS } from '../../../wire/limits';
import type { PayloadFormat } from '../../../wire/payload';
import { RTP_HEADER_BYTES } from '../../../wire/rtp';
import * as c from '../../kernels/context';
import { ENERGY, ENERGY_SHIFT } from '../../kernels/microphone-state';
import { TRAILING_FRAMES } from '../product-constants';
import type { Recording } from '../pre-roll';
import type { MicrophoneState, Sound } from '../sound';
import { setWord, wordAt } from './context-words';
import type { KernelMemory } from './kernel-memory';
import type { PacketSender } from './packet-sender';

// The microphone's half of the sound path on kernels: when it is open, and the packets that the kernels fill.

/** Values of the word MICROPHONE_MODE. */
const CLOSED = 0;
const ARMED = 1;
const OPEN = 2;
const STATES: readonly MicrophoneState[] = ['closed', 'armed', 'open'];

/** Bit of a packet's second byte that marks the first packet of a talk spurt (RFC 3551, section 4.1). */
const MARKER_BIT = 0x80;

/** Energy of a receive block as loud as can be, in units of the word ENERGY. */
const FULL_SCALE = (c.RX_BLOCK_SAMPLES * 32768 * 32768) / (1 << ENERGY_SHIFT);
/**
 * Indices of two words that the light reads five to ten times a second: a call for each would cost as much as a packet
 * does.
 */
const MODE_WORD = c.MICROPHONE_MODE >> 2;
const ENERGY_WORD = (c.MICROPHONE + ENERGY) >> 2;

/** What the packets of a stream need. `oneFrame` is as much of the packet that the kernels fill now as holds one frame. */
type KernelPackets = Recording & {
  readonly _memory: KernelMemory;
  readonly _format: PayloadFormat;
  /** One for 20 ms of sound and one for 40 ms. The interpreter copies nothing only if it sends a whole array. */
  readonly _packets: readonly Uint8Array[];
  _ssrc: number;
  _send: (datagram: string) => void;
};

export function createKernelPackets(memory: KernelMemory, format: PayloadFormat): KernelPackets {
  const payloadBytes = format.headerBytes ? memory.frameSamples / 2 : memory.frameSamples;
  const oneFrame = new Uint8Array(RTP_HEADER_BYTES + format.headerBytes + payloadBytes);
  return {
    _memory: memory,
    _format: format,
    _packets: [oneFrame, new Uint8Array(oneFrame.length + payloadBytes)],
    _ssrc: 0,
    oneFrame: oneFrame,
    preRoll: [],
    _send: () => undefined,
  };
}

/** Sends the frames recorded before now, oldest first, with the timestamps of their recording. */
function sendPreRoll(stream: KernelPackets): void {
  const state = stream._memory.state;
  const timestamp = wordAt(state, c.TIMESTAMP);
  const count = stream.preRoll.length;
  const header = new DataView(stream.oneFrame.buffer);
  stream.preRoll.forEach((frame, i) => {
    const sequence = wordAt(state, c.SEQUENCE);
    stream.oneFrame.set(new Uint8Array(E.toArrayBuffer(frame)));
    header.setUint8(1, stream._format.payloadType | (i ? 0 : MARKER_BIT));
    header.setUint16(2, sequence);
    header.setUint32(4, (timestamp - (count - i) * stream._memory.frameSamples) >>> 0);
    setWord(state, c.SEQUENCE, sequence + 1);
    setWord(state, c.SENT, wordAt(state, c.SENT) + 1);
    setWord(state, c.MARKER, 0);
    stream._send(E.toString(stream.oneFrame) as string);
  });
}

/** Packets hold so much sound from now on. */
function setPacketMs(stream: KernelPackets, sender: PacketSender, packetMs: number): void {
  const state = stream._memory.state;
  const frames = packetMs / FRAME_MS;
  const packet = stream._packets[frames - 1]!;
  stream.oneFrame = new Uint8Array(packet.buffer, 0, stream._packets[0]!.length);
  const header = new DataView(packet.buffer);
  header.setUint8(0, 0x80);
  header.setUint32(8, stream._ssrc);
  setWord(state, c.PACKET, sender.usePacket(packet, stream._send));
  setWord(state, c.PACKED, 0);
  setWord(state, c.PACKET_BLOCKS, (frames * stream._memory.frameSamples) / c.RX_BLOCK_SAMPLES);
}

/** This half of a sound path; see audio/sound.ts. */
type KernelMicrophone = Pick<Sound, 'microphoneState' | 'level' | 'arm' | 'open' | 'close' | 'begin' | 'setPacketMs'>;

export function createKernelMicrophone(stream: KernelPackets, sender: PacketSender): KernelMicrophone {
  const state = stream._memory.state;

  setPacketMs(stream, sender, FRAME_MS);
  return {
    microphoneState: () => STATES[wordAt(state, c.MICROPHONE_MODE)]!,
    level: () => (state[MODE_WORD] === OPEN ? state[ENERGY_WORD]! / FULL_SCALE : -1),
    arm: () => {
      if (wordAt(state, c.MICROPHONE_MODE) === CLOSED) setWord(state, c.MICROPHONE_MODE, ARMED);
    },
    open: (withPreRoll) => {
      if (wordAt(state, c.MICROPHONE_MODE) === OPEN) return;
      setWord(state, c.MICROPHONE_MODE, OPEN);
      setWord(state, c.MARKER, MARKER_BIT);
      setWord(state, c.TRAILING, 0);
      setWord(state, c.PACKED, 0);
      if (withPreRoll) sendPreRoll(stream);
      stream.preRoll = [];
    },
    close: () => {
      const blocks = (TRAILING_FRAMES * stream._memory.frameSamples) / c.RX_BLOCK_SAMPLES;
      const mode = wordAt(state, c.MICROPHONE_MODE);
      if (mode === OPEN) setWord(state, c.TRAILING, blocks);
      // Half a frame of the pre-roll may be packed. The kernels would fill it with silence and send it.
      if (mode === ARMED) setWord(state, c.PACKED, 0);
      setWord(state, c.MICROPHONE_MODE, CLOSED);
      stream.preRoll = [];
    },
    begin: (ssrc, packetMs, send) => {
      stream._ssrc = ssrc;
      stream._send = send;
      setWord(state, c.SEQUENCE, E.hwRand() & 0xffff);
      setWord(state, c.TIMESTAMP, E.hwRand());
      setWord(state, c.TRAILING, 0);
      setPacketMs(stream, sender, packetMs);
    },
    setPacketMs: (packetMs) => setPacketMs(stream, sender, packetMs),
  };
}
