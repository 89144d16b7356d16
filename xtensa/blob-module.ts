import type { Blob } from './compile-kernels';

/**
 * The most that the kernels may have, code and tables together: docs/reference/limits.md tells why. So much is placed in SRAM1, where
 * code and tables lie in the sound memory.
 */
export const KERNEL_BYTES = 8192;

/** The most code that a board whose sound memory is not in SRAM1 can place: in RTC FAST memory. With more it uses tables. */
export const RTC_FAST_CODE_BYTES = 4096;

/** The length of the code, with its literals. */
export function codeBytes({ words }: Blob): number {
  return 4 * words.length;
}

/** The length of the code plus that of the constant data. */
export function blobBytes(blob: Blob): number {
  return codeBytes(blob) + blob.tables.length;
}

/** The exports of the module 'kernels': the blob as text, and the byte offset of each entry by its name. */
type BlobModule = Readonly<Record<string, string | number | readonly number[]>>;

/** The exports of the module 'kernels'; throws when the blob does not fit. */
export function blobModule(blob: Blob): BlobModule {
  if (blobBytes(blob) > KERNEL_BYTES)
    throw new Error(
      `kernels: ${codeBytes(blob)} bytes of code and ${blob.tables.length} of tables are more than the ` +
        `${KERNEL_BYTES} that are placed: shorten a kernel (\`npm run stagebox kernels -- --listing\` shows them)`,
    );
  const { words, tables, relocations, entries } = blob;
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const own = {
    CODE: base64(new Uint8Array(words.buffer)),
    CODE_BYTES: codeBytes(blob),
    TABLES: base64(tables),
    TABLE_BYTES: tables.length,
    RELOCATIONS: relocations,
  };
  const offsets = Object.entries(entries).map(([name, offset]) => [constantName(name), offset] as const);
  const taken = offsets.find(
    ([name], index) => name in own || offsets.findIndex(([other]) => other === name) !== index,
  );
  if (taken) throw new Error(`kernels: two exports would be called ${taken[0]}: rename an entry`);
  return { ...own, ...Object.fromEntries(offsets) };
}

/** `encodeDvi4` becomes `ENCODE_DVI4`. */
function constantName(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
