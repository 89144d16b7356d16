import type { Node } from '../ir/graph';
import type { Mnemonic } from '../machine/instruction-table';

/** What the selection of instructions needs to know and to ask for. */
export type Selector = {
  /** The register that will hold the value; asking is what makes it computed. */
  register(node: Node): number;
  /** The node of a constant. */
  constant(value: number): Node;
  emit(mnemonic: Mnemonic, operands: number[]): void;
  /** A value into a given register: a copy, or the constant itself. */
  copy(to: number, node: Node): void;
  /** Whether nothing else reads the node, so that it may become part of its reader. */
  isOnlyUse(node: Node): boolean;
};
