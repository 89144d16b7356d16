import type { KernelProgram, Table } from './source/kernel-program';

/** The constant data of all kernels in one piece, and the offset of each table in it. */
export type TableLayout = { readonly bytes: Uint8Array; readonly offsets: ReadonlyMap<Table, number> };

/** Lays out the tables. Wide ones come first, so all are aligned without gaps. The end is padded to a whole word. */
export function layOutTables({ tables }: KernelProgram): TableLayout {
  const offsets = new Map<Table, number>();
  let size = 0;
  for (const table of [...tables].sort((a, b) => b.elementBytes - a.elementBytes)) {
    offsets.set(table, size);
    size += table.elementBytes * table.values.length;
  }
  const bytes = new Uint8Array((size + 3) & ~3);
  const view = new DataView(bytes.buffer);
  for (const [{ elementBytes, values }, offset] of offsets) {
    values.forEach((value, index) => {
      if (elementBytes === 1) view.setUint8(offset + index, value);
      if (elementBytes === 2) view.setUint16(offset + 2 * index, value, true);
      if (elementBytes === 4) view.setUint32(offset + 4 * index, value, true);
    });
  }
  return { bytes, offsets };
}
