import { FIRST_VIRTUAL, type MachineFunction, isCopy, readsOf, writesOf } from '../machine/machine-function';
import { liveAtEnds } from './liveness';

/** A copy and how often it runs. Coalescing frequent copies first saves most. */
type Move = { readonly to: number; readonly from: number; readonly weight: number };

/** The interference graph: which registers hold different values at the same time, so that they cannot share one. */
export class Interference {
  readonly neighbours: Set<number>[];
  readonly moves: Move[] = [];
  /** How often each register is read and written, weighted by loop depth. */
  readonly costs: number[];

  constructor(machine: MachineFunction) {
    this.neighbours = Array.from({ length: machine.registers }, () => new Set<number>());
    this.costs = new Array<number>(machine.registers).fill(0);
    const atEnds = liveAtEnds(machine);
    machine.blocks.forEach(({ instructions, depth }, index) => {
      const live = new Set(atEnds[index]);
      const weight = weightAt(depth);
      for (let i = instructions.length - 1; i >= 0; i--) {
        const each = instructions[i];
        const [written, read] = [writesOf(each), readsOf(each)];
        if (isCopy(each)) this.moves.push({ to: each.operands[0], from: each.operands[1], weight });
        // After a copy both registers hold the same value.
        const same = isCopy(each) ? each.operands[1] : -1;
        for (const register of written) {
          this.costs[register] += weight;
          for (const other of live) if (other !== same) this.connect(register, other);
          for (const other of written) this.connect(register, other);
        }
        for (const register of written) live.delete(register);
        for (const register of read) {
          this.costs[register] += weight;
          live.add(register);
        }
      }
    });
  }

  connect(one: number, other: number): void {
    if (one === other || (one < FIRST_VIRTUAL && other < FIRST_VIRTUAL)) return;
    this.neighbours[one].add(other);
    this.neighbours[other].add(one);
  }
}

/** An estimate of how often code at a loop depth runs. */
export const weightAt = (depth: number): number => 10 ** Math.min(depth, 6);
