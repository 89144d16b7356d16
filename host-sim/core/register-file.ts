import type { Peripheral } from './bus';
import { UnmodelledRegister } from './errors';

/** One register as data: its value after a reset, the bits that a write changes, and the side effects of an access. */
export type RegisterDescription = {
  /** The manual's name, with the block's prefix. */
  readonly name: string;
  /** Bytes from the block's base. */
  readonly offset: number;
  /** Value after a reset of the block. Default: 0. */
  readonly reset?: number;
  /** Bits that a write changes. Default: all. 0 makes the register read-only. */
  readonly writable?: number;
  /** Gives what a read returns instead of the stored value. */
  readonly read?: (stored: number) => number;
  /** Runs before a write is stored, with the unmasked value. If it throws, the register keeps its old value. */
  readonly check?: (written: number) => void;
  /** Runs after a write was stored, with the unmasked value and the value stored before. */
  readonly written?: (written: number, before: number) => void;
};

/** How a block of registers reacts to accesses. */
type RegisterFileOptions = {
  /** Names of registers that the chip has and this simulator does not model, by offset. */
  readonly unmodelled?: Readonly<Record<number, string>>;
  /** Runs before every access by the bus, so that a block without a clock can refuse it. */
  readonly guard?: (access: 'read' | 'write', register: string) => void;
  /** Runs after every write by the bus. */
  readonly changed?: (offset: number) => void;
};

const ALL_BITS = 0xffffffff;

/** A block of registers made from descriptions. An access to an offset without a description stops the run. */
export class RegisterFile implements Peripheral {
  readonly name: string;
  private readonly base: number;
  private readonly descriptions = new Map<number, RegisterDescription>();
  /** By offset / 4. */
  private readonly values: Uint32Array;
  private readonly options: RegisterFileOptions;

  constructor(
    name: string,
    base: number,
    descriptions: readonly RegisterDescription[],
    options: RegisterFileOptions = {},
  ) {
    this.name = name;
    this.base = base;
    this.options = options;
    for (const description of descriptions) this.descriptions.set(description.offset, description);
    this.values = new Uint32Array(1 + Math.max(...this.descriptions.keys()) / 4);
    this.reset();
  }

  /** Reads as the bus does, with all side effects. @throws UnmodelledRegister, and what the block throws */
  read(offset: number): number {
    const description = this.describe('read', offset);
    this.options.guard?.('read', description.name);
    return this.peek(description);
  }

  /** Writes as the bus does, with all side effects. @throws UnmodelledRegister, and what the block throws */
  write(offset: number, value: number): void {
    const description = this.describe('write', offset);
    this.options.guard?.('write', description.name);
    description.check?.(value);
    const before = this.get(offset);
    const writable = description.writable ?? ALL_BITS;
    this.set(offset, (before & ~writable) | (value & writable));
    description.written?.(value, before);
    this.options.changed?.(offset);
  }

  /** The stored value, for the block itself: without guard and side effects. */
  get(offset: number): number {
    return this.values[offset >> 2]!;
  }

  /** Stores a value, for the block itself: without guard, mask and side effects. */
  set(offset: number, value: number): void {
    this.values[offset >> 2] = value;
  }

  /** Gives every register its reset value. */
  reset(): void {
    for (const { offset, reset = 0 } of this.descriptions.values()) this.set(offset, reset);
  }

  /** Every register by name, with the value that a read would return, without the guard. For dumps and tests. */
  dump(): Record<string, number> {
    const dump: Record<string, number> = {};
    for (const description of this.descriptions.values()) dump[description.name] = this.peek(description);
    return dump;
  }

  private peek({ offset, read }: RegisterDescription): number {
    const stored = this.get(offset);
    return read === undefined ? stored : read(stored) >>> 0;
  }

  private describe(access: 'read' | 'write', offset: number): RegisterDescription {
    const description = this.descriptions.get(offset);
    if (description === undefined) throw new UnmodelledRegister(access, this.nameOf(offset), this.base + offset);
    return description;
  }

  private nameOf(offset: number): string {
    return this.options.unmodelled?.[offset] ?? `${this.name} + 0x${offset.toString(16)}`;
  }
}
