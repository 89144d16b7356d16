import type { Node } from '../ir/graph';
import type { Mnemonic } from '../machine/instruction-table';
import { IMMEDIATES } from '../machine/operand';
import type { Selector } from './selector';

const ADDX: { readonly [shift: number]: Mnemonic } = { 1: 'addx2', 2: 'addx4', 3: 'addx8' };
const SUBX: { readonly [shift: number]: Mnemonic } = { 1: 'subx2', 2: 'subx4', 3: 'subx8' };
const MOVE = { eq: 'moveqz', ne: 'movnez', lt: 'movltz', ge: 'movgez' } as const;
const UNMOVE = { eq: 'movnez', ne: 'moveqz', lt: 'movgez', ge: 'movltz' } as const;

const constantOf = (node: Node | undefined): number | undefined =>
  node?.operation === 'constant' ? node.value : undefined;

/** Selects the instructions for one pure value. */
export function lowerValue(selector: Selector, node: Node): void {
  const { inputs, operation } = node;
  const to = selector.register(node);
  const emit = (mnemonic: Mnemonic, ...operands: number[]): void => selector.emit(mnemonic, [to, ...operands]);
  const plain = (mnemonic: Mnemonic): void => emit(mnemonic, ...inputs.map((input) => selector.register(input)));
  switch (operation) {
    case 'neg':
    case 'abs':
    case 'xor':
    case 'or':
      return plain(operation);
    case 'clz':
      return plain('nsau');
    case 'not':
      return emit('xor', selector.register(inputs[0]), selector.register(selector.constant(-1)));
    case 'add':
      return add(selector, node, emit);
    case 'sub':
      return subtract(selector, node, emit);
    case 'mul':
      return multiply(selector, node, emit);
    case 'and':
      return mask(selector, node, emit);
    case 'shl':
    case 'sar':
    case 'shr':
      return shift(selector, node, emit);
    case 'min':
    case 'max':
      if (!clamp(selector, node, emit)) plain(operation);
      return;
    case 'select':
      return select(selector, node);
    default:
      throw new Error(`${operation} is not a pure operation`);
  }
}

type Emit = (mnemonic: Mnemonic, ...operands: number[]) => void;

/** The distance of a shift by 1, 2 or 3, which can become a part of an addx or subx. */
function smallShift(selector: Selector, node: Node): number | undefined {
  const by = node.operation === 'shl' && selector.isOnlyUse(node) ? constantOf(node.inputs[1]) : undefined;
  return by !== undefined && by >= 1 && by <= 3 ? by : undefined;
}

function add(selector: Selector, { inputs }: Node, emit: Emit): void {
  const [left, right] = inputs;
  const value = constantOf(right);
  if (value !== undefined && IMMEDIATES.addi.fits(value)) return emit('addi', selector.register(left), value);
  if (value !== undefined && IMMEDIATES.addmi.fits(value)) return emit('addmi', selector.register(left), value);
  for (const [shifted, other] of [
    [left, right],
    [right, left],
  ]) {
    const by = smallShift(selector, shifted);
    if (by) return emit(ADDX[by], selector.register(shifted.inputs[0]), selector.register(other));
  }
  emit('add', selector.register(left), selector.register(right));
}

function subtract(selector: Selector, { inputs: [left, right] }: Node, emit: Emit): void {
  const by = smallShift(selector, left);
  if (by) return emit(SUBX[by], selector.register(left.inputs[0]), selector.register(right));
  emit('sub', selector.register(left), selector.register(right));
}

function multiply(selector: Selector, { inputs: [left, right] }: Node, emit: Emit): void {
  const factor = constantOf(right);
  const quick: { readonly [factor: number]: Mnemonic } = { 3: 'addx2', 5: 'addx4', 9: 'addx8', 7: 'subx8' };
  if (factor !== undefined && quick[factor]) {
    const register = selector.register(left);
    return emit(quick[factor], register, register);
  }
  emit('mull', selector.register(left), selector.register(right));
}

/** A mask of low bits becomes an extui, which can shift as well. */
function mask(selector: Selector, { inputs: [left, right] }: Node, emit: Emit): void {
  const bits = constantOf(right);
  const width = bits !== undefined && bits > 0 && (bits & (bits + 1)) === 0 ? 32 - Math.clz32(bits) : 0;
  const by = left.operation === 'shr' || left.operation === 'sar' ? constantOf(left.inputs[1]) : undefined;
  if (by !== undefined && width > 0) {
    const rest = left.operation === 'shr' ? Math.min(width, 32 - by) : width;
    if (rest <= 16 && by + rest <= 32) return emit('extui', selector.register(left.inputs[0]), by, rest);
  }
  if (width >= 1 && width <= 16) return emit('extui', selector.register(left), 0, width);
  emit('and', selector.register(left), selector.register(right));
}

function shift(selector: Selector, { operation, inputs: [left, right] }: Node, emit: Emit): void {
  const by = constantOf(right);
  if (by === undefined) {
    selector.emit(operation === 'shl' ? 'ssl' : 'ssr', [selector.register(right)]);
    return emit(operation === 'shl' ? 'sll' : operation === 'sar' ? 'sra' : 'srl', selector.register(left));
  }
  if (operation === 'shl') return emit('slli', selector.register(left), by);
  if (operation === 'sar') {
    const isSignExtension = left.operation === 'shl' && constantOf(left.inputs[1]) === by;
    if (isSignExtension && IMMEDIATES.bit7to22.fits(31 - by))
      return emit('sext', selector.register(left.inputs[0]), 31 - by);
    return emit('srai', selector.register(left), by);
  }
  if (by <= 15) return emit('srli', selector.register(left), by);
  emit('extui', selector.register(left), by, 32 - by);
}

/** min(max(x, -32768), 32767) and the like, in either order, become a clamps. */
function clamp(selector: Selector, { operation, inputs: [left, right] }: Node, emit: Emit): boolean {
  const isPair = left.operation === (operation === 'min' ? 'max' : 'min') && selector.isOnlyUse(left);
  const limits = [constantOf(right), constantOf(left.inputs[1])];
  const [high, low] = operation === 'min' ? limits : limits.reverse();
  if (!isPair || high === undefined || low !== ~high || (high & (high + 1)) !== 0) return false;
  const bit = 32 - Math.clz32(high);
  if (!IMMEDIATES.bit7to22.fits(bit)) return false;
  emit('clamps', selector.register(left.inputs[0]), bit);
  return true;
}

/** Copies one value, and moves the other over it conditionally. */
function select(selector: Selector, node: Node): void {
  const to = selector.register(node);
  const [tested, , yes, no] = node.inputs;
  const comparison = node.comparison as keyof typeof MOVE;
  // The copied value should be one that is not read again, because then its copy can be removed.
  const copiesYes =
    no.operation !== 'constant' &&
    (yes.operation === 'constant' || (selector.isOnlyUse(yes) && !selector.isOnlyUse(no)));
  const [copied, moved, mnemonic] = copiesYes ? [yes, no, UNMOVE[comparison]] : [no, yes, MOVE[comparison]];
  selector.copy(to, copied);
  selector.emit(mnemonic, [to, selector.register(moved), selector.register(tested)]);
}
