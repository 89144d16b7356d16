import { UnmappedAddress } from '../../../host-sim/core/errors';
import { Memory } from '../../../host-sim/core/memory';

const create = (): Memory => new Memory({ base: 0x3ffb1000, end: 0x3ffb2000 });

describe('memory that script and DMA share', () => {
  test('gives a buffer an address, and the same one every time', () => {
    const memory = create();
    const first = new ArrayBuffer(8);
    const second = new ArrayBuffer(8);
    expect(memory.place(first)).toBe(0x3ffb1000);
    expect(memory.place(second)).toBe(0x3ffb1008);
    expect(memory.place(first)).toBe(0x3ffb1000);
  });

  test('gives addresses that are multiples of four, and none twice, whatever the lengths', () => {
    const memory = create();
    const addresses = [1, 0, 3, 5, 4].map((bytes) => memory.place(new ArrayBuffer(bytes)));
    expect(addresses.map((address) => address & 3)).toEqual([0, 0, 0, 0, 0]);
    expect(new Set(addresses).size).toBe(5);
  });

  test('shows and changes the bytes of the live buffer, little-endian', () => {
    const memory = create();
    const bytes = new Uint8Array([1, 2, 3, 0x84, 5, 6]);
    const address = memory.place(bytes.buffer);
    expect(memory.read32(address)).toBe(0x84030201);
    memory.write32(address, -2);
    expect([...bytes]).toEqual([0xfe, 0xff, 0xff, 0xff, 5, 6]);
  });

  test('reads zeros behind the end of a buffer of odd length, and drops what is written there', () => {
    const memory = create();
    const bytes = new Uint8Array([1, 2, 3, 4, 5]);
    const address = memory.place(bytes.buffer);
    expect(memory.read32(address + 4)).toBe(5);
    memory.write32(address + 4, 0xffffffff);
    expect([...bytes]).toEqual([1, 2, 3, 4, 0xff]);
  });

  test('shows a DMA the live words', () => {
    const memory = create();
    const samples = new Int32Array(8);
    const address = memory.place(samples.buffer);
    memory.words(address + 8, 8).set([-5, 6]);
    expect([...samples]).toEqual([0, 0, -5, 6, 0, 0, 0, 0]);
  });

  test('lets a DMA write, but not beyond the buffer', () => {
    const memory = create();
    const samples = new Int32Array(4);
    const address = memory.place(samples.buffer);
    memory.store(address + 4, Int32Array.of(0, 7, -8), 1, 2);
    expect([...samples]).toEqual([0, 7, -8, 0]);
    expect(() => memory.store(address + 12, Int32Array.of(1, 2), 0, 2)).toThrow(UnmappedAddress);
    expect([...samples]).toEqual([0, 7, -8, 0]);
  });

  test('moves a buffer: the new address is live, the old one keeps the stale bytes', () => {
    const memory = create();
    const samples = new Int32Array([1, 2]);
    const before = memory.place(samples.buffer);
    const after = memory.move(samples.buffer);
    expect(after).not.toBe(before);
    expect(memory.place(samples.buffer)).toBe(after);
    samples[0] = 9;
    expect(memory.read32(after)).toBe(9);
    expect(memory.read32(before)).toBe(1);
    memory.write32(before, 77);
    expect(samples[0]).toBe(9);
  });

  test.each([
    ['below the memory', 0x3ffb0ffc, 4],
    ['at an address not given yet', 0x3ffb1010, 4],
    ['beyond the end of a buffer', 0x3ffb100c, 8],
    ['at an odd address', 0x3ffb1002, 4],
  ])('stops %s', (_, address, bytes) => {
    const memory = create();
    memory.place(new ArrayBuffer(16));
    expect(() => memory.words(address, bytes)).toThrow(UnmappedAddress);
    expect(memory.has(0x3ffb1000, 16)).toBe(true);
    expect(memory.has(address & ~3, bytes)).toBe((address & 3) !== 0);
  });

  test('gives retired addresses again, oldest first, when there is no other room, and never those in use', () => {
    const memory = create();
    const [first, second, third] = [0x600, 0x600, 0x300].map((bytes) => new ArrayBuffer(bytes));
    const addresses = [first, second, third].map((buffer) => memory.place(buffer!));
    memory.retireAll();
    expect(memory.place(second!)).toBe(addresses[1]);
    const next = new Int32Array([7]);
    expect(memory.place(next.buffer)).toBe(addresses[2]! + 0x300);
    expect(memory.read32(addresses[0]!)).toBe(0);
    expect(memory.place(new ArrayBuffer(0x500))).toBe(addresses[0]);
    expect(memory.blockAt(addresses[0]!)?.buffer).not.toBe(first);
    expect(memory.place(new ArrayBuffer(0x200))).toBe(addresses[2]);
    expect(() => memory.place(new ArrayBuffer(0x600))).toThrow(/no room/);
    expect(memory.blockAt(addresses[1]! - 4)).toBeUndefined();
  });

  test('does not take two neighbouring buffers for one', () => {
    const memory = create();
    const first = memory.place(new ArrayBuffer(8));
    memory.place(new ArrayBuffer(8));
    expect(() => memory.words(first, 12)).toThrow(UnmappedAddress);
  });

  test('says what is wrong when the addresses run out', () => {
    const memory = create();
    memory.place(new ArrayBuffer(0xffc));
    expect(() => memory.place(new ArrayBuffer(8))).toThrow(
      /no room for 8 bytes between 0x3ffb1000 and 0x3ffb2000, 0x3ffb1ffc being the last address given/,
    );
  });
});
