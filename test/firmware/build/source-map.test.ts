import { join } from 'node:path';
import { eachMapping, originalPositionFor, sourceContentFor, TraceMap } from '@jridgewell/trace-mapping';
import { readBuild } from '../../../cli/firmware-text';
import { storageNameOf } from '../../../firmware/build/storage-names';
import { parse, spanOf, visitNodes } from '../../../firmware/build/syntax-tree';

// dist/firmware.js.map leads from a place in the bundle, as the board's console tells it, to the TypeScript it came from:
// through the lowering, the minifier and the arrows; and so does that of each module file.

const built = readBuild();

/** Where a character of a file came from: the file, the text of the line, and the name that stands there. */
type Origin = { readonly file: string; readonly line: string; readonly name: string };

/** A file of the build with its map. */
function mapped(fileName: string) {
  const code = built.firmware[storageNameOf(fileName)] ?? '';
  const map = new TraceMap(built.maps(storageNameOf(fileName)) ?? '');
  const originOf = (offset: number): Origin => {
    const before = code.slice(0, offset).split('\n');
    const column = (before[before.length - 1] ?? '').length;
    const { source, line, name } = originalPositionFor(map, { line: before.length, column });
    if (source === null) return { file: '', line: '', name: '' };
    // The map brings the sources along, as they were when it was made.
    const lines = (sourceContentFor(map, source) ?? '').split('\n');
    return { file: join('dist', source), line: lines[line - 1] ?? '', name: name ?? '' };
  };
  return { code, map, originOf };
}

test.each([
  ['firmware.js', 'not set up yet: configure(', 'firmware/main.ts'],
  ['firmware.js', 'the DMA buffer is not aligned to 4 bytes', 'firmware/audio/sound-memory.ts'],
  ['sb.tables.js', 'PCMU tables', 'firmware/audio/table-path/table-sound.ts'],
])('in %s, the text %j came from %s', (fileName, text, file) => {
  const { code, originOf } = mapped(fileName);
  const origin = originOf(code.indexOf(text));
  expect(origin.file).toBe(file);
  expect(origin.line).toContain(text);
});

describe.each([
  ['firmware.js', 25, 100, 5000],
  ['sb.tables.js', 0, 15, 1000],
])('%s', (fileName, leastTexts, leastFunctions, leastMappings) => {
  const { code, map, originOf } = mapped(fileName);

  test('leads from every long text to a line that has it', () => {
    const texts: { readonly text: string; readonly origin: Origin }[] = [];
    visitNodes(parse(code), (node) => {
      if (node.type !== 'Literal' || typeof node.value !== 'string') return;
      if (/^[\w ,.:;'-]{16,60}$/.test(node.value))
        texts.push({ text: node.value, origin: originOf(spanOf(node).start) });
    });
    expect(texts.length).toBeGreaterThanOrEqual(leastTexts);
    expect(texts.filter(({ text, origin }) => !origin.line.includes(text.slice(0, 12)))).toEqual([]);
  });

  test('leads from every function to the line that declares it, and to the name that it has there', () => {
    const functions: Origin[] = [];
    visitNodes(parse(code), (node) => {
      if (node.type !== 'VariableDeclarator' || node.init?.type !== 'ArrowFunctionExpression') return;
      functions.push(originOf(spanOf(node).start));
    });
    expect(functions.length).toBeGreaterThan(leastFunctions);
    const isDeclaredBy = ({ name, line }: Origin): boolean =>
      new RegExp(`\\b(function|const|let) ${name}\\b`).test(line);
    expect(functions.filter((origin) => !origin.name || !isDeclaredBy(origin))).toEqual([]);
  });

  test('names files of this repository only, and no folder of the machine it was built on', () => {
    const isOurs = (source: string | null): boolean =>
      /^\.\.\/(firmware|wire|hardware)\/[\w/.-]+\.ts$/.test(source ?? '');
    expect(map.sources.filter((source) => !isOurs(source))).toEqual([]);
    let mappings = 0;
    eachMapping(map, () => mappings++);
    expect(mappings).toBeGreaterThan(leastMappings);
  });
});
