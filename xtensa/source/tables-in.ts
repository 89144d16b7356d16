import type { Condition, Expression, KernelFunction, Statement, Table } from './kernel-program';

/** The tables that a function uses. */
export function tablesIn(kernel: KernelFunction): Table[] {
  return kernel.body.flatMap(inStatement);
}

function inStatement(statement: Statement): Table[] {
  switch (statement.kind) {
    case 'evaluate':
      return inExpression(statement.value);
    case 'store':
      return [...inExpression(statement.address), ...inExpression(statement.value)];
    case 'if':
      return [...inCondition(statement.condition), ...[...statement.yes, ...statement.no].flatMap(inStatement)];
    case 'loop':
      return [...inCondition(statement.condition), ...[...statement.body, ...statement.step].flatMap(inStatement)];
    case 'return':
      return statement.value ? inExpression(statement.value) : [];
    case 'break':
    case 'continue':
      return [];
  }
}

function inExpression(expression: Expression): Table[] {
  switch (expression.kind) {
    case 'address':
      return [expression.table];
    case 'assign':
      return inExpression(expression.value);
    case 'unary':
      return inExpression(expression.operand);
    case 'binary':
      return [...inExpression(expression.left), ...inExpression(expression.right)];
    case 'choice':
      return [...inCondition(expression.condition), ...inExpression(expression.yes), ...inExpression(expression.no)];
    case 'load':
      return inExpression(expression.address);
    case 'call':
      return expression.values.flatMap(inExpression);
    case 'constant':
    case 'local':
    case 'advance':
      return [];
  }
}

function inCondition(condition: Condition): Table[] {
  switch (condition.kind) {
    case 'always':
      return [];
    case 'compare':
      return [...inExpression(condition.left), ...inExpression(condition.right)];
    case 'not':
      return inCondition(condition.condition);
    case 'and':
    case 'or':
      return [...inCondition(condition.left), ...inCondition(condition.right)];
  }
}
