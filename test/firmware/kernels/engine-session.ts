import {
  kernelMemoryWords,
  layOutKernelMemory,
  type KernelMemory,
} from '../../../firmware/audio/kernel-path/kernel-memory';
import { resetSoundStates } from '../../../firmware/audio/kernel-path/kernel-states';
import * as c from '../../../firmware/kernels/context';
import { DVI4_16K, DVI4_8K, PCMU, payloadBytes, type PayloadFormat } from '../../../wire/payload';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../../../wire/rtp';
import { ARENA, REGISTERS, type OpenMachine, type Step } from '../../support/kernel-machines';
import { below, bytes, sound, words, type Random } from './random-data';

// A stream as the firmware runs it: datagrams are pushed and sound is polled between the two ends of the DMA, which
// advance as the hardware does. The events are random. The transmitter reads its next block from the memory that the
// kernels wrote.

const OUT_EOF_DES_ADDR = REGISTERS + 0x38;
const IN_EOF_DES_ADDR = REGISTERS + 0x3c;
const DATAGRAM = ARENA + 0xc000;
const WORDS_OF_GARBAGE = 12;

export class EngineSession {
  readonly steps: Step[] = [];
  readonly answers: Buffer[] = [];
  private readonly host: OpenMachine;
  private readonly random: Random;
  private readonly format: PayloadFormat;
  private readonly memory: KernelMemory;
  private readonly memoryBytes: number;
  private writes: [number, Uint8Array][] = [];
  private sequence: number;
  private transmitted: number;
  private received = 0;
  /** So that packets come too slowly, at the right pace or too fast. */
  private readonly pace: number;
  /** Without stalls and strange packets, because the delay is adjusted only in a calm stream. */
  private readonly isCalm: boolean;

  /** A stream of a random format that goes on for `count` calls, on the host. */
  constructor(host: OpenMachine, random: Random, count: number) {
    this.host = host;
    this.random = random;
    this.pace = 3 + below(random, 4);
    this.isCalm = below(random, 3) === 0;
    const kind = below(random, 8);
    this.format = kind === 0 ? DVI4_16K : kind < 5 ? DVI4_8K : PCMU;
    const fresh = new Uint32Array(kernelMemoryWords(this.format.rateHz / 50, 0));
    this.memoryBytes = fresh.byteLength;
    this.memory = layOutKernelMemory(fresh, ARENA, this.format, 0);
    resetSoundStates(this.memory);
    this.memory.state[c.PACKET >> 2] = this.memory.incomingAddress;
    this.memory.incoming[0] = 0x80;
    this.sequence = below(random, 65536);
    this.transmitted = this.memory.txFirst;
    this.writes = [[ARENA, new Uint8Array(fresh.buffer)]];
    this.register(OUT_EOF_DES_ADDR, below(random, 4) === 0 ? 0 : this.transmitted);
    this.register(IN_EOF_DES_ADDR, this.memory.rxFirst);
    for (let i = 0; i < count; i++) this.happen(i === count - 1);
  }

  /** Random events around the board, and then one call of the firmware. */
  private happen(isLast: boolean): void {
    const { random } = this;
    // Four quarters of a frame play in the time of a packet, so two a call; a stall of the interpreter is many.
    this.transmit(!this.isCalm && below(random, 30) === 0 ? below(random, 40) : below(random, this.pace));
    if (below(random, 3) > 0) this.receive(1 + (below(random, 30) === 0 ? below(random, 12) : 0));
    if (below(random, 12) === 0) this.wish();
    const isPush = below(random, 2) === 0;
    const { context } = this.memory;
    if (isPush) {
      const datagram = this.datagram();
      this.writes.push([DATAGRAM, datagram]);
      this.call('push', [context, DATAGRAM, datagram.length], isLast);
    } else this.call('poll', [context], isLast);
  }

