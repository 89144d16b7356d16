import type { Memory } from '../../core/memory';
import { bytesOf } from '../interpreter/byte-strings';

/** Shorter arrays and strings are not flat: they have no address (docs/reference/cost.md, "Memory"). */
export const SHORTEST_FLAT_BYTES = 20;

/** Room for the flat strings of one callback: enough for several packets. */
const ARENA_BYTES = 8192;
/** Overwrites the bytes of a string after its callback, so that a late read is noticed. */
const LEFT_BEHIND = 0xee;

/**
 * Flat strings: those that lie in one piece of memory and so have an address, until the end of the callback that makes
 * them. Strings of this simulator are values without an identity, so a string that equals a flat one counts as flat.
 */
export class FlatStrings {
  /** Whether memory is fragmented, so that a new string finds no room in one piece. */
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

  /** Keeps the address of the strings' memory after all addresses were retired. */
  keep(): void {
    this.memory.place(this.arena.buffer);
  }

  /** Registers a new string, which is flat if memory allows it. */
  made(text: string): void {
    if (!this.areRefused) this.force(text);
  }

  /** Registers a new string that is flat in any case. */
  force(text: string): void {
    if (text.length >= SHORTEST_FLAT_BYTES) this.flat.add(text);
  }

  /** The address of a flat string, a multiple of 4, or 0 for other strings. */
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

  /** Forgets all flat strings at the end of a callback. */
  release(): void {
    this.flat.clear();
    this.addresses.clear();
    this.arena.fill(LEFT_BEHIND, 0, this.used);
    this.used = 0;
  }
}
