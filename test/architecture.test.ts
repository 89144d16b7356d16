import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

// ARCHITECTURE.md as a test: who may import whom, no cycles (not even of types), files of a readable length.

const ROOT = join(__dirname, '..');
const FOLDERS = ['wire', 'hardware', 'firmware', 'xtensa', 'host-sim', 'relay', 'web', 'cli', 'test'];

type Import = { readonly from: string; readonly specifier: string; readonly to: string | undefined };
type Source = { readonly path: string; readonly lines: number; readonly imports: readonly Import[] };

function filesUnder(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Where a relative import leads: the file's path from the root, or undefined for a package. */
function target(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = join(dirname(from), specifier).split(sep).join('/');
  const candidates = [`${path}.ts`, `${path}/index.ts`, `${path}.d.ts`, path];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(join(ROOT, candidate))) ?? path;
}

/** Every module that a file names: imports, re-exports, `import()`, `require()` and types by `import('…')`. */
function specifiersIn(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isImport = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    if (isImport && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      found.push(node.moduleSpecifier.text);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push(node.argument.literal.text);
    }
    if (ts.isCallExpression(node) && node.arguments.length === 1 && ts.isStringLiteral(node.arguments[0]!)) {
      const callee = node.expression;
      const isDynamic = callee.kind === ts.SyntaxKind.ImportKeyword;
      if (isDynamic || (ts.isIdentifier(callee) && callee.text === 'require')) found.push(node.arguments[0].text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return found;
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = specifiersIn(path, text).map((specifier) => ({ from: path, specifier, to: target(path, specifier) }));
  return { path, lines: text.replace(/\n$/, '').split('\n').length, imports };
}

const SOURCES = FOLDERS.flatMap(filesUnder).map(readSource);
const IMPORTS = SOURCES.flatMap(({ imports }) => imports);
const folderOf = (path: string): string => path.split('/')[0]!;
const told = ({ from, specifier }: Import): string => `${from} imports ${specifier}`;

test('there is something to judge', () => {
  expect(SOURCES.length).toBeGreaterThan(50);
  expect(
    specifiersIn('x.ts', "import a from './a'; export * from './b'; type C = import('./c').C; require('d');"),
  ).toEqual(['./a', './b', './c', 'd']);
});

/** The arrows: what of ours a folder may import besides itself. */
const ARROWS: { readonly [folder: string]: RegExp } = {
  wire: /^$/,
  hardware: /^$/,
  firmware: /^(wire\/|hardware\/pins\.ts$|hardware\/chip\/)/,
  xtensa: /^$/,
  'host-sim': /^hardware\//,
  relay: /^wire\//,
  web: /^(host-sim|hardware|wire)\//,
};

test.each(Object.entries(ARROWS))('%s/ imports of ours only itself and %s', (folder, allowed) => {
  const ours = IMPORTS.filter(({ from, to }) => folderOf(from) === folder && to !== undefined);
  const wrong = ours.filter(({ to = '' }) => folderOf(to) !== folder && !allowed.test(to));
  expect(wrong.map(told)).toEqual([]);
});

test('every relative import leads to a file of ours', () => {
  const astray = IMPORTS.filter(({ to }) => to !== undefined && !existsSync(join(ROOT, to)));
  expect(astray.map(told)).toEqual([]);
});

const isOfNode = ({ specifier, to }: Import): boolean =>
  to === undefined && (specifier.startsWith('node:') || builtinModules.includes(specifier));

/** Packages that are plain computation and run anywhere. */
const PURE_PACKAGES = ['acorn'];

test('only adapters in node/ folders know Node or its packages, in relay/ and host-sim/', () => {
  const cores = IMPORTS.filter(({ from }) => /^(relay|host-sim)\//.test(from) && !/\/node\//.test(from));
  const outside = cores.filter(({ from, to }) => to === undefined && from !== 'relay/main.ts');
  expect(outside.filter(({ specifier }) => !PURE_PACKAGES.includes(specifier)).map(told)).toEqual([]);
  // The composition root of the relay joins the core to its adapters.
  const toAdapters = cores.filter(({ from, to }) => /\/node\//.test(to ?? '') && from !== 'relay/main.ts');
  expect(toAdapters.map(told)).toEqual([]);
});

test('wire/, hardware/ and firmware/ run without Node and without packages', () => {
  // firmware/build/ makes the bundle and is no part of it.
  const outside = IMPORTS.filter(
    ({ from, to }) => /^(wire|hardware|firmware(?!\/build))\//.test(from) && to === undefined,
  );
  const interpreters = /^(Wifi|net|dgram|crypto|neopixel|Storage|kernels)$/;
  const wrong = outside.filter(({ from, specifier }) => folderOf(from) !== 'firmware' || !interpreters.test(specifier));
  expect(wrong.map(told)).toEqual([]);
});

test('the browser can load web/ and all it imports', () => {
  const web = IMPORTS.filter(({ from }) => folderOf(from) === 'web');
  expect(web.filter((i) => isOfNode(i) || /\/node\//.test(i.to ?? '')).map(told)).toEqual([]);
});

test('there are no cycles of imports, not even of types', () => {
  const graph = new Map(SOURCES.map(({ path, imports }) => [path, imports.flatMap(({ to }) => to ?? [])]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  expect(cycles).toEqual([]);
});

test('the firmware never knows that it is simulated', () => {
  const firmware = SOURCES.filter(({ path }) => folderOf(path) === 'firmware');
  const knowing = firmware.filter(({ path }) => /simulat|host-sim|jest/i.test(readFileSync(join(ROOT, path), 'utf8')));
  expect(knowing.map(({ path }) => path)).toEqual([]);
});

test('only main.ts of the firmware acts when it is loaded', () => {
  const firmware = SOURCES.filter(
    ({ path }) => /^firmware\/(?!build\/)/.test(path) && !/main\.ts$|\.d\.ts$/.test(path),
  );
  const acting = firmware.filter(({ path }) => {
    const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), ts.ScriptTarget.Latest);
    return file.statements.some((statement) => ts.isExpressionStatement(statement) || ts.isIfStatement(statement));
  });
  expect(acting.map(({ path }) => path)).toEqual([]);
});

test('no file is longer than 300 lines, and half of them are shorter than 130', () => {
  const lengths = SOURCES.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(SOURCES.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(130);
});

test('names say what is inside: none is a drawer for odds and ends', () => {
  const drawers = SOURCES.filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/i.test(path));
  expect(drawers.map(({ path }) => path)).toEqual([]);
  const crooked = SOURCES.filter(({ path }) => !/^([a-z0-9-]+\/)+[a-z0-9-]+(\.(test|d|contract))?\.ts$/.test(path));
  expect(crooked.map(({ path }) => path)).toEqual([]);
});

test('a test stands where the file it tests stands', () => {
  const astray = SOURCES.map(({ path }) =>
    /^test\/((?:wire|hardware|firmware|host-sim|relay|cli)\/.*)\.test\.ts$/.exec(path),
  )
    .map((match) => match?.[1])
    .filter((name) => name !== undefined && !/\/support\//.test(name) && !existsSync(join(ROOT, dirname(name))));
  expect(astray).toEqual([]);
});
