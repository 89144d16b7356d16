import { DmaChain, type DmaChainPorts } from '../../../host-sim/peripherals/dma-chain';
import type { Descriptor } from '../../../host-sim/peripherals/dma-descriptor';
import * as R from '../../../host-sim/peripherals/i2s-register-map';

// The two DMA engines of I2S0 in their plainest form: every word moves alone. The simulator's own move blocks of words,
// and have to leave the same memory, registers and sound.

const FIFO_WORDS = 64;

type Ports = DmaChainPorts & {
  readonly raise: (interrupts: number) => void;
  readonly onEof: (descriptor: Descriptor) => void;
};

type TxPorts = Ports & {
  readonly isFeeding: () => boolean;
  readonly isEofWhenFetched: () => boolean;
  readonly isWrittenBack: () => boolean;
};

/** Memory → FIFO → line. */
export class TxDma {
  readonly chain: DmaChain;
  /** Each word with the descriptor that it is the last word of, if it is the last of one. */
  private fifo: { readonly word: number; readonly endOf: Descriptor | undefined }[] = [];
  private readonly ports: TxPorts;

  constructor(ports: TxPorts) {
    this.ports = ports;
    this.chain = new DmaChain('out', ports, {
      onBadDescriptor: () => ports.raise(R.OUT_DSCR_ERR),
      onBegin: () => this.fill(),
    });
  }

  resetFifo(): void {
    this.fifo = [];
  }

  takeWord(): number {
    this.fill();
    const first = this.fifo.shift();
    if (first === undefined) this.ports.raise(R.TX_REMPTY);
    if (first?.endOf !== undefined) {
      if (!this.ports.isEofWhenFetched()) this.eof(first.endOf);
      if (first.endOf.next === 0) this.ports.raise(R.OUT_TOTAL_EOF);
    }
    this.fill();
    return first?.word ?? 0;
  }

  private fill(): void {
    const { chain, ports } = this;
    while (chain.current !== undefined && this.fifo.length < FIFO_WORDS && ports.isFeeding()) {
      const descriptor = chain.current;
      const word = new Int32Array(1);
      ports.memory.fetch(descriptor, chain.position, word, 0, 1);
      chain.position++;
      const isLast = chain.position === descriptor.words;
      this.fifo.push({ word: word[0]!, endOf: isLast ? descriptor : undefined });
      if (!isLast) continue;
      ports.raise(R.OUT_DONE);
      if (ports.isEofWhenFetched()) this.eof(descriptor);
      if (ports.isWrittenBack()) ports.memory.releaseOut(descriptor);
      chain.goOn(descriptor);
    }
  }

  private eof(descriptor: Descriptor): void {
    if (!descriptor.isEof) return;
    this.ports.raise(R.OUT_EOF);
    this.ports.onEof(descriptor);
  }
}

type RxPorts = Ports & { readonly isDraining: () => boolean; readonly wordsPerEof: () => number };

/** Line → FIFO → memory. */
export class RxDma {
  readonly chain: DmaChain;
  private fifo: number[] = [];
  private wordsSinceEof = 0;
  private readonly ports: RxPorts;

  constructor(ports: RxPorts) {
    this.ports = ports;
    this.chain = new DmaChain('in', ports, {
      onBadDescriptor: () => ports.raise(R.IN_DSCR_ERR),
      onBegin: (command) => {
        if (command === 'start') this.wordsSinceEof = 0;
      },
    });
  }

  resetFifo(): void {
    this.fifo = [];
  }

  putWord(word: number): void {
    this.drain();
    if (this.fifo.length === FIFO_WORDS) this.ports.raise(R.RX_WFULL);
    else this.fifo.push(word);
    this.drain();
  }

  private drain(): void {
    const { chain, ports } = this;
    while (chain.current !== undefined && this.fifo.length > 0 && ports.isDraining()) {
      const descriptor = chain.current;
      ports.memory.store(descriptor, chain.position, Int32Array.of(this.fifo.shift()!), 0, 1);
      chain.position++;
      this.wordsSinceEof++;
      const isEof = this.wordsSinceEof >= ports.wordsPerEof();
      if (!isEof && chain.position < descriptor.words) continue;
      ports.memory.releaseIn(descriptor, chain.position, isEof);
      ports.raise(R.IN_DONE);
      if (isEof) {
        this.wordsSinceEof = 0;
        ports.raise(R.IN_SUC_EOF);
        ports.onEof(descriptor);
      }
      if (!chain.goOn(descriptor)) ports.raise(R.IN_DSCR_EMPTY);
    }
  }
}
