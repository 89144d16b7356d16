/** Memory as kernels see it on a computer; addresses are 32-bit patterns. */
export type HostMemory = {
  load8(address: number): number;
  load16(address: number): number;
  load16u(address: number): number;
  load32(address: number): number;
  store8(address: number, value: number): void;
  store16(address: number, value: number): void;
  store32(address: number, value: number): void;
  /** Places constant data, 4-aligned, and answers with its address. */
  tables(bytes: Uint8Array): number;
};

/** One run of memory with its bytes open to tests; tables are placed behind it. */
export type FlatMemory = HostMemory & { readonly base: number; readonly bytes: Uint8Array; readonly view: DataView };

/** Where memory starts unless told otherwise: data memory of the chip, where byte access is legal. */
export const HOST_MEMORY_BASE = 0x3ffb0000;

/** `sizeBytes` of zeroed memory from `base`; access outside of it, or not aligned, throws as the chip would trap. */
export function createHostMemory(sizeBytes: number, base = HOST_MEMORY_BASE): FlatMemory {
  const bytes = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer);
  let data = new DataView(new ArrayBuffer(0));
  const tableBase = (base + sizeBytes + 3) & ~3;

  const place = (address: number, width: number, isStore: boolean): [DataView, number] => {
    const inTables = (address - tableBase) >>> 0;
    const offset = (address - base) >>> 0;
    const isAligned = (address & (width - 1)) === 0;
    if (isAligned && offset + width <= sizeBytes) return [view, offset];
    if (isAligned && inTables + width <= data.byteLength && !isStore) return [data, inTables];
    const what = `${isStore ? 'store' : 'load'}${width * 8} at 0x${(address >>> 0).toString(16)}`;
    throw new RangeError(`${what}: ${isAligned ? 'outside of the memory' : 'not aligned'}`);
  };

  return {
    base,
    bytes,
    view,
    load8: (address) => read(place(address, 1, false), 'getUint8'),
    load16: (address) => read(place(address, 2, false), 'getInt16'),
    load16u: (address) => read(place(address, 2, false), 'getUint16'),
    load32: (address) => read(place(address, 4, false), 'getInt32'),
    store8: (address, value) => write(place(address, 1, true), 'setInt8', value),
    store16: (address, value) => write(place(address, 2, true), 'setInt16', value),
    store32: (address, value) => write(place(address, 4, true), 'setInt32', value),
    tables: (placed) => {
      data = new DataView(placed.slice().buffer);
      return tableBase;
    },
  };
}

function read([view, offset]: [DataView, number], how: 'getUint8' | 'getInt16' | 'getUint16' | 'getInt32'): number {
  return view[how](offset, true);
}

function write([view, offset]: [DataView, number], how: 'setInt8' | 'setInt16' | 'setInt32', value: number): void {
  view[how](offset, value, true);
}
