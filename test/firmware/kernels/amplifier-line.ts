import { join } from 'node:path';
import { layOutKernelMemory, kernelMemoryWords } from '../../../firmware/audio/kernel-path/kernel-memory';
import { resetSoundStates } from '../../../firmware/audio/kernel-path/kernel-states';
import * as c from '../../../firmware/kernels/context';
import { DVI4_16K } from '../../../wire/payload';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../../../wire/rtp';
import { createHostMemory, readKernels, runOnHost, type HostKernel } from '../../../xtensa';

// The kernel of the jitter buffer between a network and an amplifier. Packets arrive at their milliseconds, the kernel
// is polled every 10 ms, and what the transmitter plays is recorded. The transmitter follows the descriptors as the DMA
// does: there is a FIFO of 64 words, a descriptor is read when the one before it has been read, and later changes to it
// are not seen.

const BASE = 0x3ffc0000;
const DATAGRAM_BYTES = 1024;
const OUT_EOF_DES_ADDR = 0x3ff4f038;
const FIFO_WORDS = 64;
const SAMPLES_PER_MS = 16;
const FRAME = 320;

const program = readKernels(join(__dirname, '../../../firmware/kernels/index.ts'));

/** A packet of frames `frame`, `frame + 1`, …. Each has a constant level of its own, by which it is recognized. */
export type Packet = {
  readonly atMs: number;
  readonly sequence: number;
  readonly frames: readonly number[];
  readonly marker?: boolean;
};

/** The level of a frame, which DVI4 at its smallest step reproduces exactly. Frame 0 is as quiet as a pause. */
export const levelOf = (frame: number): number => (frame % 100) * 256 + 128;

/** The line of one playout. */
export class AmplifierLine {
  /** Every sample that left the board, 16 bits. */
  readonly heard: number[] = [];
  readonly push: HostKernel;
  readonly poll: HostKernel;
  private readonly memory = createHostMemory(4 * kernelMemoryWords(FRAME, 0) + DATAGRAM_BYTES, BASE);
  private readonly layout;
  private readonly datagram: number;
  private eof = 0;
  private next: number;
  private at = 0;
  private left = 0;
  private descriptor = 0;
  private readonly fifo = new Int32Array(FIFO_WORDS);
  private readonly ends = new Uint32Array(FIFO_WORDS);
  private head = 0;
  private nowMs = 0;
  private ppm = 0;

  constructor() {
    const words = new Uint32Array(this.memory.bytes.buffer, 0, kernelMemoryWords(FRAME, 0));
    this.layout = layOutKernelMemory(words, BASE, DVI4_16K, 0);
    resetSoundStates(this.layout);
    this.datagram = BASE + 4 * words.length;
    this.next = this.layout.txFirst;
    const memory = {
      ...this.memory,
      load32: (a: number) => (a === OUT_EOF_DES_ADDR ? this.eof : this.memory.load32(a)),
    };
    const kernels = runOnHost(program, memory);
    this.push = kernels.push!;
    this.poll = kernels.poll!;
  }

  /** Plays an earcon, at full loudness or at another level. */
  sing(notes: number, level = 16384): this {
    this.layout.state[c.TONE_LEVEL >> 2] = level;
    this.layout.state[c.TONE_START >> 2] = this.count(c.TAIL) + 1;
    this.layout.state[c.TONES >> 2] = notes;
    return this;
  }

  /** A word of the context. */
  count(offset: number): number {
    return this.layout.state[offset >> 2]!;
  }

  /**
   * Lets time pass until `untilMs`, with the packets that arrive by then. `clockPpm`: how much faster than the sender's
   * clock it is.
   */
  run(packets: readonly Packet[], untilMs: number, clockPpm = 0): this {
    const due = [...packets].sort((a, b) => a.atMs - b.atMs);
    for (; this.nowMs < untilMs; this.nowMs++) {
      for (; due.length > 0 && due[0]!.atMs <= this.nowMs; due.shift()) this.receive(due[0]!);
      if (this.nowMs % 10 === 0) this.poll(this.layout.context);
      this.ppm += clockPpm * SAMPLES_PER_MS;
      const extra = Math.trunc(this.ppm / 1e6);
      this.ppm -= extra * 1e6;
      this.play(SAMPLES_PER_MS + extra);
    }
    return this;
  }

  /**
   * What was played, each run once: `7` is frame 7, `-` silence of at least 4 ms, `*` anything else of at least 4 ms.
   */
  get runs(): string[] {
    const names = new Map(Array.from({ length: 100 }, (_, frame) => [levelOf(frame), String(frame)]));
    const runs: { what: string; samples: number }[] = [];
    for (const sample of this.heard) {
      const what = sample === 0 ? '-' : (names.get(sample) ?? '*');
      const last = runs[runs.length - 1];
      if (last?.what === what) last.samples++;
      else runs.push({ what, samples: 1 });
    }
    const long = runs.filter(({ samples }) => samples >= 4 * SAMPLES_PER_MS).map(({ what }) => what);
    return long.filter((what, i) => what !== long[i - 1]);
  }

  /** Time passes without a poll. */
  stall(ms: number): void {
    for (let i = 0; i < ms; i++) this.play(SAMPLES_PER_MS);
  }

  /** When the first frame is heard. */
  firstHeardMs(): number {
    return this.heard.findIndex((sample) => sample !== 0) / SAMPLES_PER_MS;
  }

  /** For how many samples a frame is heard. */
  samplesOf(frame: number): number {
    return this.heard.filter((sample) => sample === levelOf(frame)).length;
  }

  datagramOf({ sequence, marker = false, frames }: Packet): Uint8Array {
    const datagram = new Uint8Array(RTP_HEADER_BYTES + 4 + (frames.length * FRAME) / 2);
    writeRtpHeader(datagram, { payloadType: 6, marker, sequence: sequence & 0xffff, timestamp: 0, ssrc: 7 });
    datagram[RTP_HEADER_BYTES] = levelOf(frames[0]!) >> 8;
    datagram[RTP_HEADER_BYTES + 1] = levelOf(frames[0]!) & 0xff;
    return datagram;
  }

  /** What the kernel answers to a datagram. */
  answerTo(datagram: Uint8Array): number {
    this.memory.bytes.set(datagram, this.datagram - BASE);
    return this.push(this.layout.context, this.datagram, datagram.length);
  }

  private receive(packet: Packet): void {
    const answer = this.answerTo(this.datagramOf(packet));
    if (answer !== c.ACCEPTED) throw new Error(`the kernel answers ${answer}`);
  }

  /** A word leaves the FIFO, and another one comes in behind it. */
  private play(samples: number): void {
    for (let i = 0; i < samples; i++) {
      this.heard.push(this.fifo[this.head]! >> 16);
      if (this.ends[this.head]) this.eof = this.ends[this.head]!;
      this.read(this.head);
      this.head = (this.head + 1) % FIFO_WORDS;
    }
  }

  private read(into: number): void {
    const { view } = this.memory;
    if (this.left === 0) {
      this.descriptor = this.next;
      const at = this.descriptor - BASE;
      this.left = (view.getInt32(at, true) & 0xfff) >> 2;
      this.at = view.getInt32(at + 4, true) - BASE;
      this.next = view.getInt32(at + 8, true);
    }
    this.fifo[into] = view.getInt32(this.at, true);
    this.at += 4;
    this.ends[into] = --this.left === 0 ? this.descriptor : 0;
  }
}
