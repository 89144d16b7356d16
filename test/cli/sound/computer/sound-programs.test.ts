import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findPlayer, findRecorder } from '../../../../cli/sound/computer/sound-programs';
import { temporaryFolder } from '../../../support/temporary-folder';

function folderWith(...names: string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    writeFileSync(join(folder, name), '#!/bin/sh\n');
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

test('the first program that there is works: of ALSA, of PipeWire, of SoX', () => {
  expect(findRecorder(folderWith('sox', 'pw-cat', 'arecord'))?.name).toBe('arecord');
  expect(findRecorder(folderWith('sox', 'pw-cat', 'aplay'))?.name).toBe('pw-cat');
  expect(findPlayer(folderWith('sox', 'play'))?.name).toBe('play');
  expect(findPlayer(folderWith('sox'))?.args.slice(-2)).toEqual(['-', '-d']);
  expect(findRecorder(folderWith('sox'))?.args.at(-1)).toBe('-');
});

test('folders of PATH are searched in their order, and what cannot be executed is no program', () => {
  const [first, second] = [folderWith('sox'), folderWith('arecord')];
  writeFileSync(join(first, 'arecord'), 'no program');
  expect(findRecorder([first, second].join(delimiter))?.path).toBe(join(second, 'arecord'));
  expect(findRecorder(['/nowhere', '', first].join(delimiter))?.name).toBe('sox');
});

test('without any there is none', () => {
  expect(findRecorder(temporaryFolder())).toBeUndefined();
  expect(findPlayer('')).toBeUndefined();
});
