import ts from 'typescript';
import { KernelError } from '../kernel-error';
import type { Table } from './kernel-program';
import { positionOf } from './position';
import { declarationOf, intrinsicName } from './symbols';

const INT32_MIN = -0x80000000;
const UINT32_MAX = 0xffffffff;

const OPERATORS: { readonly [operator: string]: (left: number, right: number) => number } = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<<': (left, right) => left << right,
  '>>': (left, right) => left >> right,
  '>>>': (left, right) => left >>> right,
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
};

const ELEMENT_BYTES: { readonly [intrinsic: string]: 1 | 2 | 4 } = { table8: 1, table16: 2, table32: 4 };

/**
 * Evaluates the constants of modules. They are evaluated as JavaScript, because the firmware imports the same constants,
 * but each value must be a 32-bit integer, signed or unsigned.
 */
export class Constants {
  private readonly checker: ts.TypeChecker;
  private readonly tables = new Map<ts.Declaration, Table>();
  private readonly evaluating = new Set<ts.Node>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  /** The value of a constant, or the table whose address it is. */
  valueOf(declaration: ts.VariableDeclaration): number | Table {
    const { initializer } = declaration;
    if (!initializer)
      throw new KernelError(positionOf(declaration), 'a constant needs a value: write `const NAME = …`');
    if (ts.isCallExpression(initializer)) return this.table(declaration, initializer);
    return this.integer(initializer);
  }

  /** The value of `OBJECT.NAME`, a property of a constant object. */
  propertyOf(access: ts.PropertyAccessExpression): number {
    return this.integer(access);
  }

  private integer(expression: ts.Expression): number {
    const value = this.evaluate(expression);
    if (Number.isInteger(value) && value >= INT32_MIN && value <= UINT32_MAX) return value;
    throw new KernelError(
      positionOf(expression),
      `${value} is not a 32-bit integer: scale it, as in fixed-point arithmetic`,
    );
  }

  private evaluate(node: ts.Expression): number {
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
      return this.evaluate(node.expression);
    if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.MinusToken) return -this.evaluate(node.operand);
      if (node.operator === ts.SyntaxKind.PlusToken) return this.evaluate(node.operand);
      if (node.operator === ts.SyntaxKind.TildeToken) return ~this.evaluate(node.operand);
    }
    if (ts.isBinaryExpression(node)) {
      const operator = OPERATORS[node.operatorToken.getText()];
      if (operator) return operator(this.evaluate(node.left), this.evaluate(node.right));
    }
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return this.evaluateNamed(node);
    throw new KernelError(
      positionOf(node),
      'not constant: write numbers, operators and other constants (tables: `table16([…])`, each in its own constant)',
    );
  }

  private evaluateNamed(node: ts.Identifier | ts.PropertyAccessExpression): number {
    const declaration = declarationOf(this.checker, ts.isIdentifier(node) ? node : node.name);
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && isModuleConstant(declaration);
    if (!isConstant && !(declaration && ts.isPropertyAssignment(declaration)))
      throw new KernelError(
        positionOf(node),
        `\`${node.getText()}\` is not constant: declare it with \`const\` at the top of a module`,
      );
    if (!declaration.initializer || this.evaluating.has(declaration))
      throw new KernelError(positionOf(node), `\`${node.getText()}\` has no value here: declare it before it is used`);
    this.evaluating.add(declaration);
    const value = this.evaluate(declaration.initializer);
    this.evaluating.delete(declaration);
    return value;
  }

  private table(declaration: ts.VariableDeclaration, call: ts.CallExpression): Table {
    const known = this.tables.get(declaration);
    if (known) return known;
    const elementBytes = ELEMENT_BYTES[intrinsicName(this.checker, call) ?? ''];
    if (!elementBytes)
      throw new KernelError(positionOf(call), 'not constant: a constant may call only table8, table16 and table32');
    const list = this.elements(call.arguments[0], call);
    const bits = elementBytes * 8;
    const values = list.map((element) => {
      const value = this.integer(element);
      if (value >= -(2 ** (bits - 1)) && value < 2 ** bits) return value;
      throw new KernelError(positionOf(element), `${value} does not fit into ${bits} bits: use a wider table`);
    });
    const table = { name: declaration.name.getText(), elementBytes, values };
    this.tables.set(declaration, table);
    return table;
  }

  private elements(list: ts.Expression | undefined, call: ts.Node): readonly ts.Expression[] {
    if (list && ts.isArrayLiteralExpression(list)) return list.elements;
    if (list && (ts.isAsExpression(list) || ts.isParenthesizedExpression(list)))
      return this.elements(list.expression, call);
    if (list && ts.isIdentifier(list)) {
      const declaration = declarationOf(this.checker, list);
      if (declaration && ts.isVariableDeclaration(declaration) && isModuleConstant(declaration))
        return this.elements(declaration.initializer, call);
    }
    throw new KernelError(positionOf(list ?? call), 'a table takes its values in brackets: write `table16([1, 2, 3])`');
  }
}

/** Whether the declaration is a `const X = …` at the top of a module. */
export function isModuleConstant(declaration: ts.VariableDeclaration): boolean {
  const list = declaration.parent;
  const isConst = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0;
  return isConst && ts.isVariableStatement(list.parent) && ts.isSourceFile(list.parent.parent);
}
