import type { CallExpression, ExportNamedDeclaration, ImportDeclaration, Node, Program } from 'estree';
import MagicString from 'magic-string';
import type { RenderedChunk } from 'rollup';
import { BOOT_BUNDLE, storageNameOf } from './storage-names';
import { parse, spanOf, visitNodes } from './syntax-tree';

// Makes scripts of the chunks that Rollup splits the firmware into. The boot bundle is run at boot; each of the others is a
// function of what it needs of the boot bundle, and returns what it exports:
//
//   module.exports = function (startI2s, stopI2s) { … return { startTablePath: startTablePath }; };       'sb.tables' in Storage
//   require("sb.tables")(startI2s, stopI2s)                                                               in '.bootcde'
//
// So no code is there twice or runs twice. Arguments take no variables on a board that never loads the file; an object of what is
// shared, as Modules.addCached() would need, takes some at every boot. Numbers are written into the file instead.

/** What the module files can have of the boot bundle, by the names that it exports. */
export type Shared = {
  readonly locals: ReadonlyMap<string, string>;
  /** Texts of numbers and truth values. */
  readonly constants: ReadonlyMap<string, string>;
  /** Local names to which something is assigned after they were declared. */
  readonly changing: ReadonlySet<string>;
};

/** A call `require('./…')`: of a file of ours, not of a module of the interpreter. */
export function isOwnRequire(node: Node): node is CallExpression {
  if (node.type !== 'CallExpression' || nameOf(node.callee) !== 'require') return false;
  const [path] = node.arguments;
  return path?.type === 'Literal' && String(path.value).startsWith('.');
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : '';
}

/** What a chunk exports: the local names by the exported ones. Its export statements are taken out of the text. */
function takeExports(program: Program, text: MagicString): Map<string, string> {
  const statements = program.body.filter(
    (node): node is ExportNamedDeclaration => node.type === 'ExportNamedDeclaration',
  );
  for (const statement of statements) text.remove(spanOf(statement).start, spanOf(statement).end);
  const specifiers = statements.flatMap((statement) => statement.specifiers);
  return new Map(specifiers.map(({ exported, local }) => [nameOf(exported), nameOf(local)]));
}

/** What a chunk imports: the local names by the exported ones. Its import statements are taken out of the text. */
function takeImports(program: Program, text: MagicString): Map<string, string> {
  const statements = program.body.filter((node): node is ImportDeclaration => node.type === 'ImportDeclaration');
  for (const statement of statements) text.remove(spanOf(statement).start, spanOf(statement).end);
  const specifiers = statements.flatMap((statement) => statement.specifiers);
  return new Map(
    specifiers.map((each) => [each.type === 'ImportSpecifier' ? nameOf(each.imported) : '*', each.local.name]),
  );
}

/** The texts of the numbers and truth values that names at the top of a program stand for, by these names. */
function constantsOf(program: Program, code: string): Map<string, string> {
  const constants = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      const value = init?.type === 'UnaryExpression' ? init.argument : init;
      if (!init || value?.type !== 'Literal' || !/^(number|boolean)$/.test(typeof value.value)) continue;
      constants.set(nameOf(id), code.slice(spanOf(init).start, spanOf(init).end));
    }
  }
  return constants;
}

function changingIn(program: Program): Set<string> {
  const names = new Set<string>();
  visitNodes(program, (node) => {
    if (node.type === 'AssignmentExpression') names.add(nameOf(node.left));
    if (node.type === 'UpdateExpression') names.add(nameOf(node.argument));
  });
  return names;
}

/** Which of these exports a module file gets as arguments, in their order. */
function argumentsOf(exported: Iterable<string>, { constants }: Shared): string[] {
  return [...exported].filter((name) => !constants.has(name)).sort();
}

/** The arguments for a module file, as the boot bundle writes them. */
function valuesFor({ fileName, importedBindings }: RenderedChunk, shared: Shared): string {
  const exported = argumentsOf(importedBindings[BOOT_BUNDLE] ?? [], shared);
  const values = exported.map((name) => shared.locals.get(name) ?? name);
  const changing = values.find((local) => shared.changing.has(local));
  if (changing)
    throw new Error(`${fileName} gets the value of "${changing}" when it is loaded, and that changes later`);
  return values.join(', ');
}

/** Puts the names in Storage into the calls of `require`, and the arguments behind them. */
function linkCalls(
  text: MagicString,
  program: Program,
  shared: Shared,
  chunkOf: (file: string) => RenderedChunk,
): void {
  const loaded = new Set<string>();
  visitNodes(program, (node) => {
    if (!isOwnRequire(node)) return;
    const [argument] = node.arguments;
    if (argument?.type !== 'Literal') return;
    const chunk = chunkOf(String(argument.value).replace('./', ''));
    const name = storageNameOf(chunk.fileName);
    if (loaded.has(name)) throw new Error(`${name} is loaded at two places: load it at one, and keep what it gives`);
    loaded.add(name);
    text.overwrite(spanOf(argument).start, spanOf(argument).end, JSON.stringify(name));
    text.appendLeft(spanOf(node).end, `(${valuesFor(chunk, shared)})`);
  });
}

/** The boot bundle as a script, and what the module files can have of it. */
export function bootBundle(
  code: string,
  chunkOf: (fileName: string) => RenderedChunk,
): { readonly text: MagicString; readonly shared: Shared } {
  const text = new MagicString(code);
  const program = parse(code);
  const locals = takeExports(program, text);
  const known = constantsOf(program, code);
  const changing = changingIn(program);
  const constants = new Map<string, string>();
  for (const [exported, local] of locals) {
    const value = known.get(local);
    if (value !== undefined && !changing.has(local)) constants.set(exported, value);
  }
  const shared = { locals, constants, changing };
  linkCalls(text, program, shared, chunkOf);
  return { text, shared };
}

/** A chunk as a module file. @throws Error when it needs another module file */
export function moduleFile(code: string, chunk: RenderedChunk, shared: Shared): MagicString {
  const other = chunk.imports.find((fileName) => fileName !== BOOT_BUNDLE);
  if (other)
    throw new Error(`${chunk.fileName} shares code with another module file: import it in the boot bundle as well`);
  const text = new MagicString(code);
  const program = parse(code);
  const locals = takeImports(program, text);
  const parameters = argumentsOf(locals.keys(), shared).map((exported) => locals.get(exported));
  const fields = [...takeExports(program, text)].map(([exported, local]) => `${exported}: ${local}`);
  let constants = '';
  for (const [exported, local] of locals) {
    const value = shared.constants.get(exported);
    if (value !== undefined) constants += `const ${local} = ${value};\n`;
  }
  return text
    .prepend(`module.exports = function (${parameters.join(', ')}) {\n${constants}`)
    .append(`\nreturn { ${fields.join(', ')} };\n};\n`);
}
