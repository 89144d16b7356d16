import { readFirmware } from '../../cli/firmware-text';
import { createNodeBoard } from '../../cli/board/node-board';
import { InMemoryNetwork, SILENCE, VirtualClock, type Board, type Firmware } from '../../host-sim';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { SerialConsole } from '../../host-sim/parts/serial-console';
import { codeBlocks, readDocument } from '../support/documents';
import { CONSOLE, runPrinted, UPLOAD } from '../support/printed-upload';
import { openSerialLine, type SerialLine } from '../support/serial-line';

// The printed commands on a port with a simulated board at its other end.

/** How often the board runs. */
const STEP_MS = 10;
/** How many times faster than real time it runs. Real time passes in the tool, the board's time in the clock. */
const PACE = 10;

let line: SerialLine;
let board: Board;
let timer: NodeJS.Timeout;

/** A board with these files at the other end of the line. */
function connectBoard(firmware: Firmware): void {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 1 }).host('10.0.1.1');
  board = createNodeBoard({ name: 'kitchen', clock, network, firmware, microphone: SILENCE, seed: 1 });
  const console = new SerialConsole(board, (bytes) => line.send(bytes));
  line.onBytes = (bytes) => console.receive(bytes);
  board.powerOn();
  timer = setInterval(() => clock.runUntil(clock.nowNs + PACE * STEP_MS * NS_PER_MS), STEP_MS);
}

const filesOnBoard = (): unknown =>
  JSON.parse(
    board.evaluate(
      'var f={};require("Storage").list().forEach(n=>f[n]=require("Storage").read(n));JSON.stringify(f)',
    ) as string,
  );

beforeEach(async () => {
  line = await openSerialLine();
});

afterEach(async () => {
  clearInterval(timer);
  board.powerOff();
  await line.close();
});

test('the upload stops the firmware that runs, replaces its files by those of the build, and starts them', async () => {
  const manifest = JSON.stringify({ '.bootcde': [0, ''], 'sb.former': [0, ''] });
  const former = 'E.on("kill",()=>print("stopped"))';
  connectBoard({ '.bootcde': former, 'sb.former': 'x', 'sb.manifest': manifest, mine: 'y' });
  const printed = await runPrinted(UPLOAD, line, { pace: PACE });
  expect(printed).toContain('stopped');
  expect(printed).toContain('all files are whole; starting');
  expect(filesOnBoard()).toEqual({ ...readFirmware(), mine: 'y' });
  expect(board.evaluate('status().fault')).toBe('');
}, 180_000);

test('the console takes the settings that the guide shows', async () => {
  connectBoard(readFirmware());
  const [shown = ''] = codeBlocks(readDocument('docs/builder.md'), 'js');
  const printed = await runPrinted(CONSOLE, line, { typed: shown, pace: PACE });
  expect(printed).toContain('saved; starting anew');
  expect(board.evaluate('require("Storage").readJSON("stagebox.json").ssid')).toBe('my wifi');
}, 60_000);
