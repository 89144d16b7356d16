import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../../../cli/documents/generated-files';

const ROOT = join(__dirname, '../../..');

test('the generated files of the documents are current: npm run docs writes them', () => {
  const files = generatedFiles();
  expect(files.size).toBeGreaterThan(10);
  for (const [path, content] of files) expect([path, readFileSync(join(ROOT, path), 'utf8')]).toEqual([path, content]);
});

test('there is no picture of a light that is no more', () => {
  const pictures = readdirSync(join(ROOT, 'docs/images/lights')).map((name) => `docs/images/lights/${name}`);
  expect(pictures.filter((path) => !generatedFiles().has(path))).toEqual([]);
});
