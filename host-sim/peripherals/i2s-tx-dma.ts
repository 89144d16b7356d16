import { DmaChain, type DmaChainPorts } from './dma-chain';
import type { Descriptor } from './dma-descriptor';
import { OUT_DONE, OUT_DSCR_ERR, OUT_EOF, OUT_TOTAL_EOF, TX_REMPTY } from './i2s-register-map';

/** Words between DMA and line: the DMA is ahead of the line by as many. */
const FIFO_WORDS = 64;

/** What the transmit DMA needs of its block. `raise` sets bits of INT_RAW. */
type TxDmaPorts = DmaChainPorts & {
  readonly raise: (interrupts: number) => void;
  /** A descriptor with its EOF bit is done: fetched, or sent from the FIFO, as OUT_EOF_MODE says. */
  readonly onEof: (descriptor: Descriptor) => void;
  /** DSCR_EN: the DMA feeds the FIFO. */
  readonly isFeeding: () => boolean;
  readonly isEofWhenFetched: () => boolean;
  readonly isWrittenBack: () => boolean;
};

/** A descriptor whose last word is still in the FIFO. `atWord` is the number of words fetched up to its end. */
type Ending = { readonly atWord: number; readonly descriptor: Descriptor };

/** The transmit DMA: descriptors from a chain → FIFO → line. */
export class TxDma {
  readonly chain: DmaChain;
  private readonly ports: TxDmaPorts;
  private readonly fifo = new Int32Array(FIFO_WORDS);
  private filled = 0;
  private head = 0;
  private fetchedWords = 0;
  private takenWords = 0;
  private endings: Ending[] = [];

  constructor(ports: TxDmaPorts) {
    this.ports = ports;
    this.chain = new DmaChain('out', ports, {
      onBadDescriptor: () => ports.raise(OUT_DSCR_ERR),
      // The FIFO fills at once.
      onBegin: () => this.fetch(),
    });
  }

  /** TX_FIFO_RESET: drops the words that were fetched and not sent. */
  resetFifo(): void {
    this.filled = 0;
    this.endings = [];
    this.takenWords = this.fetchedWords;
  }

  /** Words until the DMA ends a descriptor, at least 1. Until then it only reads the buffer of this one. */
  get wordsToEvent(): number {
    const { current, position } = this.chain;
    if (current === undefined || !this.ports.isFeeding()) return Infinity;
    // While the FIFO fills, several descriptors may end at once.
    return this.filled < FIFO_WORDS ? 1 : current.words - position;
  }

  /** Gives the next `count` words to the line: zeros if there are none, with TX_REMPTY. */
  take(into: Int32Array, count: number): void {
    let done = 0;
    while (done < count) {
      this.fetch();
      if (this.filled === 0) {
        into.fill(0, done, count);
        this.ports.raise(TX_REMPTY);
        return;
      }
      const words = Math.min(this.filled, count - done, FIFO_WORDS - this.head);
      for (let i = 0; i < words; i++) into[done + i] = this.fifo[this.head + i]!;
      this.head = (this.head + words) % FIFO_WORDS;
      this.filled -= words;
      this.takenWords += words;
      done += words;
      if (this.endings.length > 0) this.endSent();
    }
    this.fetch();
  }

  private fetch(): void {
    const { chain } = this;
    while (chain.current !== undefined && this.filled < FIFO_WORDS && this.ports.isFeeding()) {
      const descriptor = chain.current;
      const tail = (this.head + this.filled) % FIFO_WORDS;
      const room = Math.min(FIFO_WORDS - this.filled, FIFO_WORDS - tail);
      const words = Math.min(room, descriptor.words - chain.position);
      this.ports.memory.fetch(descriptor, chain.position, this.fifo, tail, words);
      this.filled += words;
      this.fetchedWords += words;
      chain.position += words;
      if (chain.position === descriptor.words) this.endFetched(descriptor);
    }
  }

  private endFetched(descriptor: Descriptor): void {
    const { ports } = this;
    ports.raise(OUT_DONE);
    if (ports.isEofWhenFetched()) this.eof(descriptor);
    if (ports.isWrittenBack()) ports.memory.releaseOut(descriptor);
    this.endings.push({ atWord: this.fetchedWords, descriptor });
    this.chain.goOn(descriptor);
  }

  private endSent(): void {
    for (let first = this.endings[0]; first !== undefined && first.atWord <= this.takenWords; first = this.endings[0]) {
      const { descriptor } = first;
      this.endings.shift();
      if (!this.ports.isEofWhenFetched()) this.eof(descriptor);
      if (descriptor.next === 0) this.ports.raise(OUT_TOTAL_EOF);
    }
  }

  private eof(descriptor: Descriptor): void {
    if (!descriptor.isEof) return;
    this.ports.raise(OUT_EOF);
    this.ports.onEof(descriptor);
  }
}
