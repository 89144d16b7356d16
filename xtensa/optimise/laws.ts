import type { Node } from '../ir/graph';

/** How often a node is read. */
export type UseCount = (node: Node) => number;

/** Puts a new node in front of the one being simplified. */
export type Make = (operation: Node['operation'], inputs: Node[]) => Node;
