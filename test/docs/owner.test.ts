import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../../cli/documents/generated-files';
import * as faults from '../../firmware/app/faults';
import { readDocument, ROOT, tableRows } from '../support/documents';

const guide = readDocument('docs/owner.md');

test('the table of lights has a row and a picture for each light, in the order in which they are chosen', () => {
  const source = readFileSync(join(ROOT, 'firmware/app/lights.ts'), 'utf8');
  const union = source.slice(
    source.indexOf('type LightName ='),
    source.indexOf(';', source.indexOf('type LightName =')),
  );
  const names = [...union.matchAll(/'([\w -]+)'/g)].map(
    ([, name = '']) => `docs/images/lights/${name.replaceAll(' ', '-')}.svg`,
  );
  expect(names.length).toBeGreaterThan(10);
  const pictures = tableRows(guide, '| | light |').map(([cell = '']) => `docs/${/\((.*)\)/.exec(cell)?.[1]}`);
  expect(pictures).toEqual(names);
  for (const picture of pictures) expect([picture, generatedFiles().has(picture)]).toEqual([picture, true]);
  for (const picture of pictures) expect([picture, existsSync(join(ROOT, picture))]).toEqual([picture, true]);
});

test('each fault is listed by its number', () => {
  const { memoryFault, i2sFault, movedFault, codecFault, bluetoothFault, crashFault } = faults;
  const all = [memoryFault(''), i2sFault(''), movedFault(), codecFault(''), bluetoothFault(), crashFault()];
  const numbers = all.map((fault) => fault.number);
  expect(numbers).toHaveLength(Object.keys(faults).length);
  const rows = tableRows(guide, '| what you see |').map(([cell = '']) => /^red: (\d) blink/.exec(cell)?.[1]);
  expect(rows.filter((row) => row !== undefined).map(Number)).toEqual(numbers);
});
