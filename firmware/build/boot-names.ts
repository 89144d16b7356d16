import type { Node, VariableDeclarator } from 'estree';
import MagicString from 'magic-string';
import type { Plugin } from 'rollup';
import { functionsAround, isOnlyCalled, leavesFunctions, scopesOf, topScope, usesOf } from './scopes';
import type { ScopedProgram, Variable } from './scopes';
import { BOOT_BUNDLE } from './storage-names';
import { parse, spanOf } from './syntax-tree';

// What the boot bundle declares at its top are globals of the interpreter: functions at the top need no variable that tells their
// scope, and functions within them need three less. Two things follow.
//
// - Their names begin with `$`, so that the owner does not overwrite one of them at the console, where `s = status()` is natural.
// - What only the start uses is deleted at the end of the start.
// - A constant of one value is written where it is used, because it takes a variable or two as a global.

/** The name of a global. Up to four characters take no variable of their own. */
function globalName(name: string): string {
  return `$${name}`;
}

/** The functions at the top that nothing can call any more once the start is over, by their names. */
function onlyForBoot(scoped: ScopedProgram): string[] {
  const { variables } = topScope(scoped);
  const functions = new Map<Node, string>();
  for (const { defs, name } of variables)
    if (defs.length === 1 && defs[0]!.node.type === 'FunctionDeclaration') functions.set(defs[0]!.node, name);
  /** The function at the top whose own run this use belongs to; 'boot' at the top; 'later' if it may come after that. */
  function momentOf(identifier: Node): Node | 'boot' | 'later' {
    if (!isOnlyCalled(scoped, identifier)) return 'later';
    let moment: Node | 'boot' = 'boot';
    let isKept = false;
    for (const around of functionsAround(scoped, identifier)) {
      if (functions.has(around)) moment = around;
      else if (around.type === 'FunctionDeclaration' ? isKept : !isOnlyCalled(scoped, around)) return 'later';
      isKept ||= leavesFunctions(scoped, around);
    }
    return moment;
  }

  const later = new Set<Node>();
  const uses = [...functions.keys()].map((node) => ({
    node,
    moments: usesOf(variables.find(({ defs }) => defs[0]?.node === node)!).map(({ identifier }) =>
      momentOf(identifier as Node),
    ),
  }));
  for (let isGrowing = true; isGrowing;) {
    const before = later.size;
    for (const { node, moments } of uses)
      if (moments.some((moment) => moment === 'later' || (moment !== 'boot' && moment !== node && later.has(moment))))
        later.add(node);
    isGrowing = later.size > before;
  }
  return [...functions].filter(([node]) => !later.has(node)).map(([, name]) => name);
}

/** The longest value that is written where it is used, in characters. */
const LONGEST_VALUE = 8;

/** The text of the value that a name at the top always has, if that is a number, a truth value or a short text. */
function valueOf(variable: Variable, code: string): string | undefined {
  const declarator = variable.defs[0]?.node as VariableDeclarator | undefined;
  if (variable.defs.length !== 1 || declarator?.type !== 'VariableDeclarator' || !declarator.init) return undefined;
  if (usesOf(variable).some((use) => use.isWrite())) return undefined;
  const { init } = declarator;
  const literal = init.type === 'UnaryExpression' ? init.argument : init;
  if (literal.type !== 'Literal' || 'regex' in literal) return undefined;
  const { start, end } = spanOf(init);
  if (end - start > LONGEST_VALUE) return undefined;
  return literal === init ? code.slice(start, end) : `(${code.slice(start, end)})`;
}

/** Takes some names out of the declarations at the top. */
function takeOut(text: MagicString, { program }: ScopedProgram, names: ReadonlySet<string>): void {
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    const { declarations } = statement;
    const isOut = ({ id }: VariableDeclarator): boolean => id.type === 'Identifier' && names.has(id.name);
    if (declarations.every(isOut)) text.remove(spanOf(statement).start, spanOf(statement).end);
    else
      declarations.forEach((declarator, index) => {
        if (!isOut(declarator)) return;
        const next = declarations[index + 1];
        const before = declarations.slice(0, index).findLast((each) => !isOut(each));
        if (next) text.remove(spanOf(declarator).start, spanOf(next).start);
        else if (before) text.remove(spanOf(before).end, spanOf(declarator).end);
      });
  }
}

/** The boot bundle with global names that begin with `$`, and without what it does not need after the start. */
export function withBootNames(code: string): MagicString {
  const text = new MagicString(code);
  const scoped = scopesOf(parse(code));
  const written = new Set<string>();
  for (const variable of topScope(scoped).variables) {
    const { name, identifiers, references } = variable;
    const value = valueOf(variable, code);
    if (value !== undefined) written.add(name);
    const used = references.filter(({ init }) => !init || value === undefined).map(({ identifier }) => identifier);
    const places = new Set(value === undefined ? [...identifiers, ...used] : used);
    for (const place of places) {
      const { start, end } = spanOf(place as Node);
      const parent = scoped.parentOf(place as Node);
      const isShorthand = parent?.type === 'Property' && parent.shorthand;
      const shown = value ?? globalName(name);
      text.overwrite(start, end, isShorthand ? `${name}: ${shown}` : shown);
    }
  }
  takeOut(text, scoped, written);
  const names = onlyForBoot(scoped).map(globalName).sort();
  if (names.length > 0) text.append(`\n"${names.join(' ')}".split(" ").forEach(e=>{delete global[e]});\n`);
  return text;
}

/** For Rollup, after the minifier. */
export function bootNames(): Plugin {
  return {
    name: 'boot-names',
    renderChunk(code, { fileName }) {
      if (fileName !== BOOT_BUNDLE) return null;
      const text = withBootNames(code);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}
