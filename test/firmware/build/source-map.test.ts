import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachMapping, originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { parse, spanOf, visitNodes } from '../../../firmware/build/syntax-tree';

// dist/firmware.js.map leads from a place in the bundle, as the board's console tells it, to the TypeScript it came from:
// through the lowering, the minifier and the arrows.

const ROOT = join(__dirname, '../../..');
const bundle = readFileSync(join(ROOT, 'dist/firmware.js'), 'latin1');
const map = new TraceMap(readFileSync(join(ROOT, 'dist/firmware.js.map'), 'utf8'));

/** Where an offset of the bundle came from: the file, the text of the line, and the name that stands there. */
function originOf(offset: number): { readonly file: string; readonly line: string; readonly name: string } {
  const before = bundle.slice(0, offset).split('\n');
  const column = (before[before.length - 1] ?? '').length;
  const { source, line, name } = originalPositionFor(map, { line: before.length, column });
  if (source === null) return { file: '', line: '', name: '' };
  const file = join('dist', source);
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return { file, line: lines[line - 1] ?? '', name: name ?? '' };
}

test.each([
  ['not set up yet: configure(', 'firmware/main.ts'],
  ['the DMA buffer is not aligned to 4 bytes', 'firmware/audio/sound-memory.ts'],
])('the text %j came from %s', (text, file) => {
  const origin = originOf(bundle.indexOf(text));
  expect(origin.file).toBe(file);
  expect(origin.line).toContain(text);
});

test('every long text of the bundle leads to a line that has it, but for the machine code', () => {
  const texts: { readonly text: string; readonly origin: ReturnType<typeof originOf> }[] = [];
  visitNodes(parse(bundle), (node) => {
    if (node.type !== 'Literal' || typeof node.value !== 'string') return;
    if (/^[\w ,.:;'-]{16,60}$/.test(node.value)) texts.push({ text: node.value, origin: originOf(spanOf(node).start) });
  });
  expect(texts.length).toBeGreaterThan(25);
  const astray = texts.filter(({ text, origin }) => !origin.line.includes(text.slice(0, 12)));
  expect(astray).toEqual([]);
});

test('every function of the bundle leads to the line that declares it, and to the name that it has there', () => {
  const functions: { readonly name: string; readonly line: string }[] = [];
  visitNodes(parse(bundle), (node) => {
    if (node.type !== 'VariableDeclarator' || node.init?.type !== 'ArrowFunctionExpression') return;
    functions.push(originOf(spanOf(node).start));
  });
  expect(functions.length).toBeGreaterThan(100);
  const astray = functions.filter(
    ({ name, line }) => !name || !new RegExp(`\\b(function|const|let) ${name}\\b`).test(line),
  );
  expect(astray).toEqual([]);
});

test('it names files of this repository only, and no folder of the machine it was built on', () => {
  expect(map.sources.filter((source) => !/^\.\.\/(firmware|wire|hardware)\/[\w/.-]+\.ts$/.test(source ?? ''))).toEqual(
    [],
  );
  let mappings = 0;
  eachMapping(map, () => mappings++);
  expect(mappings).toBeGreaterThan(5000);
});
