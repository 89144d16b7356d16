import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFirmware } from '../../cli/firmware-text';
import { runPrinted, UPLOAD } from '../support/printed-upload';
import { openSerialLine } from '../support/serial-line';
import { temporaryFolder } from '../support/temporary-folder';
import { describeOnInterpreter, interpreter } from './interpreter';
import { filesOfImage } from './storage-image';

describeOnInterpreter('the upload that the guide prints, at the console of a real interpreter', () => {
  test('puts the files of the firmware into Storage as they were built, and starts them', async () => {
    const folder = temporaryFolder();
    const line = await openSerialLine();
    const board = spawn(interpreter, [], { cwd: folder });
    // The firmware, once started, may end the program: this machine has no registers of an ESP32.
    const isClosed = once(board, 'close');
    board.stdin.on('error', () => {});
    board.stdout.setEncoding('latin1');
    board.stdout.on('data', (bytes: string) => line.send(bytes));
    line.onBytes = (bytes) => board.stdin.write(bytes, 'latin1');
    const printed = await runPrinted(UPLOAD, line);
    board.kill('SIGKILL');
    await isClosed;
    await line.close();
    expect(printed).toContain('all files are whole; starting');
    expect(filesOfImage(readFileSync(join(folder, 'espruino.flash')))).toMatchObject(readFirmware());
  }, 180_000);
});
