import type { Node } from '../ir/graph';

/** What the laws of arithmetic may know about a graph, and how they extend it. */
export type Laws = {
  /** How often a node is read. */
  readonly uses: (node: Node) => number;
  /** The bits that a node may have set. */
  readonly bits: (node: Node) => number;
  /** Makes a node, and puts it in front of the one that is being simplified. */
  readonly make: (operation: Node['operation'], inputs: Node[]) => Node;
};
