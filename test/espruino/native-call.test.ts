import { compileKernels, readKernels } from '../../xtensa';
import { describeOnInterpreter, interpreter } from './interpreter';
import { EspruinoBoard } from './espruino-board';

const RTC_FAST = 0x400c1000;
const SRAM1 = 0x3ffe0000;
const SIGNATURE = '"int(int,int,int,int)"';

describeOnInterpreter('machine code in a real interpreter', () => {
  const blob = compileKernels(readKernels('test/firmware/kernels/xor-bytes.ts'));
  const LAST = blob.words.length - 1;
  const entry = (name: string): number => RTC_FAST + blob.entries[name]!;
  let board: EspruinoBoard;

  async function pokeCode(to: number): Promise<void> {
    for (let at = 0; at < blob.words.length; at += 64) {
      const part = blob.words.subarray(at, at + 64);
      await board.evaluate(`poke32(${to + 4 * at}, new Uint32Array([${part.join(',')}]))`);
    }
  }

  beforeAll(async () => {
    board = new EspruinoBoard({ interpreter, firmware: ';', settings: {} });
    await board.until('the interpreter', async () => (await board.evaluate('typeof E')) !== 'undefined');
    await pokeCode(RTC_FAST);
  });
  afterAll(() => board.close());

  test('lies in RTC FAST memory as it was poked, by arrays and by single words', async () => {
    expect(await board.evaluate(`peek32(${RTC_FAST})`)).toBe(blob.words[0]);
    expect(await board.evaluate(`peek32(${RTC_FAST + 4 * LAST})`)).toBe(blob.words[LAST]);
    await board.evaluate(`poke32(${RTC_FAST + 0xffc}, 0xdeadbeef)`);
    expect(await board.evaluate(`peek32(${RTC_FAST + 0xffc})`)).toBe(0xdeadbeef);
  });

  test('reads and writes the memory of the program: arrays, and strings that E.toString made flat', async () => {
    await board.evaluate('global.into = new Uint8Array(600).fill(0x55)');
    await board.evaluate('global.text = ""');
    await board.evaluate('(function () { for (var i = 0; i < 500; i++) text += String.fromCharCode(i * 7 & 255); })()');
    expect(await board.evaluate('E.getAddressOf(text, true)')).toBe(0);
    await board.evaluate('global.flat = E.toString(text, "")');
    await board.evaluate(`global.xor = E.nativeCall(${entry('xorBytes')}, ${SIGNATURE})`);
    await board.evaluate('xor(E.getAddressOf(into, true) + 1, E.getAddressOf(flat, true), 500)');
    const bytes = await board.evaluate<number[]>('[].slice.call(into)');
    const expected = Array.from({ length: 600 }, (_, i) => 0x55 ^ (i > 0 && i <= 500 ? ((i - 1) * 7) & 255 : 0));
    expect(bytes).toEqual(expected);
  });

  test('runs in SRAM1 too, where its words stand the other way round', async () => {
    // The first array that lies there and has room for the code behind its first word.
    const find =
      'function () { var kept = [], a; do { a = new Uint32Array(3000); kept.push(a); } ' +
      `while (E.getAddressOf(a, true) && E.getAddressOf(a, true) < ${SRAM1}); return a; }`;
    await board.evaluate(`global.room = (${find})()`);
    const address = await board.evaluate<number>('E.getAddressOf(room, true)');
    expect(address).toBeGreaterThanOrEqual(SRAM1);
    const code = 0x400a0000 + (0x40000000 - address - 4 * 3000);
    await pokeCode(code);
    expect(await board.evaluate('room[2999]')).toBe(blob.words[0]);
    expect(await board.evaluate(`room[${2999 - LAST}]`)).toBe(blob.words[LAST]);
    await board.evaluate(`global.xor = E.nativeCall(${code + blob.entries.xorBytes!}, ${SIGNATURE})`);
    await board.evaluate('into.fill(3)');
    await board.evaluate('xor(E.getAddressOf(into, true), E.getAddressOf(flat, true), 500)');
    expect(await board.evaluate('[into[0], into[1], into[499], into[500]]')).toEqual([3, 4, ((499 * 7) & 255) ^ 3, 3]);
  });

  test('stops the run when it reads what no memory is', async () => {
    await expect(board.evaluate(`xor(0x3f000000, 0x3f000000, 4)`)).rejects.toThrow(/0x3f000000/);
  });
});
