import type { BinaryOperator, Comparison, UnaryOperator } from '../source/kernel-program';

// The meaning of operators on 32-bit integers, which wrap as on the machine.

const BINARY: { readonly [operator in BinaryOperator]: (left: number, right: number) => number } = {
  add: (left, right) => (left + right) | 0,
  sub: (left, right) => (left - right) | 0,
  mul: Math.imul,
  and: (left, right) => left & right,
  or: (left, right) => left | right,
  xor: (left, right) => left ^ right,
  shl: (left, right) => left << right,
  sar: (left, right) => left >> right,
  shr: (left, right) => (left >>> right) | 0,
  min: Math.min,
  max: Math.max,
};

const UNARY: { readonly [operator in UnaryOperator]: (value: number) => number } = {
  neg: (value) => -value | 0,
  not: (value) => ~value,
  abs: (value) => Math.abs(value) | 0,
  clz: Math.clz32,
};

export const isBinary = (operation: string): operation is BinaryOperator => operation in BINARY;
export const isUnary = (operation: string): operation is UnaryOperator => operation in UNARY;

/** The result of a binary operator. */
export function foldBinary(operator: BinaryOperator, left: number, right: number): number {
  return BINARY[operator](left, right);
}

/** The result of a unary operator. */
export function foldUnary(operator: UnaryOperator, value: number): number {
  return UNARY[operator](value);
}

/** Whether `left comparison right` holds. */
export function compare(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'lt':
      return left < right;
    case 'ge':
      return left >= right;
    case 'gt':
      return left > right;
    case 'le':
      return left <= right;
  }
}

/** The comparison that holds exactly when this one does not. */
export const OPPOSITE: { readonly [comparison in Comparison]: Comparison } = {
  eq: 'ne',
  ne: 'eq',
  lt: 'ge',
  ge: 'lt',
  gt: 'le',
  le: 'gt',
};

/** The comparison with the same meaning when its sides are exchanged. */
export const MIRRORED: { readonly [comparison in Comparison]: Comparison } = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  ge: 'le',
  gt: 'lt',
  le: 'ge',
};
