import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createProgram } from '../cli/program';
import { codeBlocks, DOCUMENTS, quoted, readDocument, ROOT, shellCommands, tableRows } from './support/documents';
import { commandComplaint } from './support/shown-commands';

// What the documents say of the repository is true of it. What a guide says has tests of its own, under test/docs/.

/** The anchors that headings of a page have on GitHub. */
function anchorsOf(text: string): string[] {
  const headings = text.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each([...DOCUMENTS, 'wire/README.md'])('%s', (path) => {
  const text = readDocument(path);

  test('links to files and headings that are there', () => {
    for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      expect([link, existsSync(join(ROOT, target))]).toEqual([link, true]);
      if (anchor !== undefined)
        expect([link, anchorsOf(readDocument(target))]).toEqual([link, expect.arrayContaining([anchor])]);
    }
  });

  test('shows commands that a reader can type', async () => {
    const scripts = [...codeBlocks(text, 'sh'), ...quoted(text).filter((code) => /^(npm|npx|curl) /.test(code))];
    for (const script of scripts) {
      for (const command of shellCommands(script)) {
        expect([command.words.join(' '), await commandComplaint(command)]).toEqual([command.words.join(' '), '']);
      }
    }
  });
});

test('the README is one page, with a picture and its commands', () => {
  const readme = readDocument('README.md');
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  expect(readme).toMatch(/!\[[^\]]+\]\(docs\/images\/room\.svg\)/);
  expect(codeBlocks(readme, 'sh').length).toBeGreaterThan(1);
});

test('the guides name every command', () => {
  const guides = DOCUMENTS.filter((path) => path.startsWith('docs/'))
    .map(readDocument)
    .join('\n');
  const names = createProgram().commands.map((command) => command.name());
  expect(names.length).toBeGreaterThan(5);
  for (const name of names)
    expect([name, guides]).toEqual([name, expect.stringMatching(new RegExp(`(stagebox -- |npm )${name}\\b`))]);
});

test('the changelog has released versions, the newest of them that of the package, and no entry twice', () => {
  const changelog = readDocument('CHANGELOG.md');
  const released = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$/gm)];
  const [, newest] = released[0] ?? [];
  expect(JSON.parse(readDocument('package.json'))).toMatchObject({ version: newest });
  const dates = released.map(([, , date = '']) => date);
  expect(dates).toEqual([...dates].sort().reverse());
  const entries = changelog.split(/\n(?=- |#)/).filter((part) => part.startsWith('- '));
  expect(entries.length).toBeGreaterThan(10);
  expect(new Set(entries).size).toBe(entries.length);
});

const QUESTIONS = [
  'signalling message',
  'register',
  'light',
  'page',
  'stored record',
  'metric',
  'kernel',
  'gesture',
  'jitter rule',
  'command',
];

test.each(QUESTIONS)('where to add a %s is answered with a file, and a recipe', (what) => {
  const rows = tableRows(readDocument('ARCHITECTURE.md'), '| you want to add |');
  const [, where = '', recipe = ''] = rows.find(([cell]) => cell === `a ${what}`) ?? [];
  const files = quoted(where);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  expect(recipe).toMatch(/^\[recipe\]\(CONTRIBUTING\.md#[\w-]+\)$/);
});

test('ARCHITECTURE.md names files by whole paths, but in its tables of arrows', () => {
  const prose = readDocument('ARCHITECTURE.md').replace(/<!-- arrows[^]*?<!-- \/arrows -->/g, '');
  const files = quoted(prose).filter((code) => /^[\w./-]+\.(ts|js|json)$/.test(code));
  expect(files.length).toBeGreaterThan(60);
  for (const file of files) expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
});

/** Files that a recipe has its reader make. */
const TO_BE_MADE = ['firmware/kernels/loudest.ts', 'test/firmware/kernels/loudest.test.ts'];

test('every path that the documents name is there', () => {
  const all = DOCUMENTS.flatMap((path) => quoted(readDocument(path)));
  const paths = all.filter((code) =>
    /^(wire|hardware|firmware|xtensa|host-sim|relay|cli|test|docs)\/[\w./-]*$/.test(code),
  );
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths.filter((each) => !TO_BE_MADE.includes(each)))
    expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
});
