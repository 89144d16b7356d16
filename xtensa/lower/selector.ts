import type { Node } from '../ir/graph';
import type { Mnemonic } from '../machine/instruction-table';

/** What the selection of instructions uses. */
export type Selector = {
  /** The register that will hold the value. A value is only computed if its register was asked for. */
  register(node: Node): number;
  /** The node of a constant. */
  constant(value: number): Node;
  emit(mnemonic: Mnemonic, operands: number[]): void;
  /** Puts a value into a given register, by a copy or by making the constant there. */
  copy(to: number, node: Node): void;
  /** Whether the node is read only once, so that it may become a part of its reader. */
  isOnlyUse(node: Node): boolean;
};
