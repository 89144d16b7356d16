// The package has types, but its `exports` do not lead to them. This is the part that is used here.
declare module 'estree-walker' {
  import type { Node } from 'estree';
  /** Calls `enter` with every node, a node before those inside of it, and with the node around it. */
  export function walk(tree: Node, handlers: { enter(node: Node, parent: Node | null): void }): void;
}
