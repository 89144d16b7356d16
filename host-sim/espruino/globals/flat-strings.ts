import type { Memory } from '../../core/memory';
import { bytesOf } from '../interpreter/byte-strings';

/** Shorter arrays and strings are not flat: they have no address (docs/reference/cost.md, "Memory"). */
export const SHORTEST_FLAT_BYTES = 20;

/** Room for the strings that one callback makes: some packets' worth. */
const ARENA_BYTES = 8192;
/** What a string leaves behind, so that nobody reads it later by mistake without noticing. */
const LEFT_BEHIND = 0xee;

/**
 * Strings that lie in one piece and so have an address, from where they are made to the end of the callback. The strings
 * of this simulator are values without an identity: one that equals a flat one counts as flat.
 */
export class FlatStrings {
  /** Whether memory has no run of free variables that is long enough. */
  areRefused = false;
  private readonly arena = new Uint8Array(ARENA_BYTES);
  private readonly memory: Memory;
  private readonly base: number;
  private readonly flat = new Set<string>();
  private readonly addresses = new Map<string, number>();
  private used = 0;

  constructor(memory: Memory) {
    this.memory = memory;
    this.base = memory.place(this.arena.buffer);
  }

  /** Holds on to the room when everything else in memory was given up. */
  keep(): void {
    this.memory.place(this.arena.buffer);
  }

  /** A new string, flat if memory allows it. */
  made(text: string): void {
    if (!this.areRefused) this.force(text);
  }

  /** A new string that is flat whatever memory is like. */
  force(text: string): void {
    if (text.length >= SHORTEST_FLAT_BYTES) this.flat.add(text);
  }

  /** Where the bytes of a flat string lie, 4-aligned; 0 for another. */
  addressOf(text: string): number {
    if (!this.flat.has(text)) return 0;
    const known = this.addresses.get(text);
    if (known !== undefined) return known;
    if (this.used + text.length > ARENA_BYTES) return 0;
    const at = this.used;
    this.used = (at + text.length + 3) & ~3;
    this.arena.set(bytesOf(text), at);
    this.addresses.set(text, this.base + at);
    return this.base + at;
  }

  /** The callback has ended, and its strings with it. */
  release(): void {
    this.flat.clear();
    this.addresses.clear();
    this.arena.fill(LEFT_BEHIND, 0, this.used);
    this.used = 0;
  }
}
