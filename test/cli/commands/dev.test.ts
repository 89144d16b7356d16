import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SourceCopy, type RunningCommand } from '../../support/source-copy';

// `stagebox dev`: each change of the firmware runs at once, in speakers that stay in their room.

// Several builds; a busy machine takes its time for them.
jest.setTimeout(300_000);

let running: RunningCommand | undefined;
afterEach(() => running?.child.kill('SIGKILL'));

const AT_START = 'startLight(settings, speaker);';
const inRoom = (name: string): RegExp => new RegExp(`^${name} +inRoom .* light: microphone open`, 'm');

test('a change runs at once; a mistake is shown, and the former firmware goes on', async () => {
  const copy = new SourceCopy();
  running = copy.startStagebox('dev', '--headless', '--out', 'out');
  await running.until(inRoom('boris'));

  copy.change({ file: 'firmware/main.ts', from: AT_START, to: `console.log("second edition"); ${AT_START}` });
  await running.until(/^firmware\/main\.ts: built in \d+ ms, the speakers start$/m);
  await running.until(/^anna> second edition$/m);
  await running.until(inRoom('anna'));
  expect(existsSync(join(copy.folder, 'out/anna.wav'))).toBe(true);

  const wrong = {
    file: 'firmware/app/gesture.ts',
    from: 'export function gestureDue',
    to: 'export funktion gestureDue',
  };
  const place = copy.change(wrong);
  await running.until(new RegExp(`^${wrong.file}: the firmware does not build:\\n    ${place}\\d+: `, 'm'));
  await running.until(/^the former firmware goes on, that of \d\d:\d\d:\d\d: the sources do not build\nanna /m);
  copy.change({ ...wrong, from: wrong.to, to: wrong.from });
  await running.until(/^firmware\/app\/gesture\.ts: nothing has changed for the speakers$/m);

  const mistake = copy.change({ file: 'firmware/main.ts', from: '"second edition"', to: 'undefinedName' });
  await running.until(/^anna: exception at the start of the firmware: ReferenceError: undefinedName is not defined$/m);
  await running.until(new RegExp(`^    at ${mistake}`, 'm'));
  await running.until(new RegExp(`^wrong types; .*:\\n    ${mistake}\\d+: Cannot find name 'undefinedName'`, 'm'));

  running.child.kill('SIGTERM');
  expect(await once(running.child, 'close')).toEqual([0, null]);
});
