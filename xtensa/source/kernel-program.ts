import type { Position } from '../kernel-error';

// Kernels as the reader gives them: checked, with all names resolved. Every value is a 32-bit integer.

export type UnaryOperator = 'neg' | 'not' | 'abs' | 'clz';
export type BinaryOperator = 'add' | 'sub' | 'mul' | 'and' | 'or' | 'xor' | 'shl' | 'sar' | 'shr' | 'min' | 'max';
/** The comparisons, all signed. */
export type Comparison = 'eq' | 'ne' | 'lt' | 'ge' | 'gt' | 'le';
/** Named after the intrinsics in firmware/kernels/machine.ts. */
export type LoadWidth = 'load8' | 'load16' | 'load16u' | 'load32';
export type StoreWidth = 'store8' | 'store16' | 'store32';

/** A variable or parameter of one function. */
export type Local = { readonly name: string; readonly index: number };

/** Constant data. It is aligned to the size of its elements. */
export type Table = { readonly name: string; readonly elementBytes: 1 | 2 | 4; readonly values: readonly number[] };

/** An expression. The value of `assign` is what is assigned, that of `advance` what the local held before. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'address'; readonly table: Table }
  | { readonly kind: 'local'; readonly local: Local }
  | { readonly kind: 'assign'; readonly local: Local; readonly value: Expression }
  | { readonly kind: 'advance'; readonly local: Local; readonly by: number }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'choice'; readonly condition: Condition; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'load'; readonly width: LoadWidth; readonly address: Expression }
  | { readonly kind: 'call'; readonly callee: KernelFunction; readonly values: readonly Expression[] };

/** The condition of a branch. */
export type Condition =
  | { readonly kind: 'always'; readonly isTrue: boolean }
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type Statement = (
  | { readonly kind: 'evaluate'; readonly value: Expression }
  | { readonly kind: 'store'; readonly width: StoreWidth; readonly address: Expression; readonly value: Expression }
  | { readonly kind: 'if'; readonly condition: Condition; readonly yes: Statement[]; readonly no: Statement[] }
  | {
      readonly kind: 'loop';
      readonly isTestedFirst: boolean;
      readonly condition: Condition;
      readonly body: Statement[];
      readonly step: Statement[];
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
) & { readonly at: Position };

export type KernelFunction = {
  readonly name: string;
  readonly at: Position;
  readonly parameters: readonly Local[];
  /** Parameters and variables. The `index` of each is its index in this list. */
  readonly locals: readonly Local[];
  readonly body: readonly Statement[];
};

/** Everything that the exported functions of the entry file reach. */
export type KernelProgram = {
  /** The entries by their exported names, in the order of the entry file. */
  readonly entries: ReadonlyMap<string, KernelFunction>;
  /** All functions, callees before their callers. */
  readonly functions: readonly KernelFunction[];
  readonly tables: readonly Table[];
  /** The lines of every source, by the file name in its positions. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
};
