import { UnmappedAddress } from './errors';

/** A block of registers on the bus. Offsets are bytes from its base; values are unsigned 32-bit. */
export interface Peripheral {
  readonly name: string;
  read(offset: number): number;
  write(offset: number, value: number): void;
}

type Mapping = { readonly base: number; readonly end: number; readonly peripheral: Peripheral };

/** Maps addresses to peripherals. An access to an address without a peripheral stops the run. */
export class Bus {
  private readonly mappings: Mapping[] = [];

  /** Puts a peripheral on the bus: `bytes` bytes from `base` on. */
  map(base: number, bytes: number, peripheral: Peripheral): void {
    this.mappings.push({ base, end: base + bytes, peripheral });
  }

  /** Reads a word, unsigned. @throws UnmappedAddress, and what the peripheral throws */
  read32(address: number): number {
    const mapping = this.find('read', address);
    return mapping.peripheral.read(address - mapping.base) >>> 0;
  }

  /** Writes a word. @throws UnmappedAddress, and what the peripheral throws */
  write32(address: number, value: number): void {
    const mapping = this.find('write', address);
    mapping.peripheral.write(address - mapping.base, value >>> 0);
  }

  private find(access: 'read' | 'write', address: number): Mapping {
    const mapping = this.mappings.find(({ base, end }) => address >= base && address < end);
    if (mapping === undefined || (address & 3) !== 0) throw new UnmappedAddress(access, address);
    return mapping;
  }
}
