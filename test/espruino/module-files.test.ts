import { createHash } from 'node:crypto';
import { readFirmware } from '../../cli/firmware-text';
import type { EspruinoBoard } from './espruino-board';
import * as run from './interpreter';

const firmware = readFirmware();
const hashOf = (text: string): string => createHash('sha256').update(text, 'latin1').digest('base64');

run.describeOnInterpreter('the files of the firmware in a real interpreter', () => {
  let board: EspruinoBoard | undefined;
  afterEach(() => board?.close());

  test('lie in Storage as they were built, with the hashes that the manifest has', async () => {
    board = await run.boot();
    for (const [name, text] of Object.entries(firmware)) {
      const read = `require("Storage").read(${JSON.stringify(name)})`;
      expect(await board.evaluate(`${read}.length`)).toBe(text.length);
      expect(await board.evaluate(`btoa(E.toString(require("crypto").SHA256(${read})))`)).toBe(hashOf(text));
    }
  });

  test('the tables path is loaded where it is needed, and not kept as a module', async () => {
    board = await run.boot({ codec: 'tables' });
    expect(await run.statusOf(board)).toMatchObject({ codec: 'PCMU tables', fault: '' });
    expect(await board.evaluate<string[]>('Modules.getCached()')).not.toContain('sb.tables');
    const onTables = (await run.variablesOf(board)).usage;
    board.close();
    board = await run.boot();
    const onKernels = (await run.variablesOf(board)).usage;
    run.say(`variables, idle: ${onTables} on tables, ${onKernels} on kernels`);
    expect(await board.evaluate<string[]>('Modules.getCached()')).not.toContain('sb.tables');
  });

  test('functions of a module file take no memory for their text, 400 variables here: it stays in flash', async () => {
    board = await run.boot();
    const body = 'var a=0;'.repeat(500);
    const module = `module.exports=function(){return {f:function(){${body}return 7}}}`;
    await board.evaluate(`require("Storage").write("long", ${JSON.stringify(module)})`);
    const before = (await run.variablesOf(board)).usage;
    expect(await board.evaluate('(global.kept = require("long")(), Modules.removeCached("long"), kept.f())')).toBe(7);
    expect((await run.variablesOf(board)).usage - before).toBeLessThan(40);
  });

  test.each([
    ['is missing', undefined],
    ['has 1000 bytes instead of', firmware['sb.tables']!.slice(0, 1000)],
    ['is damaged or of another build', `${firmware['sb.tables']!.slice(0, -1)} `],
  ])('a module file that %s is told, on kernels as on tables, and nothing crashes', async (told, text) => {
    const others = Object.entries(firmware).filter(([name]) => name !== 'sb.tables');
    const files = { ...Object.fromEntries(others), ...(text === undefined ? {} : { 'sb.tables': text }) };
    board = await run.boot({}, { firmware: files });
    const onKernels = await run.statusOf(board);
    expect(onKernels).toMatchObject({ codec: 'DVI4/16000 kernels', state: 'offline' });
    expect(onKernels.fault).toContain(told);
    board.close();
    board = await run.boot({ codec: 'tables' }, { firmware: files });
    const onTables = await run.statusOf(board);
    expect(onTables).toMatchObject({ codec: '', state: 'fault' });
    expect(onTables.fault).toContain(told);
    expect(await board.evaluate('E.getErrorFlags()')).toEqual([]);
  });
});
