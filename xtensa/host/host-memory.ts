/** The memory of kernels on a computer. Addresses are 32-bit integers, signed or unsigned. */
export type HostMemory = {
  load8(address: number): number;
  load16(address: number): number;
  load16u(address: number): number;
  load32(address: number): number;
  store8(address: number, value: number): void;
  store16(address: number, value: number): void;
  store32(address: number, value: number): void;
  /** Places constant data at a multiple of 4 and returns its address. */
  tables(bytes: Uint8Array): number;
};

/** One piece of memory whose bytes can be read and written directly. Tables are placed behind it. */
type FlatMemory = HostMemory & { readonly base: number; readonly bytes: Uint8Array; readonly view: DataView };

/** The default address of memory. It lies in the chip's data memory, where byte access is allowed. */
const HOST_MEMORY_BASE = 0x3ffb0000;

/** Creates `sizeBytes` of zeroed memory at `base`. Access outside of it or not aligned throws, as the chip would trap. */
export function createHostMemory(sizeBytes: number, base = HOST_MEMORY_BASE): FlatMemory {
  const bytes = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer);
  let data = new DataView(new ArrayBuffer(0));
  const tableBase = (base + sizeBytes + 3) & ~3;

  const refuse = (address: number, width: number, isStore: boolean): RangeError => {
    const what = `${isStore ? 'store' : 'load'}${width * 8} at 0x${(address >>> 0).toString(16)}`;
    return new RangeError(`${what}: ${(address & (width - 1)) === 0 ? 'outside of the memory' : 'not aligned'}`);
  };
  /** The offset in the tables of a load that is not from the memory itself. */
  const inTables = (address: number, width: number): number => {
    const offset = (address - tableBase) >>> 0;
    if ((address & (width - 1)) !== 0 || offset + width > data.byteLength) throw refuse(address, width, false);
    return offset;
  };
  /** Whether the memory itself has `width` bytes at the address, and they are aligned. */
  const isOwn = (address: number, width: number): boolean =>
    (address & (width - 1)) === 0 && ((address - base) >>> 0) + width <= sizeBytes;
  const offsetOf = (address: number): number => (address - base) >>> 0;
  const toStore = (address: number, width: number): number => {
    if (!isOwn(address, width)) throw refuse(address, width, true);
    return offsetOf(address);
  };

  return {
    base,
    bytes,
    view,
    load8: (a) => (isOwn(a, 1) ? view.getUint8(offsetOf(a)) : data.getUint8(inTables(a, 1))),
    load16: (a) => (isOwn(a, 2) ? view.getInt16(offsetOf(a), true) : data.getInt16(inTables(a, 2), true)),
    load16u: (a) => (isOwn(a, 2) ? view.getUint16(offsetOf(a), true) : data.getUint16(inTables(a, 2), true)),
    load32: (a) => (isOwn(a, 4) ? view.getInt32(offsetOf(a), true) : data.getInt32(inTables(a, 4), true)),
    store8: (a, value) => view.setInt8(toStore(a, 1), value),
    store16: (a, value) => view.setInt16(toStore(a, 2), value, true),
    store32: (a, value) => view.setInt32(toStore(a, 4), value, true),
    tables: (placed) => {
      data = new DataView(placed.slice().buffer);
      return tableBase;
    },
  };
}
