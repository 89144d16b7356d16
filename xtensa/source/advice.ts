import ts from 'typescript';
import { KernelError } from '../kernel-error';
import { positionOf } from './position';

const OPERATORS: { readonly [token: string]: string } = {
  '/': 'no division: write `>>` for powers of two, or multiply by the reciprocal and shift',
  '%': 'no remainder: write `& (n - 1)` for powers of two, or subtract in a loop',
  '**': 'no powers: write `<<` for powers of two',
  '&&': '`&&` is for conditions only: write `a !== 0 && b !== 0 ? 1 : 0` for a number',
  '||': '`||` is for conditions only: write `a !== 0 || b !== 0 ? 1 : 0` for a number',
  '??': 'no `??` in kernels: every value is a number, so leave it out',
  ',': 'no `,` operator in kernels: write two statements',
};

/** The error for an operator that kernels do not have. */
export function refuseOperator(node: ts.BinaryExpression): KernelError {
  const token = node.operatorToken.getText();
  const known = OPERATORS[token] ?? OPERATORS[token.replace(/=$/, '')];
  const isComparison = /^[=!]==?$|^[<>]=?$/.test(token);
  const other = isComparison
    ? `\`${token}\` is for conditions only: write \`a ${token} b ? 1 : 0\` for a number`
    : `no \`${token}\` in kernels: use the operators of 32-bit integers`;
  return new KernelError(positionOf(node), known ?? other);
}

const EXPRESSIONS: { readonly [kind: number]: string } = {
  [ts.SyntaxKind.StringLiteral]: 'no strings in kernels: write a number, or a table8 of the bytes',
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: 'no strings in kernels: write a number, or a table8 of the bytes',
  [ts.SyntaxKind.TemplateExpression]: 'no strings in kernels: write a number, or a table8 of the bytes',
  [ts.SyntaxKind.ArrayLiteralExpression]:
    'no arrays in kernels: write `const NAME = table32([…])` outside, or use memory',
  [ts.SyntaxKind.ObjectLiteralExpression]: 'no objects in kernels: keep fields in memory, at constant offsets',
  [ts.SyntaxKind.ElementAccessExpression]: 'no arrays in kernels: write `load32(address + (index << 2))`',
  [ts.SyntaxKind.ArrowFunction]: 'no closures in kernels: declare a function outside and pass what it needs',
  [ts.SyntaxKind.FunctionExpression]: 'no closures in kernels: declare a function outside and pass what it needs',
  [ts.SyntaxKind.NewExpression]: 'no `new` in kernels: keep fields in memory, at constant offsets',
  [ts.SyntaxKind.BigIntLiteral]: 'no bigints in kernels: every value has 32 bits',
  [ts.SyntaxKind.TrueKeyword]: '`true` is for conditions only: write 1',
  [ts.SyntaxKind.FalseKeyword]: '`false` is for conditions only: write 0',
  [ts.SyntaxKind.NullKeyword]: 'no null in kernels: write 0',
  [ts.SyntaxKind.ThisKeyword]: 'no `this` in kernels: pass an address as a parameter',
  [ts.SyntaxKind.AsExpression]: 'no casts in kernels: every value is a number already',
  [ts.SyntaxKind.NonNullExpression]: 'no casts in kernels: every value is a number already',
  [ts.SyntaxKind.AwaitExpression]: 'no `await` in kernels: a kernel runs to its end',
  [ts.SyntaxKind.TypeOfExpression]: 'no `typeof` in kernels: every value is a number',
  [ts.SyntaxKind.RegularExpressionLiteral]: 'no regular expressions in kernels: compare numbers',
};

/** The error for an expression that kernels do not have. */
export function refuseExpression(node: ts.Expression): KernelError {
  const advice = EXPRESSIONS[node.kind] ?? `no \`${node.getText()}\` in kernels: write 32-bit arithmetic`;
  return new KernelError(positionOf(node), advice);
}

const STATEMENTS: { readonly [kind: number]: string } = {
  [ts.SyntaxKind.SwitchStatement]: 'no switch in kernels: write `if` … `else if`',
  [ts.SyntaxKind.TryStatement]: 'no exceptions in kernels: return a number that says what went wrong',
  [ts.SyntaxKind.ThrowStatement]: 'no exceptions in kernels: return a number that says what went wrong',
  [ts.SyntaxKind.ForOfStatement]: 'no for-of in kernels: count with `for (let i = 0; i < n; i++)`',
  [ts.SyntaxKind.ForInStatement]: 'no for-in in kernels: count with `for (let i = 0; i < n; i++)`',
  [ts.SyntaxKind.FunctionDeclaration]: 'no closures in kernels: declare the function outside and pass what it needs',
  [ts.SyntaxKind.ClassDeclaration]: 'no classes in kernels: keep fields in memory, at constant offsets',
  [ts.SyntaxKind.LabeledStatement]: 'no labels in kernels: make the inner loop a function and return from it',
};

/** The error for a statement that kernels do not have. */
export function refuseStatement(node: ts.Statement): KernelError {
  const advice =
    STATEMENTS[node.kind] ?? 'no such statement in kernels: write `if`, `while`, `for`, assignments and calls';
  return new KernelError(positionOf(node), advice);
}
