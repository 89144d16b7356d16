import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import names from '../../firmware/private-names.json';

// The build shortens the names of these fields. So nothing outside of the bundle may know one of them: not the console
// (status, settings), not a message on the wire, not a module of the interpreter.

const ROOT = join(__dirname, '../..');

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Every name of a field, method or global that a file declares. */
function declaredIn(path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isField =
      ts.isPropertySignature(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isShorthandPropertyAssignment(node) ||
      ts.isMethodSignature(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertyDeclaration(node);
    const isGlobal = path.endsWith('.d.ts') && (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node));
    if ((isField || isGlobal) && node.name && ts.isIdentifier(node.name)) found.push(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

/** The counters that the status names in texts. */
function countersTold(): string[] {
  const text = readFileSync(STATUS, 'utf8');
  return [...text.matchAll(/counted\(speaker, '([^']+)'\)/g)].flatMap(([, names]) => names!.split(' '));
}

/** What the console shows. */
const STATUS = join(ROOT, 'firmware/console/status.ts');
const CONSOLE = [STATUS, join(ROOT, 'firmware/console/commands.ts')];

const OPEN = [
  join(ROOT, 'firmware/settings/settings.ts'),
  join(ROOT, 'firmware/espruino.d.ts'),
  join(ROOT, 'wire/signal.ts'),
  require.resolve('@types/espruino/index.d.ts'),
  ...['es5', 'es2015.core', 'es2015.promise', 'es2016.array.include', 'es2017.object', 'es2017.string'].map((name) =>
    join(dirname(require.resolve('typescript')), `lib.${name}.d.ts`),
  ),
];

test('a private name is a field of the firmware', () => {
  const sources = [...filesUnder('firmware'), ...filesUnder('wire')].filter((path) => !OPEN.includes(path));
  const ours = new Set(sources.flatMap((path) => declaredIn(path)));
  expect(names.filter((name) => !ours.has(name))).toEqual([]);
});

test('nobody outside of the bundle knows a private name', () => {
  const open = new Set([
    ...OPEN.flatMap((path) => declaredIn(path)),
    ...CONSOLE.flatMap((path) => declaredIn(path)),
    ...countersTold(),
  ]);
  expect(['underruns', 'sent', 'configure'].filter((name) => !open.has(name))).toEqual([]);
  expect(open.size).toBeGreaterThan(500);
  expect(names.filter((name) => open.has(name))).toEqual([]);
});
