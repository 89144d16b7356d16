import { walk } from 'estree-walker';
import type { Node, Program } from 'estree';
import { parseAst } from 'rollup/parseAst';

/** Offsets of a node in the text that it was parsed from: the first character, and the one behind the last. */
type Span = { readonly start: number; readonly end: number };

/** The syntax tree of a script or module. @throws where the text does not parse */
export function parse(code: string): Program {
  return parseAst(code);
}

/** Where a node of such a tree stands. Rollup's parser notes it; the type of the package `estree` does not know it. */
export function spanOf(node: Node): Span {
  return node as unknown as Span;
}

/** Calls `visit` with every node of a tree, a node before what is inside of it, and with the node around it. */
export function visitNodes(tree: Node, visit: (node: Node, parent: Node | null) => void): void {
  walk(tree, { enter: visit });
}

/** Whether this or any node inside of it fits. */
export function hasNode(tree: Node, fits: (node: Node) => boolean): boolean {
  let found = false;
  visitNodes(tree, (node) => {
    found ||= fits(node);
  });
  return found;
}
