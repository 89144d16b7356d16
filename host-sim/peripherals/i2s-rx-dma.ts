import { DmaChain, type DmaChainPorts } from './dma-chain';
import type { Descriptor } from './dma-descriptor';
import { IN_DONE, IN_DSCR_EMPTY, IN_DSCR_ERR, IN_SUC_EOF, RX_WFULL } from './i2s-register-map';

const FIFO_WORDS = 64;

/** What the receive DMA needs of its block. `raise` sets bits of INT_RAW. */
type RxDmaPorts = DmaChainPorts & {
  readonly raise: (interrupts: number) => void;
  /** RXEOF_NUM words have come. The last of them went into the buffer of this descriptor. */
  readonly onEof: (descriptor: Descriptor) => void;
  /** DSCR_EN: the DMA empties the FIFO. */
  readonly isDraining: () => boolean;
  /** RXEOF_NUM. */
  readonly wordsPerEof: () => number;
};

/** The receive DMA: line → FIFO → buffers of a chain. The FIFO keeps the words that it cannot write at once. */
export class RxDma {
  readonly chain: DmaChain;
  private readonly ports: RxDmaPorts;
  private readonly fifo = new Int32Array(FIFO_WORDS);
  private filled = 0;
  private wordsSinceEof = 0;

  constructor(ports: RxDmaPorts) {
    this.ports = ports;
    this.chain = new DmaChain('in', ports, {
      onBadDescriptor: () => ports.raise(IN_DSCR_ERR),
      onBegin: (command) => {
        if (command === 'start') this.wordsSinceEof = 0;
      },
    });
  }

  /** RX_FIFO_RESET: drops the words that came and were not written. */
  resetFifo(): void {
    this.filled = 0;
  }

  /** Words until the DMA ends a descriptor or a buffer, at least 1. Until then it only writes the buffer of this one. */
  get wordsToEvent(): number {
    const { current, position } = this.chain;
    if (current === undefined || !this.ports.isDraining()) return Infinity;
    return this.filled > 0 ? 1 : Math.min(current.words - position, this.untilEof);
  }

  /** Takes `count` words from the line. Words without a buffer and without room in the FIFO are lost: RX_WFULL. */
  put(words: Int32Array, count: number): void {
    if (this.filled > 0 && this.chain.current !== undefined) {
      const waiting = this.fifo.slice(0, this.filled);
      this.filled = 0;
      this.put(waiting, waiting.length);
    }
    let done = 0;
    while (done < count && this.chain.current !== undefined && this.ports.isDraining()) {
      done += this.store(this.chain.current, words, done, count);
    }
    if (done === count) return;
    const kept = Math.min(FIFO_WORDS - this.filled, count - done);
    for (let i = 0; i < kept; i++) this.fifo[this.filled + i] = words[done + i]!;
    this.filled += kept;
    if (done + kept < count) this.ports.raise(RX_WFULL);
  }

  private get untilEof(): number {
    return Math.max(1, this.ports.wordsPerEof() - this.wordsSinceEof);
  }

  private store(descriptor: Descriptor, words: Int32Array, from: number, to: number): number {
    const { untilEof } = this;
    const count = Math.min(to - from, descriptor.words - this.chain.position, untilEof);
    this.ports.memory.store(descriptor, this.chain.position, words, from, count);
    this.chain.position += count;
    this.wordsSinceEof += count;
    const isEof = count === untilEof;
    if (isEof || this.chain.position === descriptor.words) this.end(descriptor, isEof);
    return count;
  }

  private end(descriptor: Descriptor, isEof: boolean): void {
    const { ports } = this;
    ports.memory.releaseIn(descriptor, this.chain.position, isEof);
    ports.raise(IN_DONE);
    if (isEof) {
      this.wordsSinceEof = 0;
      ports.raise(IN_SUC_EOF);
      ports.onEof(descriptor);
    }
    if (!this.chain.goOn(descriptor)) ports.raise(IN_DSCR_EMPTY);
  }
}
