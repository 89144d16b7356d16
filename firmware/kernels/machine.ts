// What a kernel can do besides arithmetic. Every value is a 32-bit integer, and every operator wraps as the machine's
// does. An address is a number. The compiler in xtensa/ knows these names. On a computer `runOnHost` gives them a
// memory.

/** The byte at `address`, 0 to 255. */
export declare function load8(address: number): number;
/** The signed 16-bit value at `address`, which is even. */
export declare function load16(address: number): number;
/** The unsigned 16-bit value at `address`, which is even. */
export declare function load16u(address: number): number;
/** The 32-bit word at `address`, which is a multiple of 4. */
export declare function load32(address: number): number;
/** Stores the low byte of `value`. */
export declare function store8(address: number, value: number): void;
/** Stores the low half of `value` at an even address. */
export declare function store16(address: number, value: number): void;
/** Stores `value` at a multiple of 4. */
export declare function store32(address: number, value: number): void;

/** Constant bytes. The value is their address. Only as the initialiser of a constant of a module. */
export declare function table8(values: readonly number[]): number;
/** Constant 16-bit values. The value is their address, which is even. */
export declare function table16(values: readonly number[]): number;
/**
 * Constant words. The value is their address, which is a multiple of 4. No kernel of the firmware has any yet.
 *
 * @public
 */
export declare function table32(values: readonly number[]): number;
