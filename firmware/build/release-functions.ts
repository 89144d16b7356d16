import type { FunctionDeclaration, Node, ReturnStatement } from 'estree';
import MagicString from 'magic-string';
import type { Plugin } from 'rollup';
import { leavesFunctions, scopesOf, type FunctionNode, type ScopedProgram } from './scopes';
import { parse, spanOf } from './syntax-tree';

// A function that is declared within another one refers to the variables of that one, which hold it: a circle, and the
// interpreter frees a circle only when it collects garbage. So a function lets go of those within it when it returns:
//
//   function f(a) { function g(b) { … } function h() { … } return g(a) + h(); }
//   function f(a) { function g(b) { … } function h() { … } return g = g(a) + h(), h = 0, g; }

/** The functions declared at the top of a function's body. */
function declaredIn({ body }: FunctionNode): FunctionDeclaration[] {
  if (body.type !== 'BlockStatement') return [];
  return body.body.filter((statement): statement is FunctionDeclaration => statement.type === 'FunctionDeclaration');
}

/** The innermost function around a node. */
function functionAround({ parentOf, functions }: ScopedProgram, node: Node): Node | null {
  let at = parentOf(node);
  while (at && !functions.includes(at as FunctionNode)) at = parentOf(at);
  return at;
}

/** Makes a `return` let go of the functions of these names. */
function release(text: MagicString, { argument, ...statement }: ReturnStatement, names: readonly string[]): void {
  const [first = '', ...others] = names;
  const rest = others.map((name) => `${name}=`).join('');
  if (argument) {
    const { start } = spanOf(argument);
    text.appendLeft(start, `${/\s/.test(text.original.charAt(start - 1)) ? '' : ' '}${first}=(`);
    text.appendRight(spanOf(argument).end, `)${rest && `,${rest}0`},${first}`);
  } else text.overwrite(spanOf(statement).start, spanOf(statement).end, `return void(${first}=${rest}0);`);
}

/** The same script, in which functions let go of those within them. */
export function withReleasedFunctions(code: string): MagicString {
  const scoped = scopesOf(parse(code));
  const text = new MagicString(code);
  for (const each of scoped.functions) {
    const names = declaredIn(each).map(({ id }) => id.name);
    if (names.length === 0 || leavesFunctions(scoped, each)) continue;
    for (const statement of scoped.returns)
      if (functionAround(scoped, statement) === each) release(text, statement, names);
    const last = each.body.type === 'BlockStatement' ? each.body.body.at(-1) : undefined;
    if (last?.type !== 'ReturnStatement') text.prependLeft(spanOf(each.body).end - 1, `;${names.join('=')}=0`);
  }
  return text;
}

/** For Rollup, after the minifier, which would take such assignments out. */
export function releaseFunctions(): Plugin {
  return {
    name: 'release-functions',
    renderChunk(code) {
      const text = withReleasedFunctions(code);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}
