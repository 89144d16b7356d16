import type { Block, Branch, Node } from '../ir/graph';
import type { Mnemonic } from '../machine/instruction-table';
import { IMMEDIATES } from '../machine/operand';
import type { Selector } from './selector';

const WITH_ZERO = { eq: 'beqz', ne: 'bnez', lt: 'bltz', ge: 'bgez' } as const;
const WITH_CONSTANT = { eq: 'beqi', ne: 'bnei', lt: 'blti', ge: 'bgei' } as const;
const WITH_REGISTER = { eq: 'beq', ne: 'bne', lt: 'blt', ge: 'bge' } as const;

/** Emits a branch to `yes` and a jump to `no`. The assembler removes jumps to the next instruction. */
export function lowerBranch(selector: Selector, branch: Branch, numberOf: (block: Block) => number): void {
  const [yes, no] = [numberOf(branch.yes), numberOf(branch.no)];
  const { comparison, left, right } = branch;
  if (!branchOnBits(selector, branch, yes)) compareAndBranch(selector, { comparison, left, right }, yes);
  selector.emit('j', [no]);
}

type Compared = Pick<Branch, 'comparison' | 'left' | 'right'>;

function compareAndBranch(selector: Selector, { comparison, left, right }: Compared, yes: number): void {
  if (right.operation === 'constant') {
    // x > c is x >= c + 1. That never wraps, because c + 1 must be one of a few small constants.
    const isStrict = comparison === 'gt' || comparison === 'le';
    const value = isStrict ? right.value + 1 : right.value;
    const how = comparison === 'gt' ? 'ge' : comparison === 'le' ? 'lt' : comparison;
    if (value === 0) return selector.emit(WITH_ZERO[how], [selector.register(left), yes]);
    if (IMMEDIATES.b4const.fits(value)) return selector.emit(WITH_CONSTANT[how], [selector.register(left), value, yes]);
  }
  const [a, b] = [selector.register(left), selector.register(right)];
  if (comparison === 'gt') return selector.emit('blt', [b, a, yes]);
  if (comparison === 'le') return selector.emit('bge', [b, a, yes]);
  selector.emit(WITH_REGISTER[comparison], [a, b, yes]);
}

/** Makes the mask of `(x & mask) === 0` and the like a part of the branch. True if it could. */
function branchOnBits(selector: Selector, { comparison, left, right }: Branch, yes: number): boolean {
  if ((comparison !== 'eq' && comparison !== 'ne') || right.operation !== 'constant') return false;
  if (left.operation !== 'and') return false;
  const [value, mask] = left.inputs;
  const bits = mask.operation === 'constant' ? mask.value : 0;
  const isOneBit = bits !== 0 && (bits & (bits - 1)) === 0;
  const isAll = bits !== 0 && bits === right.value;
  if (right.value !== 0 && !isAll) return false;
  // Testing a single bit costs nothing, even if the masked value is read elsewhere, too.
  if (!isOneBit && !selector.isOnlyUse(left)) return false;
  if (isOneBit) {
    // For a single bit, "all bits set" is the same as "any bit set".
    const whenSet = (comparison === 'ne') !== isAll;
    const [tested, bit] = bitOf(selector, value, 31 - Math.clz32(bits));
    selector.emit(whenSet ? 'bbsi' : 'bbci', [selector.register(tested), bit, yes]);
    return true;
  }
  const names: Record<string, Mnemonic> = isAll ? { eq: 'ball', ne: 'bnall' } : { eq: 'bnone', ne: 'bany' };
  selector.emit(names[comparison], [selector.register(value), selector.register(mask), yes]);
  return true;
}

/** The value and bit to test instead of a bit of a shifted value: bit 0 of `x >> 3` is bit 3 of `x`. */
function bitOf(selector: Selector, value: Node, bit: number): [Node, number] {
  const isShift = (value.operation === 'shr' || value.operation === 'sar') && value.inputs[1].operation === 'constant';
  if (!isShift || !selector.isOnlyUse(value)) return [value, bit];
  const further = bit + (value.inputs[1].value & 31);
  return further <= 31 ? [value.inputs[0], further] : [value, bit];
}
