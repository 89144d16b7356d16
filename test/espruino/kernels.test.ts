import { readFirmware } from '../../cli/firmware-text';
import { differencesFromGolden } from '../support/golden-registers';
import { EspruinoBoard } from './espruino-board';
import { boot, describeOnInterpreter, interpreter, say, statusOf, variablesOf } from './interpreter';

const KERNELS = { codec: 'DVI4/16000 kernels', whyTables: '', fault: '', state: 'offline' };

describeOnInterpreter('the bundle in a real interpreter, on kernels', () => {
  let board: EspruinoBoard;
  afterEach(() => board.close());

  test('boots on kernels that have passed their self-test', async () => {
    board = await boot();
    expect(await statusOf(board)).toMatchObject(KERNELS);
    expect(differencesFromGolden(board.chip.registers(), 'fd_16k_txboth_rxleft')).toEqual([]);
    expect(board.console).toEqual([expect.stringMatching(/^Stagebox: not set up yet/)]);
    expect(await board.evaluate('E.getErrorFlags()')).toEqual([]);
    expect(board.core.calls).toBeGreaterThan(8);
    say(
      `variables: ${(await variablesOf(board)).usage} idle; the self-test took ${board.core.instructions} instructions`,
    );
  });

  test('comes up on tables after a crash in the kernels, says why, and tries them again when it is configured', async () => {
    board = new EspruinoBoard({ interpreter, firmware: readFirmware(), settings: {}, nativeCode: 'panics' });
    await board.until('the panic', () => board.hasPanicked);
    const { rtcSlow } = board;
    const flash = board.flash();
    board.close();
    board = await boot({}, { flash, rtcSlow });
    const status = await statusOf(board);
    expect(status).toMatchObject({ codec: 'PCMU tables', fault: '', state: 'offline' });
    expect(status.whyTables).toContain('crashed');
    expect(differencesFromGolden(board.chip.registers(), 'fd_8k_txboth_rxleft')).toEqual([]);
    expect(await board.evaluate('configure({ codec: "wide" })')).toBe('saved; starting anew');
    await board.until('kernels', async () => (await statusOf(board)).codec === KERNELS.codec);
    expect(await statusOf(board)).toMatchObject(KERNELS);
  });

  test('needs no flash file of the tables, and leaves no marker behind', async () => {
    board = await boot();
    const files = await board.evaluate<string[]>('require("Storage").list()');
    expect(files.filter((name) => name.startsWith('sb.')).sort()).toEqual(['sb.manifest', 'sb.settings', 'sb.tables']);
  });
});
