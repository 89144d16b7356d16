import { analyze, type Reference, type Scope, type ScopeManager, type Variable } from 'eslint-scope';
import type {
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Node,
  Program,
  ReturnStatement,
} from 'estree';
import { spanOf, visitNodes } from './syntax-tree';

// Who declares what in a script, and who uses it.

export type { Variable };

/** A use of a name. */
type Use = Reference & { readonly identifier: Identifier };

export type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | FunctionExpression;

/** Methods that call their function before they return, and do not keep it. */
const CALLING = /^(every|filter|find|findIndex|forEach|map|reduce|some|sort)$/;

/** A script as a tree with its scopes. */
export type ScopedProgram = {
  readonly program: Program;
  readonly scopes: ScopeManager;
  readonly parentOf: (node: Node) => Node | null;
  readonly functions: readonly FunctionNode[];
  readonly returns: readonly ReturnStatement[];
};

/** Resolves the names of a script. */
export function scopesOf(program: Program): ScopedProgram {
  const parents = new Map<Node, Node | null>();
  const functions: FunctionNode[] = [];
  const returns: ReturnStatement[] = [];
  visitNodes(program, (node, parent) => {
    parents.set(node, parent);
    if (isFunction(node)) functions.push(node);
    if (node.type === 'ReturnStatement') returns.push(node);
    const { start, end } = spanOf(node);
    Object.assign(node, { range: [start, end] });
  });
  // As a module: of a script the names at the top would not be resolved, because others could declare them as well.
  const scopes = analyze(program, { ecmaVersion: 2022, sourceType: 'module' });
  return { program, scopes, functions, returns, parentOf: (node) => parents.get(node) ?? null };
}

/** The scope at the top. */
export function topScope({ scopes, program }: ScopedProgram): Scope {
  const scope = scopes.acquire(program, true);
  if (!scope) throw new Error('a script without a scope');
  return scope;
}

/** The uses of a name, but for its declaration. */
export function usesOf(variable: Variable): Use[] {
  return variable.references.filter((reference): reference is Use => !reference.init);
}

function isFunction(node: Node): node is FunctionNode {
  return /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);
}

/** Whether an expression is called where it stands, or given to a method that only calls it: nobody keeps it. */
export function isOnlyCalled({ parentOf }: ScopedProgram, node: Node): boolean {
  const parent = parentOf(node);
  if (parent?.type !== 'CallExpression') return false;
  const { callee } = parent;
  if (callee === node) return true;
  return callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier'
    ? CALLING.test(callee.property.name)
    : false;
}

/**
 * Whether a function leaves another one behind when it returns: as a handler, in an object, or returned. The interpreter
 * then keeps all that the function declared.
 */
export function leavesFunctions(scoped: ScopedProgram, { body }: FunctionNode): boolean {
  let isSo = false;
  visitNodes(body, (node) => {
    if (!isFunction(node)) return;
    if (node.type !== 'FunctionDeclaration') isSo ||= !isOnlyCalled(scoped, node);
    else {
      const [variable] = scoped.scopes.getDeclaredVariables(node);
      isSo ||=
        variable?.references.some((reference) => !isOnlyCalled(scoped, reference.identifier as Identifier)) ?? false;
    }
  });
  return isSo;
}

/** The functions around a node, the outermost one first. */
export function functionsAround({ parentOf }: ScopedProgram, node: Node): FunctionNode[] {
  const around: FunctionNode[] = [];
  for (let at = parentOf(node); at; at = parentOf(at)) if (isFunction(at)) around.unshift(at);
  return around;
}

/** Whether a use of a constant changes neither the constant nor what it holds. */
export function isOnlyRead({ parentOf }: ScopedProgram, use: Use): boolean {
  if (use.isWrite()) return false;
  let at: Node = use.identifier;
  let parent = parentOf(at);
  while (parent?.type === 'MemberExpression' && parent.object === at) {
    at = parent;
    parent = parentOf(at);
  }
  if (parent?.type === 'AssignmentExpression') return parent.left !== at;
  return parent?.type !== 'UpdateExpression' && !(parent?.type === 'UnaryExpression' && parent.operator === 'delete');
}

/** The names that are declared around the body of a function, but for those at the top. */
export function namesAround({ scopes, program }: ScopedProgram, declaration: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (let scope = scopes.acquire(declaration); scope && scope.block !== program; scope = scope.upper)
    for (const { name } of scope.variables) names.add(name);
  return names;
}

/** The statement at the top that a node is or stands in. */
export function statementOf({ program, parentOf }: ScopedProgram, node: Node): Node {
  let at = node;
  for (let parent = parentOf(at); parent && parent !== program; parent = parentOf(at)) at = parent;
  return at;
}