  private call(entry: string, values: readonly number[], isLast: boolean): void {
    const { context } = this.memory;
    // The context each time, everything at the end.
    const reads: Step['reads'] = isLast ? [[ARENA, this.memoryBytes]] : [[context, c.CONTEXT_BYTES]];
    const step = { writes: this.writes, entry, values, reads };
    this.steps.push(step);
    this.answers.push(this.host.go(step));
    this.writes = [];
  }

  private register(address: number, value: number): void {
    this.writes.push([address, words([value])]);
  }

  /** The transmitter goes on along its chain, descriptor by descriptor. */
  private transmit(descriptors: number): void {
    if (descriptors === 0 || this.steps.length === 0) return;
    for (let i = 0; i < descriptors; i++) this.transmitted = this.wordAt(this.transmitted + 8);
    this.register(OUT_EOF_DES_ADDR, this.transmitted);
  }

  /** The receiver completes blocks with what the microphone heard. */
  private receive(blocks: number): void {
    const { random, memory } = this;
    const ring = (c.RX_FRAMES * memory.frameSamples) / memory.blockSamples;
    const first = memory.code - 4 * memory.blockSamples * ring;
    for (let i = 0; i < blocks; i++) {
      const heard = sound(random, memory.blockSamples);
      // A 24-bit microphone leaves the low byte zero, which tells its last word from the sentinel.
      heard[heard.length - 4] = 0;
      this.writes.push([first + 4 * memory.blockSamples * this.received, heard]);
      this.register(IN_EOF_DES_ADDR, memory.rxFirst + c.DESCRIPTOR_BYTES * this.received);
      this.received = (this.received + 1) % ring;
    }
  }

  /** The program changes what it wants of the stream. */
  private wish(): void {
    const { random, memory } = this;
    const set = (offset: number, value: number): void => this.register(memory.context + offset, value);
    const mode = below(random, 3);
    set(c.MICROPHONE_MODE, mode);
    if (mode === 0) set(c.TRAILING, below(random, 6));
    else set(c.MARKER, 0x80);
    if (below(random, 2) === 0) {
      set(c.TONES, random());
      set(c.TONE_START, this.wordAt(memory.context + c.TAIL) + below(random, 12) - 4);
      set(c.TONE_LEVEL, below(random, 16385));
    }
    set(c.PACKET_BLOCKS, (1 + below(random, 2)) * (memory.frameSamples / memory.blockSamples));
  }

  /**
   * Usually the next packet of the stream, of one frame or two. Otherwise one is lost, overtaken, of another count, cut
   * or garbage.
   */
  private datagram(): Uint8Array {
    const { random, format, memory } = this;
    const what = this.isCalm ? -1 : below(random, 40);
    if (what === 0) return bytes(random, 1 + below(random, WORDS_OF_GARBAGE * 4));
    this.sequence += what > 0 && what < 4 ? 1 + below(random, 4) : what === 4 ? random() : 1;
    const isOld = what > 4 && what < 9;
    const payload = payloadBytes(format, memory.frameSamples * (1 + (below(random, 6) === 0 ? 1 : 0)));
    const datagram = bytes(random, RTP_HEADER_BYTES + payload - (what === 9 ? 1 + below(random, 8) : 0));
    writeRtpHeader(datagram, {
      payloadType: what === 10 ? below(random, 128) : format.payloadType,
      marker: !this.isCalm && below(random, 20) === 0,
      sequence: (this.sequence - (isOld ? below(random, 6) : 0)) & 0xffff,
      timestamp: random(),
      ssrc: 7,
    });
    // Nearly always a step of DVI4's table.
    if (format.headerBytes > 0 && what !== 11) datagram[RTP_HEADER_BYTES + 2]! %= 89;
    if (isOld) this.sequence--;
    return datagram;
  }

  private wordAt(address: number): number {
    const four = this.host.bytesAt(address, 4);
    return new DataView(four.buffer, four.byteOffset, 4).getInt32(0, true);
  }
}
