import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { readFirmware } from '../../cli/firmware-text';
import { INNER_FIELDS, SHORTENED_FIELDS } from '../../firmware/build/short-fields';

// A field whose name begins with _ is one that only the file that declares it uses. The build shortens the names of
// these fields and of those in a list (firmware/build/short-fields.ts). So nothing outside of the firmware may know one: no
// setting, no message, no module of the interpreter.

const ROOT = join(__dirname, '../..');
const IS_PRIVATE = /^_[a-z]/;

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

type Names = {
  readonly declared: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
  /** In its texts, but for those that are types. */
  readonly words: ReadonlySet<string>;
  /** The fields of the objects that it makes. */
  readonly made: ReadonlySet<string>;
};

/**
 * The names of fields, methods and globals that a file declares; and those of fields that it reads or sets, or has in a
 * text.
 */
function namesIn(path: string): Names {
  const declared = new Set<string>();
  const used = new Set<string>();
  const words = new Set<string>();
  const made = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isField =
      ts.isPropertySignature(node) ||
      ts.isMethodSignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isMethodDeclaration(node);
    const isGlobal = path.endsWith('.d.ts') && (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node));
    if ((isField || isGlobal) && node.name && ts.isIdentifier(node.name)) declared.add(node.name.text);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) made.add(node.name.getText());
    if (ts.isPropertyAccessExpression(node)) used.add(node.name.text);
    if (ts.isBindingElement(node)) used.add((node.propertyName ?? node.name).getText());
    if (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent) && !ts.isExportDeclaration(node.parent))
      for (const word of node.text.match(/\w+/g) ?? []) (ts.isLiteralTypeNode(node.parent) ? used : words).add(word);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return { declared, used: new Set([...used, ...words, ...made]), words, made };
}

const isPrivate = (name: string): boolean => IS_PRIVATE.test(name);
const SOURCES = filesUnder('firmware').filter((path) => !path.includes('/build/') && !path.endsWith('.d.ts'));
const PRIVATE = new Set(SOURCES.flatMap((path) => [...namesIn(path).declared].filter(isPrivate)));

const SETTINGS = join(ROOT, 'firmware/settings/settings.ts');
const CONSOLE = ['status.ts', 'commands.ts'].map((name) => join(ROOT, 'firmware/console', name));

/** The names of the interpreter and of the language. */
const BUILT_IN = [
  join(ROOT, 'firmware/espruino.d.ts'),
  require.resolve('@types/espruino/index.d.ts'),
  ...['es5', 'es2015.core', 'es2015.promise', 'es2016.array.include', 'es2017.object', 'es2017.string'].map((name) =>
    join(dirname(require.resolve('typescript')), `lib.${name}.d.ts`),
  ),
];

/** What others know: settings, messages, and what is built in. */
const PUBLISHED = [...filesUnder('wire'), SETTINGS, ...CONSOLE, ...BUILT_IN];

test('a private field is used by no file but the one that declares it', () => {
  expect(PRIVATE.size).toBeGreaterThan(20);
  const strangers = SOURCES.flatMap((path) => {
    const { declared, used } = namesIn(path);
    return [...used].filter((name) => isPrivate(name) && !declared.has(name)).map((name) => `${path}: ${name}`);
  });
  expect(strangers).toEqual([]);
});

test('no published name begins as a private one does', () => {
  const published = PUBLISHED.flatMap((path) => {
    const { declared, used } = namesIn(path);
    return [...declared, ...used];
  });
  expect(published).toEqual(
    expect.arrayContaining(['ssid', 'microphoneGain', 'underruns', 'packetMs', 'readArrayBuffer']),
  );
  expect(new Set(published).size).toBeGreaterThan(500);
  expect(published.filter(isPrivate)).toEqual([]);
});

test('a field in the list of short ones is used in the firmware, and nobody else knows it', () => {
  const all = [...SOURCES, ...filesUnder('wire')].map(namesIn);
  const declared = new Set(all.flatMap((names) => [...names.declared]));
  expect(INNER_FIELDS.filter((name) => !declared.has(name))).toEqual([]);
  const known = new Set([
    ...all.flatMap(({ words }) => [...words]),
    ...[SETTINGS, ...BUILT_IN].flatMap((path) => [...namesIn(path).declared]),
    ...[SETTINGS, ...CONSOLE].flatMap((path) => [...namesIn(path).made]),
  ]);
  for (const name of ['ssid', 'joinMs', 'packetMs', 'underruns', 'getTime']) expect(known).toContain(name);
  expect(INNER_FIELDS.filter((name) => known.has(name))).toEqual([]);
});

test('the built files have none of these names', () => {
  const names = Object.values(readFirmware()).flatMap((text) => text.match(/[\w$]+/g) ?? []);
  expect(names).toContain('readArrayBuffer');
  expect(names.filter((name) => PRIVATE.has(name) || INNER_FIELDS.includes(name))).toEqual([]);
  expect(['_x', INNER_FIELDS[0]!].every((name) => SHORTENED_FIELDS.test(name))).toBe(true);
});
