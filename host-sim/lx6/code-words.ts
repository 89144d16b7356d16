import type { AddressSpace } from './address-space';

type Run = { readonly address: number; readonly words: Int32Array };

/** Words of code as they were when they were translated. */
export class CodeWords {
  /** Stretches without a gap. */
  private readonly runs: readonly Run[];
  /** Addresses where nothing could be executed. */
  private readonly holes: readonly number[];

  constructor(words: ReadonlyMap<number, number | undefined>) {
    const runs: { address: number; words: number[] }[] = [];
    const holes: number[] = [];
    for (const [address, word] of [...words].sort(([a], [b]) => a - b)) {
      const last = runs.at(-1);
      if (word === undefined) holes.push(address);
      else if (last !== undefined && last.address + 4 * last.words.length === address) last.words.push(word);
      else runs.push({ address, words: [word] });
    }
    this.runs = runs.map((run) => ({ address: run.address, words: Int32Array.from(run.words) }));
    this.holes = holes;
  }

  /** Whether they are all as they were. */
  areIn(space: AddressSpace): boolean {
    for (const { address, words } of this.runs) if (!space.isCode(address, words)) return false;
    for (const address of this.holes) if (space.fetch(address) !== undefined) return false;
    return true;
  }
}
