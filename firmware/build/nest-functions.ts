import type { FunctionDeclaration, Node, VariableDeclaration } from 'estree';
import MagicString from 'magic-string';
import type { Plugin } from 'rollup';
import { isConstant } from './constants';
import {
  functionsAround,
  isOnlyCalled,
  isOnlyRead,
  leavesFunctions,
  namesAround,
  scopesOf,
  statementOf,
  topScope,
  usesOf,
} from './scopes';
import type { FunctionNode, ScopedProgram, Variable } from './scopes';
import { parse, spanOf } from './syntax-tree';

// The interpreter keeps some six variables for every function that is declared, for as long as its scope lasts, and some more for
// a constant that is an object. So a function or constant that only one other function uses is moved into that one, and takes
// variables only while it runs:
//
//   function f(a) { return g(a); }          function f(a) { function g(b) { … } return g(a); }
//   function g(b) { … }
//
// Declaring costs time at every call: 8,500 host instructions, and 85 for each character of the text. A function that runs often
// says so by the tag @often in the comment before it; nothing is moved into it.

const OFTEN = '@often';

/** A function or constant at the top of the script, which may be moved. */
type Guest = {
  readonly statement: FunctionDeclaration | VariableDeclaration;
  readonly variable: Variable;
  /** The names that it uses and does not declare. */
  readonly free: readonly string[];
  readonly isMovable: boolean;
  /** The function that it has been moved into. */
  host: FunctionNode | undefined;
};

type Nesting = {
  readonly scoped: ScopedProgram;
  readonly guests: readonly Guest[];
  /** Functions that nothing can be moved into. */
  readonly closed: ReadonlySet<FunctionNode>;
};

/** Whether the comment before this place, if there is one, says that the function there runs often. */
function runsOften(code: string, at: number): boolean {
  const before = code.slice(0, at).trimEnd();
  return before.endsWith('*/') && before.slice(before.lastIndexOf('/*')).includes(OFTEN);
}

function guestOf(scoped: ScopedProgram, code: string, variable: Variable): Guest | undefined {
  const [definition, ...others] = variable.defs;
  if (!definition || others.length > 0) return undefined;
  const uses = usesOf(variable);
  if (definition.node.type === 'FunctionDeclaration') {
    const statement = definition.node;
    const isMovable =
      !runsOften(code, spanOf(statement).start) &&
      !leavesFunctions(scoped, statement) &&
      uses.every(({ identifier }) => isOnlyCalled(scoped, identifier));
    const through = scoped.scopes.acquire(statement)?.through ?? [];
    return {
      statement,
      variable,
      free: through.map(({ identifier }) => String(identifier.name)),
      isMovable,
      host: undefined,
    };
  }
  const statement = definition.parent as VariableDeclaration | undefined;
  if (statement?.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined;
  const names = isConstant(statement.declarations[0]?.init);
  if (!names) return undefined;
  return { statement, variable, free: names, isMovable: uses.every((use) => isOnlyRead(scoped, use)), host: undefined };
}

/**
 * The functions around a place, the outermost one first, where guests are by now. Not those that are called where they stand,
 * perhaps for each element of an array.
 */
function hostsAround(nesting: Nesting, node: Node): FunctionNode[] {
  const around = functionsAround(nesting.scoped, node);
  const declared = around.filter((each) => each.type === 'FunctionDeclaration' || !isOnlyCalled(nesting.scoped, each));
  const outermost = around[0] ?? statementOf(nesting.scoped, node);
  const host = nesting.guests.find(({ statement }) => statement === outermost)?.host;
  return host ? [...hostsAround(nesting, host), host, ...declared] : declared;
}

/** All that has been moved into a function, or into what has been. */
function guestsOf({ guests }: Nesting, statement: Node): Guest[] {
  return guests
    .filter(({ host }) => host === statement)
    .flatMap((guest) => [guest, ...guestsOf({ guests } as Nesting, guest.statement)]);
}

/** The innermost function that a guest can be moved into; undefined where it has to stay. */
function hostFor(nesting: Nesting, guest: Guest): FunctionNode | undefined {
  const uses = usesOf(guest.variable)
    .map(({ identifier }) => hostsAround(nesting, identifier))
    .filter((hosts) => !hosts.includes(guest.statement as FunctionDeclaration));
  const [first = [], ...others] = uses;
  const common = first.filter((host, depth) => others.every((hosts) => hosts[depth] === host));
  const names = [guest, ...guestsOf(nesting, guest.statement)].flatMap(({ free }) => free).concat(guest.variable.name);
  const outer = guest.host ? common.indexOf(guest.host) + 1 : 0;
  for (const host of common.slice(outer).reverse()) {
    const path = common.slice(0, common.indexOf(host) + 1);
    const taken = new Set(path.flatMap((each) => [...namesAround(nesting.scoped, each)]));
    if (!nesting.closed.has(host) && !names.some((name) => taken.has(name))) return host;
  }
  return undefined;
}

/** The same script with functions and constants moved into the functions that alone use them. */
export function withNestedFunctions(code: string): MagicString {
  const scoped = scopesOf(parse(code));
  const guests = topScope(scoped).variables.flatMap((variable) => guestOf(scoped, code, variable) ?? []);
  const closed = new Set(
    scoped.functions.filter((each) => runsOften(code, spanOf(each).start) || leavesFunctions(scoped, each)),
  );
  const nesting = { scoped, guests, closed };
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const guest of guests) {
      const host = guest.isMovable ? hostFor(nesting, guest) : undefined;
      if (!host) continue;
      guest.host = host;
      isMoving = true;
    }
  }
  const text = new MagicString(code);
  for (const { statement, host } of guests) if (host) moveInto(text, host, statement);
  for (const host of new Set(guests.flatMap(({ host }) => host ?? []))) {
    const first = guests.find((guest) => guest.host === host);
    if (first && host.body.type !== 'BlockStatement') makeBlock(text, host, first.statement);
  }
  return text;
}

/** Where guests of a function stand: in its block, or before the value that an arrow gives. */
function placeIn({ original }: MagicString, { body }: FunctionNode): number {
  const { start } = spanOf(body);
  return body.type === 'BlockStatement' ? start + 1 : original.lastIndexOf('=>', start) + 2;
}

function moveInto(text: MagicString, host: FunctionNode, guest: Node): void {
  text.move(spanOf(guest).start, spanOf(guest).end, placeIn(text, host));
}

/** Makes a block of the body of an arrow that gives a value; `first` is what stands first in it. */
function makeBlock(text: MagicString, host: FunctionNode, first: Node): void {
  text.prependRight(spanOf(first).start, ' {');
  text.prependRight(placeIn(text, host), ' return ');
  text.appendLeft(spanOf(host).end, '; }');
}

/** For Rollup, before the minifier. */
export function nestFunctions(): Plugin {
  return {
    name: 'nest-functions',
    renderChunk(code) {
      const text = withNestedFunctions(code);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}
