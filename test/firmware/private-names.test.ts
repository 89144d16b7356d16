import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { readFirmware } from '../../cli/firmware-text';

// A field whose name begins with _ is one that only the file that declares it uses. The build shortens the names of
// exactly these fields (rollup.config.js). So nothing outside of the firmware may know one: no setting, no message, no
// module of the interpreter.

const ROOT = join(__dirname, '../..');
const IS_PRIVATE = /^_[a-z]/;

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

type Names = { readonly declared: ReadonlySet<string>; readonly used: ReadonlySet<string> };

/**
 * The names of fields, methods and globals that a file declares; and those of fields that it reads or sets, or has in a
 * text.
 */
function namesIn(path: string): Names {
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isField =
      ts.isPropertySignature(node) ||
      ts.isMethodSignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isMethodDeclaration(node);
    const isGlobal = path.endsWith('.d.ts') && (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node));
    if ((isField || isGlobal) && node.name && ts.isIdentifier(node.name)) declared.add(node.name.text);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) used.add(node.name.getText());
    if (ts.isPropertyAccessExpression(node)) used.add(node.name.text);
    if (ts.isBindingElement(node)) used.add((node.propertyName ?? node.name).getText());
    if (ts.isStringLiteralLike(node)) for (const word of node.text.match(/\w+/g) ?? []) used.add(word);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return { declared, used };
}

const isPrivate = (name: string): boolean => IS_PRIVATE.test(name);
const SOURCES = filesUnder('firmware').filter((path) => !path.includes('/build/') && !path.endsWith('.d.ts'));
const PRIVATE = new Set(SOURCES.flatMap((path) => [...namesIn(path).declared].filter(isPrivate)));

/** What others know: settings, messages, and the names of the interpreter and of the language. */
const PUBLISHED = [
  ...filesUnder('wire'),
  join(ROOT, 'firmware/settings/settings.ts'),
  join(ROOT, 'firmware/console/status.ts'),
  join(ROOT, 'firmware/console/commands.ts'),
  join(ROOT, 'firmware/espruino.d.ts'),
  require.resolve('@types/espruino/index.d.ts'),
  ...['es5', 'es2015.core', 'es2015.promise', 'es2016.array.include', 'es2017.object', 'es2017.string'].map((name) =>
    join(dirname(require.resolve('typescript')), `lib.${name}.d.ts`),
  ),
];

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

test('the built files have none of these names', () => {
  const names = Object.values(readFirmware()).flatMap((text) => text.match(/[\w$]+/g) ?? []);
  expect(names).toContain('readArrayBuffer');
  expect(names.filter((name) => PRIVATE.has(name))).toEqual([]);
});
