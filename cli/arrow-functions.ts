import { parseAst } from 'rollup/parseAst';

// Writes the functions of a minified program as arrows, which say the same in fewer bytes: `function f(a){return g(a)}`
// becomes `var f=a=>g(a)`. Only where declarations head their scope, so that nothing is called before it has its value: there
// the minifier gathers them, since the interpreter on the board hoists neither.

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [field: string]: unknown };

/** Text that takes the place of what lies between two offsets. */
type Edit = { readonly start: number; readonly end: number; readonly text: string };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** Whether the function means its own `this` or `arguments`, or is a constructor, which an arrow cannot be. */
function needsFunction(node: Node): boolean {
  if (node.type === 'ThisExpression' || node.type === 'MetaProperty') return true;
  if (node.type === 'Identifier' && node['name'] === 'arguments') return true;
  return childrenOf(node).some(needsFunction);
}

function constructed(node: Node): string[] {
  const callee = node['callee'];
  const own = node.type === 'NewExpression' && isNode(callee) ? [String(callee['name'])] : [];
  return own.concat(childrenOf(node).flatMap(constructed));
}

/** From `function f(a,b)` to the name, the arrow and, where the body is one `return`, its bare value. */
function asArrow(code: string, declaration: Node): Edit[] {
  const params = (declaration['params'] as Node[]).map(({ start, end }) => code.slice(start, end));
  const list = params.length === 1 ? params[0] : `(${params.join()})`;
  const body = declaration['body'] as Node;
  const statements = body['body'] as Node[];
  const head = { start: declaration.start, text: `${(declaration['id'] as Node)['name']}=${list}=>` };
  const value = statements[0]?.type === 'ReturnStatement' && statements.length === 1 && statements[0]['argument'];
  if (!isNode(value)) return [{ ...head, end: body.start }];
  const isBracketed = value.type === 'SequenceExpression' || code[value.start] === '{';
  return [
    { ...head, end: value.start, text: head.text + (isBracketed ? '(' : '') },
    { start: value.end, end: declaration.end, text: isBracketed ? ')' : '' },
  ];
}

/** Makes the declarations that head a scope one `var`, together with one that follows. */
function headOf(code: string, statements: readonly Node[], kept: readonly string[]): Edit[] {
  const isKept = (node: Node): boolean =>
    node.type !== 'FunctionDeclaration' || kept.includes((node['id'] as Node)['name'] as string) || needsFunction(node);
  const first = statements.findIndex((node) => node.type !== 'FunctionDeclaration');
  const functions = first < 0 ? statements : statements.slice(0, first);
  if (functions.length === 0 || functions.some(isKept)) return [];
  const edits = functions.flatMap((declaration, index) => {
    const mark = { start: declaration.start, end: declaration.start, text: index === 0 ? 'var ' : ',' };
    return [mark, ...asArrow(code, declaration)];
  });
  const next = statements[functions.length];
  const end = functions[functions.length - 1].end;
  if (next?.type !== 'VariableDeclaration' || next['kind'] !== 'var') return [...edits, { start: end, end, text: ';' }];
  return [...edits, { start: next.start, end: (next['declarations'] as Node[])[0].start, text: ',' }];
}

/** The same program with arrows. */
export function withArrowFunctions(code: string): string {
  const program = parseAst(code) as unknown as Node;
  const kept = constructed(program);
  const edits: Edit[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'Program' || node.type === 'BlockStatement') {
      edits.push(...headOf(code, node['body'] as Node[], kept));
    }
    childrenOf(node).forEach(visit);
  };
  visit(program);
  // Stable: a mark stands before the head at the same place.
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const parts = edits.map(({ start, text }, index) => code.slice(index ? edits[index - 1].end : 0, start) + text);
  return parts.join('') + code.slice(edits.length ? edits[edits.length - 1].end : 0);
}

/** For Rollup, after the minifier. */
export const arrowFunctions = () => ({ name: 'arrow-functions', renderChunk: withArrowFunctions });
