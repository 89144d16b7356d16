// What the build makes of kernels/index.ts (xtensa/blob-module.ts): one byte offset an entry.

declare module 'kernels' {
  /** Code with its literals, little endian, base64; to be placed at a multiple of 4. */
  export const CODE: string;
  export const CODE_BYTES: number;
  /** Constant data, base64; to be placed at a multiple of 4 where single bytes can be read. */
  export const TABLES: string;
  export const TABLE_BYTES: number;
  /** Indices of the words of the code to which the address of the tables is added. */
  export const RELOCATIONS: readonly number[];
  export const CONCEAL_FILL: number;
  export const CONCEAL_START: number;
  export const DECODE_DVI4: number;
  export const ENCODE_DVI4: number;
  export const OPEN_DVI4: number;
  export const START_DVI4: number;
  export const DECODE_PCMU: number;
  export const ENCODE_PCMU: number;
  export const PUSH: number;
  export const POLL: number;
}
