import { join } from 'node:path';
import { kernelMemoryWords, layOutKernelMemory } from '../../../firmware/audio/kernel-path/kernel-memory';
import { resetSoundStates } from '../../../firmware/audio/kernel-path/kernel-states';
import * as c from '../../../firmware/kernels/context';
import { DVI4_16K, type PayloadFormat } from '../../../wire/payload';
import { parseRtp, type Rtp } from '../../../wire/rtp';
import { createHostMemory, readKernels, runOnHost, type HostKernel } from '../../../xtensa';

// The packetizer between a microphone and packets. Blocks of samples are put into the receive ring as the DMA does, and
// the answers of `poll` are recorded.

const BASE = 0x3ffc0000;
const IN_EOF_DES_ADDR = 0x3ff4f03c;

const program = readKernels(join(__dirname, '../../../firmware/kernels/index.ts'));

export class MicrophoneLine {
  readonly frame: number;
  private readonly memory;
  private readonly layout;
  private readonly poll: HostKernel;
  private readonly format: PayloadFormat;
  private readonly blocks: number;
  private next = 0;
  private eof = 0;

  constructor(format: PayloadFormat = DVI4_16K) {
    this.format = format;
    this.frame = format.rateHz / 50;
    this.blocks = (c.RX_FRAMES * this.frame) / c.RX_BLOCK_SAMPLES;
    const count = kernelMemoryWords(this.frame, 0);
    this.memory = createHostMemory(4 * count, BASE);
    this.layout = layOutKernelMemory(new Uint32Array(this.memory.bytes.buffer, 0, count), BASE, format, 0);
    resetSoundStates(this.layout);
    this.layout.state[c.PACKET >> 2] = this.layout.incomingAddress;
    this.layout.incoming[0] = 0x80;
    const { load32 } = this.memory;
    const memory = {
      ...this.memory,
      load32: (a: number) => (a === IN_EOF_DES_ADDR ? this.eof : a >> 16 === 0x3ff4 ? 0 : load32(a)),
    };
    this.poll = runOnHost(program, memory).poll!;
  }

  set(offset: number, value: number): this {
    this.layout.state[offset >> 2] = value;
    return this;
  }

  count(offset: number): number {
    return this.layout.state[offset >> 2]!;
  }

  /** The DMA completes the blocks of a frame: 16-bit samples, left-justified in 32 bits. */
  record(sampleAt: (i: number) => number): this {
    for (let i = 0; i < this.frame; i += c.RX_BLOCK_SAMPLES) this.recordBlock((k) => sampleAt(i + k));
    return this;
  }

  recordBlock(sampleAt: (i: number) => number): this {
    const first = (this.layout.state[c.RX_BUFFERS >> 2]! - BASE) / 4 + this.next * c.RX_BLOCK_SAMPLES;
    for (let i = 0; i < c.RX_BLOCK_SAMPLES; i++) this.layout.words[first + i] = sampleAt(i) << 16;
    this.eof = this.layout.state[c.RX_DESCRIPTORS >> 2]! + this.next * c.DESCRIPTOR_BYTES;
    this.next = (this.next + 1) % this.blocks;
    return this;
  }

  /** One poll's answer. */
  answer(): number {
    return this.poll(this.layout.context);
  }

  /** The packets that polls give until there is nothing more. */
  packets(): Rtp[] {
    const packets: Rtp[] = [];
    for (;;) {
      const answer = this.answer();
      if (answer & c.PACKET_READY)
        packets.push(this.packet((this.count(c.PACKET_BLOCKS) * c.RX_BLOCK_SAMPLES) / this.frame));
      if (!(answer & c.MORE)) return packets;
    }
  }

  /** A copy of the packet that is filled, with `frames` frames. */
  packet(frames: number): Rtp {
    const { headerBytes, bitsPerSample } = this.format;
    const bytes = 12 + headerBytes + (frames * this.frame * bitsPerSample) / 8;
    const packet = parseRtp(this.layout.incoming.slice(0, bytes));
    if (typeof packet === 'string') throw new Error(`the packet is ${packet}`);
    return packet;
  }
}
