import { countUses } from '../ir/edit';
import type { Block, Graph, Node } from '../ir/graph';
import { isLoad, isStore, hasEffect } from '../ir/graph';
import type { Position } from '../kernel-error';
import {
  FIRST_ARGUMENT,
  FIRST_OUTGOING,
  FIRST_VIRTUAL,
  type Instruction,
  LOST_IN_CALLS,
  type LiteralPool,
  type MachineBlock,
  type MachineFunction,
  instruction,
  readsOf,
} from '../machine/machine-function';
import type { Mnemonic } from '../machine/instruction-table';
import { Dominance } from '../ir/dominance';
import { addPreheaders, preheaderOf } from '../ir/preheaders';
import type { KernelFunction } from '../source/kernel-program';
import { inSequence, phiCopies, splitEdges } from './edges';
import { lowerBranch } from './lower-branch';
import { lowerValue } from './lower-value';
import type { Selector } from './selector';

const MEMORY: { readonly [operation: string]: Mnemonic } = {
  load8: 'l8ui',
  load16: 'l16si',
  load16u: 'l16ui',
  load32: 'l32i',
  store8: 's8i',
  store16: 's16i',
  store32: 's32i',
};

/** Selects the instructions of one function. Constants go to `pool`, and `numberOf` numbers the functions it calls. */
export function lower(graph: Graph, pool: LiteralPool, numberOf: (callee: KernelFunction) => number): MachineFunction {
  return new Lowering(graph, pool, numberOf).run();
}

/** Works from the end to the start, so that a node is only computed if something behind it has asked for its register. */
class Lowering implements Selector {
  private readonly graph: Graph;
  private readonly pool: LiteralPool;
  private readonly numberOf: (callee: KernelFunction) => number;
  private readonly uses: Map<Node, number>;
  private readonly dominance: Dominance;
  private readonly registers = new Map<Node, number>();
  private readonly constants = new Map<Block, Map<Node, number>>();
  private next = FIRST_VIRTUAL;
  private block: Block;
  private at: Position;
  private sequence: Instruction[] = [];

  constructor(graph: Graph, pool: LiteralPool, numberOf: (callee: KernelFunction) => number) {
    addPreheaders(graph);
    splitEdges(graph);
    this.graph = graph;
    this.pool = pool;
    this.numberOf = numberOf;
    this.uses = countUses(graph);
    this.dominance = new Dominance(graph);
    this.block = graph.blocks[0];
    this.at = graph.kernel.at;
  }

  run(): MachineFunction {
    const { blocks, kernel } = this.graph;
    const finished = new Map<Block, Instruction[]>();
    const ends = new Map<Block, Instruction[]>();
    for (const block of [...this.dominance.order].reverse()) {
      this.block = block;
      ends.set(
        block,
        this.inOrder(() => this.end(block)),
      );
      finished.set(block, this.body(block));
    }
    const machineBlocks = blocks.map((block): MachineBlock => {
      const successors = block.successors().map((successor) => blocks.indexOf(successor));
      const instructions = this.withConstants(block, finished.get(block) ?? [], ends.get(block) ?? []);
      return { instructions, successors, depth: this.dominance.depthOf(block) };
    });
    return { name: kernel.name, at: kernel.at, blocks: machineBlocks, registers: this.next, slots: 0 };
  }

  register(node: Node): number {
    if (node.operation === 'constant' || node.operation === 'address') return this.constantRegister(node);
    let register = this.registers.get(node);
    if (register === undefined) this.registers.set(node, (register = this.fresh()));
    return register;
  }

  constant(value: number): Node {
    return this.graph.constant(value);
  }

  private fresh(): number {
    return this.next++;
  }

  emit(mnemonic: Mnemonic, operands: number[]): void {
    this.sequence.push(instruction(mnemonic, operands, this.at));
  }

  copy(to: number, node: Node): void {
    if (node.operation === 'constant' || node.operation === 'address') this.emit(...this.made(to, node));
    else this.emit('mov.n', [to, this.register(node)]);
  }

  isOnlyUse(node: Node): boolean {
    return this.uses.get(node) === 1;
  }

  /** Runs `action` and returns the instructions that it emits. */
  private inOrder(action: () => void): Instruction[] {
    const outer = this.sequence;
    this.sequence = [];
    action();
    const emitted = this.sequence;
    this.sequence = outer;
    return emitted;
  }

