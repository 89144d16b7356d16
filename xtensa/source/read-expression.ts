import ts from 'typescript';
import { KernelError } from '../kernel-error';
import { refuseExpression, refuseOperator } from './advice';
import type { BinaryOperator, Comparison, Condition, Expression, LoadWidth } from './kernel-program';
import { positionOf } from './position';
import type { Scope } from './scope';
import { declarationOf, intrinsicName } from './symbols';

const BINARY: { readonly [token: string]: BinaryOperator } = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'shl',
  '>>': 'sar',
  '>>>': 'shr',
};
const COMPARISONS: { readonly [token: string]: Comparison } = {
  '==': 'eq',
  '===': 'eq',
  '!=': 'ne',
  '!==': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};
const MATH: { readonly [name: string]: BinaryOperator } = { 'Math.imul': 'mul', 'Math.min': 'min', 'Math.max': 'max' };
const LOADS: ReadonlySet<string> = new Set<LoadWidth>(['load8', 'load16', 'load16u', 'load32']);

/** Reads an expression. Throws `KernelError` for everything that kernels do not have. */
export function readExpression(scope: Scope, node: ts.Expression): Expression {
  if (ts.isParenthesizedExpression(node)) return readExpression(scope, node.expression);
  if (ts.isNumericLiteral(node)) return literal(node);
  if (ts.isIdentifier(node)) return scope.named(node);
  if (ts.isPropertyAccessExpression(node)) return scope.property(node);
  if (ts.isPrefixUnaryExpression(node)) return readPrefix(scope, node);
  if (ts.isPostfixUnaryExpression(node)) {
    const by = node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1;
    return { kind: 'advance', local: scope.assigned(node.operand), by };
  }
  if (ts.isBinaryExpression(node)) return readBinary(scope, node);
  if (ts.isConditionalExpression(node)) {
    const condition = readCondition(scope, node.condition);
    return {
      kind: 'choice',
      condition,
      yes: readExpression(scope, node.whenTrue),
      no: readExpression(scope, node.whenFalse),
    };
  }
  if (ts.isCallExpression(node)) return readCall(scope, node);
  throw refuseExpression(node);
}

function literal(node: ts.NumericLiteral): Expression {
  const value = Number(node.text);
  if (Number.isInteger(value) && value <= 0xffffffff) return { kind: 'constant', value: value | 0 };
  throw new KernelError(
    positionOf(node),
    `${node.getText()} is not a 32-bit integer: scale it, as in fixed-point arithmetic`,
  );
}

function readPrefix(scope: Scope, node: ts.PrefixUnaryExpression): Expression {
  switch (node.operator) {
    case ts.SyntaxKind.MinusToken:
      return { kind: 'unary', operator: 'neg', operand: readExpression(scope, node.operand) };
    case ts.SyntaxKind.TildeToken:
      return { kind: 'unary', operator: 'not', operand: readExpression(scope, node.operand) };
    case ts.SyntaxKind.PlusToken:
      return readExpression(scope, node.operand);
    case ts.SyntaxKind.ExclamationToken:
      throw new KernelError(positionOf(node), '`!` is for conditions only: write `x === 0 ? 1 : 0` for a number');
    default: {
      const local = scope.assigned(node.operand);
      const right: Expression = { kind: 'constant', value: node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1 };
      const value: Expression = { kind: 'binary', operator: 'add', left: { kind: 'local', local }, right };
      return { kind: 'assign', local, value };
    }
  }
}

function readBinary(scope: Scope, node: ts.BinaryExpression): Expression {
  const token = node.operatorToken.getText();
  const operator = BINARY[token];
  if (operator) return { kind: 'binary', operator, ...readSides(scope, node) };
  if (token === '=')
    return { kind: 'assign', local: scope.assigned(node.left), value: readExpression(scope, node.right) };
  const compound = token.endsWith('=') ? BINARY[token.slice(0, -1)] : undefined;
  if (!compound) throw refuseOperator(node);
  const local = scope.assigned(node.left);
  const left: Expression = { kind: 'local', local };
  const value: Expression = { kind: 'binary', operator: compound, left, right: readExpression(scope, node.right) };
  return { kind: 'assign', local, value };
}

