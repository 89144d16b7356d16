import type { Position } from '../kernel-error';

// What the reader makes of the sources: checked, names resolved, every value a 32-bit integer.

export type UnaryOperator = 'neg' | 'not' | 'abs' | 'clz';
export type BinaryOperator = 'add' | 'sub' | 'mul' | 'and' | 'or' | 'xor' | 'shl' | 'sar' | 'shr' | 'min' | 'max';
/** Signed comparisons. */
export type Comparison = 'eq' | 'ne' | 'lt' | 'ge' | 'gt' | 'le';
/** Named after the intrinsics in firmware/kernels/machine.ts. */
export type LoadWidth = 'load8' | 'load16' | 'load16u' | 'load32';
export type StoreWidth = 'store8' | 'store16' | 'store32';

/** A variable or parameter of one function. */
export type Local = { readonly name: string; readonly index: number };

/** Constant data; its alignment is the size of its elements. */
export type Table = { readonly name: string; readonly elementBytes: 1 | 2 | 4; readonly values: readonly number[] };

/** An expression with a value. `assign` is worth what was assigned, `advance` what the local held before. */
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

/** What decides a branch. */
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
  /** Parameters and variables; `index` of each is its place here. */
  readonly locals: readonly Local[];
  readonly returnsValue: boolean;
  readonly body: readonly Statement[];
};

/** All that the exported functions of the entry file reach. */
export type KernelProgram = {
  /** By exported name, in the order of the entry file. */
  readonly entries: ReadonlyMap<string, KernelFunction>;
  /** Callees before their callers. */
  readonly functions: readonly KernelFunction[];
  readonly tables: readonly Table[];
  /** The lines of every source, by the file name that positions carry. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
};
