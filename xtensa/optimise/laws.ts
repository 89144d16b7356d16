import type { Node } from '../ir/graph';

/** What the laws of arithmetic may ask about a graph, and how they extend it. */
export type Laws = {
  /** How often a node is read. */
  readonly uses: (node: Node) => number;
  /** The bits that a node may have set. */
  readonly bits: (node: Node) => number;
  /** Puts a new node in front of the one being simplified. */
  readonly make: (operation: Node['operation'], inputs: Node[]) => Node;
};