function readSides(scope: Scope, { left, right }: ts.BinaryExpression): { left: Expression; right: Expression } {
  return { left: readExpression(scope, left), right: readExpression(scope, right) };
}

function readCall(scope: Scope, node: ts.CallExpression): Expression {
  const spread = node.arguments.find((argument) => ts.isSpreadElement(argument));
  if (spread)
    throw new KernelError(positionOf(spread), 'no spread in kernels: pass each value as an argument of its own');
  const intrinsic = intrinsicName(scope.checker, node);
  if (intrinsic) return readIntrinsic(scope, node, intrinsic);
  const declaration = declarationOf(scope.checker, node.expression);
  if (!declaration || !ts.isFunctionDeclaration(declaration) || !declaration.body)
    throw new KernelError(
      positionOf(node),
      `\`${node.expression.getText()}\` is not a kernel: call functions declared with \`function\`, those of machine.ts, ` +
        'Math.imul, Math.min, Math.max, Math.abs and Math.clz32',
    );
  const callee = scope.readFunction(declaration, node);
  if (callee.parameters.length !== node.arguments.length)
    throw new KernelError(
      positionOf(node),
      `${callee.name} takes ${callee.parameters.length} values, not ${node.arguments.length}`,
    );
  return { kind: 'call', callee, values: node.arguments.map((value) => readExpression(scope, value)) };
}

function readIntrinsic(scope: Scope, node: ts.CallExpression, name: string): Expression {
  const values = node.arguments;
  const refuse = (message: string): KernelError => new KernelError(positionOf(node), message);
  const takes = (count: number): void => {
    if (values.length !== count) throw refuse(`${name} takes ${count} values, not ${values.length}: nest the calls`);
  };
  if (MATH[name]) {
    takes(2);
    const [left, right] = values.map((value) => readExpression(scope, value));
    return { kind: 'binary', operator: MATH[name], left, right };
  }
  if (name === 'Math.abs' || name === 'Math.clz32') {
    takes(1);
    return { kind: 'unary', operator: name === 'Math.abs' ? 'abs' : 'clz', operand: readExpression(scope, values[0]) };
  }
  if (LOADS.has(name)) {
    takes(1);
    return { kind: 'load', width: name as LoadWidth, address: readExpression(scope, values[0]) };
  }
  if (name.startsWith('store')) throw refuse(`${name} has no value: write it as a statement of its own`);
  if (name.startsWith('table'))
    throw refuse(`${name} makes constant data: write \`const NAME = ${name}([…])\` outside`);
  throw refuse(`no ${name} in kernels: use Math.imul, Math.min, Math.max, Math.abs and Math.clz32`);
}

/** Reads the condition of an `if`, a loop or a `?:`. A number is true unless it is 0. */
export function readCondition(scope: Scope, node: ts.Expression): Condition {
  if (ts.isParenthesizedExpression(node)) return readCondition(scope, node.expression);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'always', isTrue: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'always', isTrue: false };
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return { kind: 'not', condition: readCondition(scope, node.operand) };
  if (ts.isBinaryExpression(node)) {
    const token = node.operatorToken.getText();
    if (token === '&&' || token === '||') {
      const [left, right] = [readCondition(scope, node.left), readCondition(scope, node.right)];
      return { kind: token === '&&' ? 'and' : 'or', left, right };
    }
    const comparison = COMPARISONS[token];
    if (comparison) return { kind: 'compare', comparison, ...readSides(scope, node) };
  }
  const right: Expression = { kind: 'constant', value: 0 };
  return { kind: 'compare', comparison: 'ne', left: readExpression(scope, node), right };
}
