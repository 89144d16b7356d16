import type { Descriptor, DmaMemory } from './dma-descriptor';
import type { LinkPosition } from './i2s-registers';

/** What a chain needs of its block. */
export type DmaChainPorts = {
  readonly memory: DmaMemory;
  readonly isOwnerChecked: () => boolean;
  readonly onFault: (fault: Error) => void;
};

/** The half of a DMA that follows descriptors: which one is at work, how far, and what comes next. */
export class DmaChain {
  /** Words of the descriptor at work that are done. */
  position = 0;
  private readonly direction: 'in' | 'out';
  private readonly ports: DmaChainPorts;
  /** Told of a descriptor that cannot be used. */
  private readonly onBadDescriptor: () => void;
  private atWork: Descriptor | undefined;
  private last: Descriptor | undefined;
  private isParked = false;

  constructor(direction: 'in' | 'out', ports: DmaChainPorts, onBadDescriptor: () => void) {
    this.direction = direction;
    this.ports = ports;
    this.onBadDescriptor = onBadDescriptor;
  }

  /** The descriptor at work, or undefined when the engine stands. */
  get current(): Descriptor | undefined {
    return this.atWork;
  }

  /** Where the engine is. */
  get linkPosition(): LinkPosition {
    const { last, isParked } = this;
    return { descriptor: last?.address ?? 0, next: last?.next ?? 0, buffer: last?.buffer ?? 0, isParked };
  }

  /** …LINK_START: begins a chain. */
  load(address: number): void {
    this.atWork = undefined;
    this.position = 0;
    try {
      this.atWork = this.ports.memory.load(this.direction, address, this.ports.isOwnerChecked());
    } catch (fault) {
      this.isParked = true;
      return this.ports.onFault(fault as Error);
    }
    this.isParked = this.atWork === undefined;
    if (this.atWork === undefined) this.onBadDescriptor();
    else this.last = this.atWork;
  }

  /** …LINK_STOP: the engine stands. */
  stop(): void {
    this.atWork = undefined;
    this.isParked = true;
  }

  /** …LINK_RESTART: where to go on, if the last descriptor of the chain has got a `next` since it ended. */
  get continuation(): number | undefined {
    if (this.atWork !== undefined || this.last === undefined) return undefined;
    return this.ports.memory.nextOf(this.last.address) || undefined;
  }

  /** …_RST: forgets the chain. */
  reset(): void {
    this.atWork = undefined;
    this.last = undefined;
    this.isParked = false;
  }

  /** Goes from a descriptor that is done to the next. Gives whether there was one. */
  goOn({ next }: Descriptor): boolean {
    this.atWork = undefined;
    if (next !== 0) this.load(next);
    else this.isParked = true;
    return next !== 0;
  }
}
