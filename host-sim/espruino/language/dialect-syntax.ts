import { parse, type AnyNode, type Node } from 'acorn';
import { LatestUsed } from '../../core/latest-used';

/** The source text is valid JavaScript that stock Espruino does not parse. */
export class UnsupportedSyntax extends Error {
  override readonly name = 'UnsupportedSyntax';
}

type Edit = { readonly at: number; readonly end: number; readonly text: string };

/** The syntax in a node that the interpreter does not parse, found by experiment, or undefined. */
function refusal(node: AnyNode, parent: AnyNode | undefined): string | undefined {
  switch (node.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      if (node.async) return 'async functions';
      return node.generator ? 'generators' : undefined;
    case 'AssignmentPattern':
      return 'default parameters and values';
    case 'RestElement':
    case 'SpreadElement':
      return 'rest and spread';
    case 'ObjectPattern':
    case 'ArrayPattern':
      return 'destructuring';
    case 'ChainExpression':
      return '?.';
    case 'BinaryExpression':
      return node.operator === '**' ? '**' : undefined;
    case 'AssignmentExpression':
      return ['**=', '??=', '||=', '&&='].includes(node.operator) ? node.operator : undefined;
    case 'LabeledStatement':
      return 'labels';
    case 'TaggedTemplateExpression':
      return 'tagged templates';
    case 'MetaProperty':
      return 'new.target';
    case 'PrivateIdentifier':
      return '#private members';
    case 'StaticBlock':
      return 'static blocks';
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      if (node.computed && parent?.type !== 'MemberExpression') return 'computed keys';
      return node.type === 'PropertyDefinition' && node.value == null ? 'class fields without a value' : undefined;
    case 'Literal':
      if ('bigint' in node) return 'BigInt';
      if ('regex' in node && /\{\d+(,\d*)?\}|\(\?|\\b|\\[1-9]/.test(node.regex.pattern))
        return `the regular expression /${node.regex.pattern}/`;
      return undefined;
    case 'SwitchStatement':
      return node.cases.some((branch, i) => branch.test === null && i < node.cases.length - 1)
        ? 'case after default'
        : undefined;
    case 'ForOfStatement':
      return node.await ? 'for await' : undefined;
    default:
      return undefined;
  }
}

/** The edits to the text of a node that make V8 do what the interpreter does. */
function editsOf(node: AnyNode, source: string): Edit[] {
  // The interpreter does not hoist: a function exists from its declaration on.
  if (node.type === 'FunctionDeclaration' && node.id) {
    const { start, end, id } = node;
    return [
      { at: start, end: id.end, text: `var ${id.name}=function` },
      { at: end, end, text: ';' },
    ];
  }
  // The interpreter has no Unicode: it keeps only the low byte of an escape.
  const isText = (node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateElement';
  if (!isText) return [];
  return [...source.slice(node.start, node.end).matchAll(/\\(u[0-9a-fA-F]{4}|[^])/g)]
    .filter(([, body = '']) => body.length === 5)
    .map(({ 0: escape, 1: body = '', index }) => {
      const at = node.start + index;
      return { at, end: at + escape.length, text: `\\x${body.slice(3)}` };
    });
}

function forEachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  for (const value of Object.values(node) as unknown[]) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as (AnyNode | null)[]) if (typeof item?.type === 'string') visit(item);
    } else if (typeof (value as Partial<Node>).type === 'string') visit(value as AnyNode);
  }
}

/** Boards start from the same text, load the same module files, and are asked the same questions again and again. */
const translations = new LatestUsed<string, string>(50);

/**
 * Translates source text so that V8 does with it what stock Espruino does: functions are not hoisted, and strings
 * consist of bytes. Line numbers do not change.
 * @throws UnsupportedSyntax for syntax that the interpreter does not parse, SyntaxError for text that is not JavaScript
 */
export function asInterpreted(source: string): string {
  return translations.get(source, () => translate(source));
}

function translate(source: string): string {
  const edits: Edit[] = [];
  const visit = (node: AnyNode, parent: AnyNode | undefined): void => {
    const why = refusal(node, parent);
    if (why !== undefined) {
      const line = source.slice(0, node.start).split('\n').length;
      throw new UnsupportedSyntax(`line ${line}: stock Espruino does not know ${why}`);
    }
    edits.push(...editsOf(node, source));
    forEachChild(node, (child) => visit(child, node));
  };
  visit(parse(source, { ecmaVersion: 2022, allowReturnOutsideFunction: false }), undefined);
  edits.sort((a, b) => a.at - b.at || a.end - b.end);
  let text = '';
  let at = 0;
  for (const edit of edits) {
    text += source.slice(at, edit.at) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at);
}
