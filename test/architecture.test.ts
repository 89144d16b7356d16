import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { FOLDERS } from './architecture/cruise';

// What ARCHITECTURE.md and CONTRIBUTING.md say of files, as a test. Who may import whom: architecture/arrows.test.ts.

const ROOT = join(__dirname, '..');

type Source = { readonly path: string; readonly text: string; readonly lines: number };

function filesUnder(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, lines: text.replace(/\n$/, '').split('\n').length };
}

const SOURCES = FOLDERS.flatMap(filesUnder).map(readSource);
const folderOf = (path: string): string => path.split('/')[0]!;

test('there is something to judge', () => {
  expect(SOURCES.length).toBeGreaterThan(50);
});

test('the firmware never knows that it is simulated', () => {
  const firmware = SOURCES.filter(({ path }) => folderOf(path) === 'firmware');
  const knowing = firmware.filter(({ text }) => /simulat|host-sim|jest/i.test(text));
  expect(knowing.map(({ path }) => path)).toEqual([]);
});

test('only main.ts of the firmware acts when it is loaded', () => {
  const firmware = SOURCES.filter(
    ({ path }) => /^firmware\/(?!build\/)/.test(path) && !/main\.ts$|\.d\.ts$/.test(path),
  );
  const acting = firmware.filter(({ path, text }) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    return file.statements.some((statement) => ts.isExpressionStatement(statement) || ts.isIfStatement(statement));
  });
  expect(acting.map(({ path }) => path)).toEqual([]);
});

test('no file is longer than 300 lines, and half of them are shorter than 130', () => {
  const lengths = SOURCES.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(SOURCES.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(130);
});

/** Functions that may be longer, each with its reason. */
const LONG_FUNCTIONS: { readonly [name: string]: string } = {
  'firmware/audio/table-path/table-jitter-buffer.ts: createJitterBuffer':
    'runs for every frame: a variable of a closure costs the interpreter 1,432 instructions to read, a field of an object 4,632',
};

/** Whether a function only groups tests: a callback of describe(), or a contract that several adapters must keep. */
const isGroupOfTests = (path: string, node: ts.Node): boolean =>
  path.startsWith('test/') && (ts.isCallExpression(node.parent) || /\bcontract\.ts$/.test(path));

/** The functions of a file that have more than `most` lines of code: lines that are neither blank nor only a comment. */
function longFunctions({ path, text }: Source, most: number): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const isCode = text.split('\n').map((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isFunctionLike(node) || isGroupOfTests(path, node)) return;
    const start = lineOf(node.getStart(file));
    if (isCode.slice(start, lineOf(node.end) + 1).filter(Boolean).length > most)
      found.push(`${path}: ${node.name?.getText(file) ?? `line ${start + 1}`}`);
  };
  visit(file);
  return found;
}

test('no function is longer than 60 lines of code', () => {
  const shown = 'function f() {\n  // A comment.\n\n  const g = () => {\n    g();\n  };\n}\n';
  expect(longFunctions({ path: 'x.ts', text: shown, lines: 7 }, 4)).toEqual(['x.ts: f']);
  expect(longFunctions({ path: 'x.ts', text: shown, lines: 7 }, 5)).toEqual([]);
  const found = SOURCES.flatMap((source) => longFunctions(source, 60));
  expect(found.filter((name) => !(name in LONG_FUNCTIONS))).toEqual([]);
  expect(Object.keys(LONG_FUNCTIONS).filter((name) => !found.includes(name))).toEqual([]);
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
