import type { BlockStatement, Expression, FunctionDeclaration, Node, Program, VariableDeclaration } from 'estree';
import MagicString from 'magic-string';
import type { Plugin } from 'rollup';
import { hasNode, parse, spanOf, visitNodes } from './syntax-tree';

// Writes the functions of a minified program as arrows, which say the same in fewer bytes: `function f(a){return g(a)}`
// becomes `var f=a=>g(a)`. It does so only where declarations head their scope, so that nothing is called before it has its
// value. The minifier gathers them there, because the interpreter on the board hoists neither functions nor `var`.

/** Whether a node means its function's own `this`, `arguments` or `new.target`, which an arrow does not have. */
function isOwnToFunctions(node: Node): boolean {
  const { type } = node;
  return type === 'ThisExpression' || type === 'MetaProperty' || (type === 'Identifier' && node.name === 'arguments');
}

/** The names that a program calls with `new`: an arrow is no constructor. */
function constructorsOf(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  visitNodes(program, (node) => {
    if (node.type === 'NewExpression' && node.callee.type === 'Identifier') names.add(node.callee.name);
  });
  return names;
}

/** The value of a function whose body is one `return` of a value. */
function onlyValueOf({ body }: FunctionDeclaration): Expression | undefined {
  const [statement] = body.body;
  if (body.body.length !== 1 || statement?.type !== 'ReturnStatement') return undefined;
  return statement.argument ?? undefined;
}

/** Makes `function f(a){return g(a)}` into `f=a=>g(a)`, with `mark` before it. */
function writeAsArrow(text: MagicString, declaration: FunctionDeclaration, mark: string): void {
  const { start, end } = spanOf(declaration);
  const { id, params, body } = declaration;
  const value = onlyValueOf(declaration);
  const bodyAt = spanOf(value ?? body);
  const isBracketed = value?.type === 'SequenceExpression' || (value && text.original[bodyAt.start] === '{');
  const open = isBracketed ? '(' : '';
  text.overwrite(start, spanOf(id).start, mark);
  const first = params[0];
  const last = params[params.length - 1];
  if (first === undefined || last === undefined) {
    text.overwrite(spanOf(id).end, bodyAt.start, `=()=>${open}`);
  } else {
    const isAlone = params.length === 1;
    text.overwrite(spanOf(id).end, spanOf(first).start, isAlone ? '=' : '=(');
    text.overwrite(spanOf(last).end, bodyAt.start, `${isAlone ? '' : ')'}=>${open}`);
  }
  if (value && isBracketed) text.overwrite(bodyAt.end, end, ')');
  else if (value) text.remove(bodyAt.end, end);
}

/** The functions that head a scope, if every one of them can be an arrow. */
function headOf(scope: Program | BlockStatement, constructors: ReadonlySet<string>): FunctionDeclaration[] {
  const functions: FunctionDeclaration[] = [];
  for (const statement of scope.body) {
    if (statement.type !== 'FunctionDeclaration') break;
    if (constructors.has(statement.id.name) || hasNode(statement, isOwnToFunctions)) return [];
    functions.push(statement);
  }
  return functions;
}

/** Makes the functions that head a scope one `var`, together with a `var` that follows. */
function writeHead(text: MagicString, functions: readonly FunctionDeclaration[], next: Node | undefined): void {
  functions.forEach((declaration, index) => writeAsArrow(text, declaration, index === 0 ? 'var ' : ','));
  const last = functions[functions.length - 1];
  if (last === undefined) return;
  const first = (next as Partial<VariableDeclaration> | undefined)?.declarations?.[0];
  if (next?.type === 'VariableDeclaration' && next.kind === 'var' && first) {
    text.overwrite(spanOf(next).start, spanOf(first).start, ',');
  } else text.appendLeft(spanOf(last).end, ';');
}

/** The same program with arrows. */
export function withArrowFunctions(code: string): MagicString {
  const program = parse(code);
  const constructors = constructorsOf(program);
  const text = new MagicString(code);
  visitNodes(program, (node) => {
    if (node.type !== 'Program' && node.type !== 'BlockStatement') return;
    const functions = headOf(node, constructors);
    writeHead(text, functions, node.body[functions.length]);
  });
  return text;
}

/** For Rollup, after the minifier. */
export function arrowFunctions(): Plugin {
  return {
    name: 'arrow-functions',
    renderChunk(code) {
      const text = withArrowFunctions(code);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}
