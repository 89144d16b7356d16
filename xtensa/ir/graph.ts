import type { Position } from '../kernel-error';
import type {
  BinaryOperator,
  Comparison,
  KernelFunction,
  LoadWidth,
  StoreWidth,
  Table,
  UnaryOperator,
} from '../source/kernel-program';

/** What a node computes. `select` is its third input if the comparison of the first two holds, otherwise its fourth. */
export type Operation =
  | 'parameter'
  | 'constant'
  | 'address'
  | 'phi'
  | 'select'
  | 'call'
  | UnaryOperator
  | BinaryOperator
  | LoadWidth
  | StoreWidth;

/** A value in static single assignment form, or a store. `offset` is added to the address of loads and stores. */
export class Node {
  readonly operation: Operation;
  inputs: Node[];
  readonly at: Position;
  block: Block | undefined;
  /** The value of a constant, or the index of a parameter. */
  value = 0;
  offset = 0;
  comparison: Comparison = 'eq';
  table: Table | undefined;
  callee: KernelFunction | undefined;

  constructor(operation: Operation, inputs: Node[], at: Position) {
    this.operation = operation;
    this.inputs = inputs;
    this.at = at;
  }
}

export type Branch = {
  readonly kind: 'branch';
  comparison: Comparison;
  left: Node;
  right: Node;
  yes: Block;
  no: Block;
  readonly at: Position;
};

/** How a block ends. */
type Terminator =
  | { readonly kind: 'jump'; to: Block; readonly at: Position }
  | Branch
  | { readonly kind: 'return'; value: Node | undefined; readonly at: Position };

/** A basic block. The inputs of its phis are in the order of `predecessors`. */
export class Block {
  phis: Node[] = [];
  nodes: Node[] = [];
  end: Terminator | undefined;
  predecessors: Block[] = [];

  successors(): Block[] {
    if (this.end?.kind === 'jump') return [this.end.to];
    if (this.end?.kind === 'branch') return [this.end.yes, this.end.no];
    return [];
  }

  /** How the block ends. The block must be complete. */
  terminator(): Terminator {
    if (!this.end) throw new Error('a block of the kernel has no end');
    return this.end;
  }
}

/** The graph of one function. Its blocks are in the order of their code. */
export class Graph {
  readonly kernel: KernelFunction;
  blocks: Block[] = [];
  private readonly constants = new Map<number, Node>();
  private readonly addresses = new Map<Table, Node>();

  constructor(kernel: KernelFunction) {
    this.kernel = kernel;
  }

  /** The node of a constant. It belongs to no block, because constants are made where they are needed. */
  constant(value: number): Node {
    let node = this.constants.get(value);
    if (!node) {
      node = new Node('constant', [], this.kernel.at);
      node.value = value;
      this.constants.set(value, node);
    }
    return node;
  }

  /** The node of a table's address. Like a constant, it belongs to no block. */
  address(table: Table): Node {
    let node = this.addresses.get(table);
    if (!node) {
      node = new Node('address', [], this.kernel.at);
      node.table = table;
      this.addresses.set(table, node);
    }
    return node;
  }
}

const STORES: ReadonlySet<Operation> = new Set<Operation>(['store8', 'store16', 'store32']);
const LOADS: ReadonlySet<Operation> = new Set<Operation>(['load8', 'load16', 'load16u', 'load32']);

export const isStore = (node: Node): boolean => STORES.has(node.operation);
export const isLoad = (node: Node): boolean => LOADS.has(node.operation);

/** Whether the value depends only on the inputs, so that it may be computed anywhere. */
export function isPure(node: Node): boolean {
  return (
    !isStore(node) && !isLoad(node) && !['call', 'phi', 'parameter', 'constant', 'address'].includes(node.operation)
  );
}

/** Whether the node does something besides computing a value. */
export const hasEffect = (node: Node): boolean => isStore(node) || node.operation === 'call';

/** The nodes that a terminator reads. */
export function readBy(end: Terminator): Node[] {
  if (end.kind === 'branch') return [end.left, end.right];
  return end.kind === 'return' && end.value ? [end.value] : [];
}
