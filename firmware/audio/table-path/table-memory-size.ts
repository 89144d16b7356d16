import { DESCRIPTOR_WORDS } from '../../../hardware/chip/esp32-i2s';

// How much memory the tables path takes, and what lies where in it. It stands apart from the code that lays the memory
// out, because the sound memory is taken at boot, before the tables path is loaded.

/** Blocks in either direction. 6 × 20 ms outlast any stall of the interpreter but a flash write. */
export const BLOCKS = 6;

/** One frame of 20 ms at 8 kHz. */
export const BLOCK_SAMPLES = 160;

/** A silent descriptor lasts 2 ms, a tenth of a frame: the delay until a talk spurt is heard, and the shortest gap. */
export const SILENCE_SAMPLES = BLOCK_SAMPLES / 10;

/** Word index of the silent buffer, behind all descriptors. */
export const SILENCE_WORD = 3 * BLOCKS * DESCRIPTOR_WORDS;

/** Word index of the first transmit buffer. */
export const FIRST_BUFFER_WORD = SILENCE_WORD + SILENCE_SAMPLES;

/** All of it, in 32-bit words. */
export const TABLE_MEMORY_WORDS = FIRST_BUFFER_WORD + 2 * BLOCKS * BLOCK_SAMPLES + 1;