  private made(register: number, node: Node): [Mnemonic, number[]] {
    const { value, table } = node;
    if (!table && value >= -2048 && value <= 2047) return ['movi', [register, value]];
    return ['l32r', [register, this.pool.indexOf({ value, table })]];
  }

  /** Makes a constant in front of the outermost loop that reads it, unless a call in the loop would overwrite it. */
  private constantRegister(node: Node): number {
    const isCall = ({ operation }: Node): boolean => operation === 'call';
    const loop = this.dominance
      .loopsAround(this.block)
      .find(({ blocks }) => ![...blocks].some((block) => block.nodes.some(isCall)));
    const place = (loop && preheaderOf(loop)) ?? this.block;
    let known = this.constants.get(place);
    if (!known) this.constants.set(place, (known = new Map<Node, number>()));
    let register = known.get(node);
    if (register === undefined) known.set(node, (register = this.fresh()));
    return register;
  }

  /** Puts the block's constants in front of their first use, or at the end of the block if only a loop behind it uses them. */
  private withConstants(block: Block, body: readonly Instruction[], end: readonly Instruction[]): Instruction[] {
    const placed = [...body, ...end];
    for (const [node, register] of this.constants.get(block) ?? []) {
      const first = placed.findIndex((each) => readsOf(each).includes(register));
      const index = first >= 0 ? first : placed.length - end.length;
      placed.splice(index, 0, instruction(...this.made(register, node), placed[index].at));
    }
    return placed;
  }

  private body(block: Block): Instruction[] {
    const groups: Instruction[][] = [];
    for (const node of [...block.nodes].reverse()) {
      if (!hasEffect(node) && !this.registers.has(node)) continue;
      this.at = node.at;
      groups.unshift(this.inOrder(() => this.node(node)));
    }
    return groups.flat();
  }

  private node(node: Node): void {
    const { operation, inputs } = node;
    if (operation === 'parameter') {
      this.emit('mov.n', [this.register(node), FIRST_ARGUMENT + node.value]);
    } else if (isLoad(node)) {
      this.emit(MEMORY[operation], [this.register(node), this.register(inputs[0]), node.offset]);
    } else if (isStore(node)) {
      this.emit(MEMORY[operation], [this.register(inputs[1]), this.register(inputs[0]), node.offset]);
    } else if (operation === 'call') {
      this.call(node);
    } else {
      lowerValue(this, node);
    }
  }

  private call(node: Node): void {
    const { inputs, callee } = node;
    if (!callee) throw new Error('the graph holds a call without a callee');
    inputs.forEach((input, place) => this.copy(FIRST_OUTGOING + place, input));
    this.sequence.push({
      mnemonic: 'call8',
      operands: [this.numberOf(callee)],
      at: this.at,
      alsoReads: inputs.map((_, place) => FIRST_OUTGOING + place),
      alsoWrites: LOST_IN_CALLS,
    });
    if (this.registers.has(node)) this.emit('mov.n', [this.register(node), FIRST_OUTGOING]);
  }

  private end(block: Block): void {
    const end = block.terminator();
    this.at = end.at;
    const numberOf = (to: Block): number => this.graph.blocks.indexOf(to);
    if (end.kind === 'branch') return lowerBranch(this, end, numberOf);
    if (end.kind === 'jump') {
      const copies = phiCopies(block);
      const isValue = ({ value }: { readonly value: Node }): boolean =>
        value.operation !== 'constant' && value.operation !== 'address';
      const pairs = copies
        .filter(isValue)
        .map(({ phi, value }): [number, number] => [this.register(phi), this.register(value)]);
      for (const [to, from] of inSequence(pairs, () => this.fresh())) this.emit('mov.n', [to, from]);
      for (const copy of copies) if (!isValue(copy)) this.copy(this.register(copy.phi), copy.value);
      this.emit('j', [numberOf(end.to)]);
      return;
    }
    if (end.value) this.copy(FIRST_ARGUMENT, end.value);
    this.sequence.push({
      mnemonic: 'retw.n',
      operands: [],
      at: this.at,
      alsoReads: end.value ? [FIRST_ARGUMENT] : [],
      alsoWrites: [],
    });
  }
}
