import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { environment } from '../../support/environment';
import { temporaryFolder } from '../../support/temporary-folder';

// What `npx jest --findRelatedTests` and `npm run watch` run after a change.

const ROOT = join(__dirname, '../../..');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');

test('a change of the firmware concerns the tests that run the bundle, and those that run commands', () => {
  const folder = temporaryFolder();
  const related = (file: string): string[] => {
    const args = [JEST, '--listTests', '--json', '--cacheDirectory', folder, '--findRelatedTests', file];
    const paths = JSON.parse(
      execFileSync(process.execPath, args, { cwd: ROOT, env: environment(), encoding: 'utf8' }),
    ) as string[];
    return paths.map((path) => path.slice(ROOT.length + 1));
  };
  const ofTheLight = related('firmware/app/light-frames.ts');
  expect(ofTheLight).toEqual(
    expect.arrayContaining([
      'test/firmware/app/light-frames.test.ts',
      'test/end-to-end/two-speakers-talk.test.ts',
      'test/cli/commands/commands.test.ts',
      'test/cli/commands/firmware-exceptions.test.ts',
      'test/dialect.test.ts',
    ]),
  );
  expect(ofTheLight).not.toContain('test/relay/rooms/moderators.test.ts');
  for (const loadedLater of ['firmware/audio/table-path/table-sound.ts', 'firmware/kernels/noise.ts'])
    expect(related(loadedLater)).toContain('test/end-to-end/two-speakers-talk.test.ts');
});
