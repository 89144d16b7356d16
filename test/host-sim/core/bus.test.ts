import { Bus } from '../../../host-sim/core/bus';
import type { Peripheral } from '../../../host-sim/core/bus';
import { UnmappedAddress } from '../../../host-sim/core/errors';

function createCells(): Peripheral & { readonly cells: Map<number, number> } {
  const cells = new Map<number, number>();
  return {
    name: 'cells',
    cells,
    read: (offset) => cells.get(offset) ?? 0,
    write: (offset, value) => void cells.set(offset, value),
  };
}

describe('the bus', () => {
  test('hands a peripheral offsets from the base at which it was mapped', () => {
    const bus = new Bus();
    const cells = createCells();
    bus.map(0x3ff44000, 0x1000, cells);
    bus.map(0x60004000, 0x1000, cells);
    bus.write32(0x3ff44024, 7);
    expect(cells.cells.get(0x24)).toBe(7);
    expect(bus.read32(0x60004024)).toBe(7);
  });

  test('carries unsigned 32-bit words, whatever sign the program gives them', () => {
    const bus = new Bus();
    bus.map(0, 16, createCells());
    bus.write32(4, -1);
    expect(bus.read32(4)).toBe(0xffffffff);
  });

  test.each([0x3ff43ffc, 0x3ff45000, 0])('stops at address %i, where nothing is mapped, and names it', (address) => {
    const bus = new Bus();
    bus.map(0x3ff44000, 0x1000, createCells());
    expect(() => bus.read32(address)).toThrow(UnmappedAddress);
    expect(() => bus.write32(address, 1)).toThrow(`write of 0x${address.toString(16).padStart(8, '0')}`);
  });

  test('stops at an address that is no multiple of four', () => {
    const bus = new Bus();
    bus.map(0, 16, createCells());
    expect(() => bus.read32(2)).toThrow(UnmappedAddress);
  });
});
