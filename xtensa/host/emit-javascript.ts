import type { Condition, Expression, KernelFunction, KernelProgram, Local, Statement } from '../source/kernel-program';
import type { TableLayout } from '../table-layout';

// Kernels as JavaScript, with `| 0` wherever a result of JavaScript might not be a 32-bit integer.

const COMPARISONS = { eq: '===', ne: '!==', lt: '<', ge: '>=', gt: '>', le: '<=' };
const INFIX = { add: '+', sub: '-', and: '&', or: '|', xor: '^', shl: '<<', sar: '>>', shr: '>>>' };
const CALLED = { mul: 'imul', min: 'min', max: 'max' };
const PREFIX = { neg: '-', not: '~', abs: 'abs', clz: 'clz32' };

/** The text of all kernels. It uses `memory`, `tables` (the address of the constant data) and the functions of `Math`. */
export function emitJavaScript(program: KernelProgram, layout: TableLayout): string {
  const emitter = new Emitter(program, layout);
  return program.functions.map((kernel) => emitter.kernel(kernel)).join('\n');
}

/** The name of a function in the emitted text, which is unique even if two files have functions of the same name. */
export function emittedName(program: KernelProgram, kernel: KernelFunction): string {
  return `${kernel.name}_${program.functions.indexOf(kernel)}`;
}

class Emitter {
  private readonly program: KernelProgram;
  private readonly layout: TableLayout;

  constructor(program: KernelProgram, layout: TableLayout) {
    this.program = program;
    this.layout = layout;
  }

  kernel(kernel: KernelFunction): string {
    const variables = kernel.locals.slice(kernel.parameters.length).map((local) => `${nameOf(local)} = 0`);
    const declared = variables.length > 0 ? `let ${variables.join(', ')};\n` : '';
    const parameters = kernel.parameters.map(nameOf).join(', ');
    return `function ${emittedName(this.program, kernel)}(${parameters}) {\n${declared}${this.block(kernel.body)}return 0;\n}`;
  }

  private block(statements: readonly Statement[]): string {
    return statements.map((statement) => `${this.statement(statement)}\n`).join('');
  }

  private statement(statement: Statement): string {
    switch (statement.kind) {
      case 'evaluate':
        return `${this.value(statement.value)};`;
      case 'store':
        return `memory.${statement.width}(${this.value(statement.address)}, ${this.value(statement.value)});`;
      case 'if':
        return `if (${this.condition(statement.condition)}) {\n${this.block(statement.yes)}} else {\n${this.block(statement.no)}}`;
      case 'loop':
        return this.loop(statement);
      case 'return':
        return `return ${statement.value ? this.value(statement.value) : '0'};`;
      case 'break':
      case 'continue':
        return `${statement.kind};`;
    }
  }

  private loop({ isTestedFirst, condition, body, step }: Statement & { readonly kind: 'loop' }): string {
    const test = this.condition(condition);
    if (!isTestedFirst) return `do {\n${this.block(body)}} while (${test});`;
    const steps = step.map((each) => this.statement(each).replace(/;$/, '')).join(', ');
    return `for (; ${test}; ${steps}) {\n${this.block(body)}}`;
  }

  private value(expression: Expression): string {
    switch (expression.kind) {
      case 'constant':
        return `(${expression.value})`;
      case 'address':
        return `(tables + ${this.layout.offsets.get(expression.table)} | 0)`;
      case 'local':
        return nameOf(expression.local);
      case 'assign':
        return `(${nameOf(expression.local)} = ${this.value(expression.value)})`;
      case 'advance': {
        // The value before. Undoing the addition wraps back exactly.
        const name = nameOf(expression.local);
        return `((${name} = ${name} + ${expression.by} | 0) - ${expression.by} | 0)`;
      }
      case 'unary':
        return `(${PREFIX[expression.operator]}(${this.value(expression.operand)}) | 0)`;
      case 'binary': {
        const { operator } = expression;
        const [left, right] = [this.value(expression.left), this.value(expression.right)];
        if (operator === 'mul' || operator === 'min' || operator === 'max')
          return `${CALLED[operator]}(${left}, ${right})`;
        return `(${left} ${INFIX[operator]} ${right} | 0)`;
      }
      case 'choice':
        return `(${this.condition(expression.condition)} ? ${this.value(expression.yes)} : ${this.value(expression.no)})`;
      case 'load':
        return `memory.${expression.width}(${this.value(expression.address)})`;
      case 'call': {
        const values = expression.values.map((value) => this.value(value)).join(', ');
        return `${emittedName(this.program, expression.callee)}(${values})`;
      }
    }
  }

  private condition(condition: Condition): string {
    switch (condition.kind) {
      case 'always':
        return String(condition.isTrue);
      case 'compare':
        return `${this.value(condition.left)} ${COMPARISONS[condition.comparison]} ${this.value(condition.right)}`;
      case 'not':
        return `!(${this.condition(condition.condition)})`;
      case 'and':
      case 'or': {
        const operator = condition.kind === 'and' ? '&&' : '||';
        return `((${this.condition(condition.left)}) ${operator} (${this.condition(condition.right)}))`;
      }
    }
  }
}

function nameOf({ name, index }: Local): string {
  return `${name}_${index}`;
}
