import type { Condition, Expression, KernelFunction, KernelProgram, Statement } from '../source/kernel-program';

/** A body of at most this many operations is hardly longer than its call: moves, call8, entry and retw. */
const TINY_OPERATIONS = 10;

/** Chooses the functions to inline: those that are called once, and those that are hardly longer than their call. */
export function chooseInlined(program: KernelProgram): ReadonlySet<KernelFunction> {
  const entries = new Set(program.entries.values());
  const calls = new Map<KernelFunction, number>();
  const inlined = new Set<KernelFunction>();
  const copies = new Map<KernelFunction, number>();
  // Callers come first, because a function that is inlined in two places calls its callees twice.
  for (const kernel of [...program.functions].reverse()) {
    const weight = new Weight(copies.get(kernel) ?? 1, calls).block(kernel.body);
    const count = calls.get(kernel) ?? 0;
    if (entries.has(kernel) || (count !== 1 && weight > TINY_OPERATIONS)) continue;
    inlined.add(kernel);
    copies.set(kernel, count);
  }
  return inlined;
}

/** Counts the operations and the calls of a function. */
class Weight {
  private readonly copies: number;
  private readonly calls: Map<KernelFunction, number>;

  constructor(copies: number, calls: Map<KernelFunction, number>) {
    this.copies = copies;
    this.calls = calls;
  }

  block(statements: readonly Statement[]): number {
    return statements.reduce((sum, statement) => sum + this.statement(statement), 0);
  }

  private statement(statement: Statement): number {
    switch (statement.kind) {
      case 'evaluate':
        return this.expression(statement.value);
      case 'store':
        return 1 + this.expression(statement.address) + this.expression(statement.value);
      case 'if':
        return this.condition(statement.condition) + this.block(statement.yes) + this.block(statement.no);
      case 'loop':
        // A loop is long enough for a function of its own.
        return (
          TINY_OPERATIONS + this.condition(statement.condition) + this.block([...statement.body, ...statement.step])
        );
      case 'return':
        return statement.value ? this.expression(statement.value) : 0;
      case 'break':
      case 'continue':
        return 1;
    }
  }

  private expression(expression: Expression): number {
    switch (expression.kind) {
      case 'constant':
      case 'local':
        return 0;
      case 'address':
      case 'advance':
        return 1;
      case 'assign':
        return this.expression(expression.value);
      case 'unary':
        return 1 + this.expression(expression.operand);
      case 'binary':
        return 1 + this.expression(expression.left) + this.expression(expression.right);
      case 'choice':
        return (
          1 + this.condition(expression.condition) + this.expression(expression.yes) + this.expression(expression.no)
        );
      case 'load':
        return 1 + this.expression(expression.address);
      case 'call':
        this.calls.set(expression.callee, (this.calls.get(expression.callee) ?? 0) + this.copies);
        return expression.values.reduce((sum, value) => sum + 1 + this.expression(value), 2);
    }
  }

  private condition(condition: Condition): number {
    switch (condition.kind) {
      case 'always':
        return 0;
      case 'compare':
        return 1 + this.expression(condition.left) + this.expression(condition.right);
      case 'not':
        return this.condition(condition.condition);
      case 'and':
      case 'or':
        return this.condition(condition.left) + this.condition(condition.right);
    }
  }
}
