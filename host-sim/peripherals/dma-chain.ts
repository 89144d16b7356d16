import type { Descriptor, DmaMemory } from './dma-descriptor';

/** Where a DMA engine is, as its three position registers and the bit PARK show it. Addresses; 0 for none. */
export type LinkPosition = {
  readonly descriptor: number;
  readonly next: number;
  readonly buffer: number;
  readonly isParked: boolean;
};

/** What a chain needs of its block. */
export type DmaChainPorts = {
  readonly memory: DmaMemory;
  readonly isOwnerChecked: () => boolean;
  readonly onFault: (fault: Error) => void;
};

/** What a chain reports to its engine. */
type DmaChainEvents = {
  /** A descriptor cannot be used. */
  readonly onBadDescriptor: () => void;
  /** LINK_START or LINK_RESTART has loaded a descriptor, or has failed to. */
  readonly onBegin: (command: 'start' | 'restart') => void;
};

/** The half of a DMA engine that follows descriptors: which one is at work, how far it is, and what comes next. */
export class DmaChain {
  /** Words of the descriptor at work that are done. */
  position = 0;
  private readonly direction: 'in' | 'out';
  private readonly ports: DmaChainPorts;
  private readonly events: DmaChainEvents;
  private atWork: Descriptor | undefined;
  private last: Descriptor | undefined;
  private isParked = false;

  constructor(direction: 'in' | 'out', ports: DmaChainPorts, events: DmaChainEvents) {
    this.direction = direction;
    this.ports = ports;
    this.events = events;
  }

  /** The descriptor at work, or undefined while the engine stands still. */
  get current(): Descriptor | undefined {
    return this.atWork;
  }

  get linkPosition(): LinkPosition {
    const { last, isParked } = this;
    return { descriptor: last?.address ?? 0, next: last?.next ?? 0, buffer: last?.buffer ?? 0, isParked };
  }

  /** LINK_START: begins a chain. */
  start(address: number): void {
    this.load(address);
    this.events.onBegin('start');
  }

  /** LINK_STOP: the engine stands still. */
  stop(): void {
    this.atWork = undefined;
    this.isParked = true;
  }

  /** LINK_RESTART: continues a chain that has ended, if its last descriptor has got a `next` since. */
  restart(): void {
    if (this.atWork !== undefined || this.last === undefined) return;
    const next = this.ports.memory.nextOf(this.last.address);
    if (next === 0) return;
    this.load(next);
    this.events.onBegin('restart');
  }

  /** IN_RST or OUT_RST: forgets the chain. */
  reset(): void {
    this.atWork = undefined;
    this.last = undefined;
    this.isParked = false;
  }

  /** Goes on from a descriptor that is done to the next. Gives whether there is one. */
  goOn({ next }: Descriptor): boolean {
    this.atWork = undefined;
    if (next !== 0) this.load(next);
    else this.isParked = true;
    return next !== 0;
  }

  private load(address: number): void {
    this.atWork = undefined;
    this.position = 0;
    try {
      this.atWork = this.ports.memory.load(this.direction, address, this.ports.isOwnerChecked());
    } catch (fault) {
      this.isParked = true;
      return this.ports.onFault(fault as Error);
    }
    this.isParked = this.atWork === undefined;
    if (this.atWork === undefined) this.events.onBadDescriptor();
    else this.last = this.atWork;
  }
}
