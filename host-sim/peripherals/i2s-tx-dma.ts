import { DmaChain, type DmaChainPorts } from './dma-chain';
import type { Descriptor } from './dma-descriptor';
import { OUT_DONE, OUT_DSCR_ERR, OUT_EOF, OUT_TOTAL_EOF, TX_REMPTY } from './i2s-registers';
import type { LinkPosition } from './i2s-registers';

/** Words between DMA and line. The DMA runs ahead of the wire by as many. */
const FIFO_WORDS = 64;

/** What the transmit DMA needs of its block. */
export type TxDmaPorts = DmaChainPorts & {
  readonly raise: (interrupts: number) => void;
  /** A descriptor with its EOF bit is through: fetched, or gone from the FIFO, as OUT_EOF_MODE says. */
  readonly onEof: (descriptor: Descriptor) => void;
  /** DSCR_EN: the DMA feeds the FIFO. */
  readonly isFeeding: () => boolean;
  readonly isEofWhenFetched: () => boolean;
  readonly isWrittenBack: () => boolean;
};

/** A descriptor whose last word is still in the FIFO. `atWord` counts all words fetched so far. */
type Ending = { readonly atWord: number; readonly descriptor: Descriptor };

/** The transmit DMA: descriptors from a chain → FIFO → line. */
export class TxDma {
  private readonly ports: TxDmaPorts;
  private readonly fifo = new Int32Array(FIFO_WORDS);
  private filled = 0;
  private head = 0;
  private fetchedWords = 0;
  private takenWords = 0;
  private endings: Ending[] = [];
  private readonly chain: DmaChain;

  constructor(ports: TxDmaPorts) {
    this.ports = ports;
    this.chain = new DmaChain('out', ports, () => ports.raise(OUT_DSCR_ERR));
  }

  /** OUTLINK_START: begins a chain, and fills the FIFO from it at once. */
  start(address: number): void {
    this.chain.load(address);
    this.fetch();
  }

  /** OUTLINK_STOP: fetches no more. What is in the FIFO still goes out. */
  stop(): void {
    this.chain.stop();
  }

  /** OUTLINK_RESTART: goes on where the chain ended, if its last descriptor has got a `next` since. */
  restart(): void {
    const next = this.chain.continuation;
    if (next !== undefined) this.start(next);
  }

  /** OUT_RST: forgets the chain. */
  reset(): void {
    this.chain.reset();
  }

  /** TX_FIFO_RESET: throws away what was fetched and not sent. */
  resetFifo(): void {
    this.filled = 0;
    this.endings = [];
    this.takenWords = this.fetchedWords;
  }

  /** Where the engine is. */
  get linkPosition(): LinkPosition {
    return this.chain.linkPosition;
  }

  /** Sends the next `count` words. When there are none it sends zeros, and TX_REMPTY tells. */
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
      into.set(this.fifo.subarray(this.head, this.head + words), done);
      this.head = (this.head + words) % FIFO_WORDS;
      this.filled -= words;
      this.takenWords += words;
      done += words;
      this.endSent();
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
      const data = this.ports.memory.data(descriptor);
      this.fifo.set(data.subarray(chain.position, chain.position + words), tail);
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
    while (this.endings.length > 0 && this.endings[0].atWord <= this.takenWords) {
      const { descriptor } = this.endings.shift() as Ending;
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
