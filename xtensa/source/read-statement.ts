import ts from 'typescript';
import { KernelError } from '../kernel-error';
import { refuseStatement } from './advice';
import type { Condition, Statement, StoreWidth } from './kernel-program';
import { positionOf } from './position';
import { readCondition, readExpression } from './read-expression';
import type { Scope } from './scope';
import { intrinsicName } from './symbols';

const ALWAYS: Condition = { kind: 'always', isTrue: true };

/** Reads a statement, which may declare several variables. Throws `KernelError`. */
export function readStatement(scope: Scope, node: ts.Statement): Statement[] {
  const at = positionOf(node);
  if (ts.isBlock(node)) return node.statements.flatMap((statement) => readStatement(scope, statement));
  if (ts.isEmptyStatement(node)) return [];
  if (ts.isVariableStatement(node)) return readVariables(scope, node.declarationList);
  if (ts.isExpressionStatement(node)) return readEffect(scope, node.expression);
  if (ts.isIfStatement(node)) {
    const condition = readCondition(scope, node.expression);
    const yes = readStatement(scope, node.thenStatement);
    const no = node.elseStatement ? readStatement(scope, node.elseStatement) : [];
    return [{ kind: 'if', at, condition, yes, no }];
  }
  if (ts.isWhileStatement(node)) {
    const condition = readCondition(scope, node.expression);
    return [{ kind: 'loop', at, isTestedFirst: true, condition, body: readStatement(scope, node.statement), step: [] }];
  }
  if (ts.isDoStatement(node)) {
    const body = readStatement(scope, node.statement);
    return [
      { kind: 'loop', at, isTestedFirst: false, condition: readCondition(scope, node.expression), body, step: [] },
    ];
  }
  if (ts.isForStatement(node)) return readFor(scope, node);
  if (ts.isReturnStatement(node))
    return [{ kind: 'return', at, value: node.expression && readExpression(scope, node.expression) }];
  if ((ts.isBreakStatement(node) || ts.isContinueStatement(node)) && !node.label)
    return [{ kind: ts.isBreakStatement(node) ? 'break' : 'continue', at }];
  throw refuseStatement(node);
}

function readVariables(scope: Scope, list: ts.VariableDeclarationList): Statement[] {
  if ((list.flags & ts.NodeFlags.BlockScoped) === 0)
    throw new KernelError(positionOf(list), 'no `var` in kernels: write `let` or `const`');
  return list.declarations.map((declaration) => {
    const at = positionOf(declaration);
    const { initializer } = declaration;
    if (!initializer) throw new KernelError(at, `give \`${declaration.name.getText()}\` a value where it is declared`);
    const value = readExpression(scope, initializer);
    return { kind: 'evaluate', at, value: { kind: 'assign', local: scope.declare(declaration), value } };
  });
}

function readFor(scope: Scope, node: ts.ForStatement): Statement[] {
  const { initializer, condition, incrementor } = node;
  const first = !initializer
    ? []
    : ts.isVariableDeclarationList(initializer)
      ? readVariables(scope, initializer)
      : readEffect(scope, initializer);
  const test = condition ? readCondition(scope, condition) : ALWAYS;
  const body = readStatement(scope, node.statement);
  const step = incrementor ? readEffect(scope, incrementor) : [];
  return [...first, { kind: 'loop', at: positionOf(node), isTestedFirst: true, condition: test, body, step }];
}

/** Reads an expression that is a statement: an assignment, a store, a call, or several of them as in `a++, b++`. */
function readEffect(scope: Scope, node: ts.Expression): Statement[] {
  const at = positionOf(node);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken)
    return [...readEffect(scope, node.left), ...readEffect(scope, node.right)];
  if (ts.isCallExpression(node)) {
    const intrinsic = intrinsicName(scope.checker, node);
    if (intrinsic?.startsWith('store')) {
      if (node.arguments.length !== 2) throw new KernelError(at, `${intrinsic} takes an address and a value`);
      const [address, value] = node.arguments.map((argument) => readExpression(scope, argument));
      return [{ kind: 'store', at, width: intrinsic as StoreWidth, address, value }];
    }
  }
  const value = readExpression(scope, node);
  if (value.kind !== 'assign' && value.kind !== 'advance' && value.kind !== 'call')
    throw new KernelError(at, 'this does nothing: assign it, store it, or leave it out');
  return [{ kind: 'evaluate', at, value }];
}
