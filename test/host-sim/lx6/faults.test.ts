import { createLx6, createMemoryMap, Lx6Fault, ramOf } from '../../../host-sim';
import { assemble, type Line } from '../../support/lx6-assembler';
import { BENCH_RAM, codeOf, createLx6Bench } from '../../support/lx6-bench';

const ENTRY: Line = ['entry', { s: 1, i: 4 }];
const ODD = BENCH_RAM + 1;
const RTC_CODE = 0x400c0000;

/** The fault of a function of one instruction in RTC FAST memory, at 0x400c1003. */
function faultOf(line: Line, ...values: number[]): Lx6Fault {
  const bench = createLx6Bench(assemble([ENTRY, line, ['retw.n']]).words, { place: 'rtc' });
  try {
    bench.call(0, ...values);
  } catch (error) {
    if (error instanceof Lx6Fault) return error;
    throw error;
  }
  throw new Error('nothing stopped it');
}

const accesses: readonly (readonly [string, Line, number, string, string])[] = [
  ['a word at an odd address', ['l32i', { s: 2, t: 2 }], ODD, 'MisalignedAccess', 'load32'],
  ['half a word at an odd address', ['l16ui', { s: 2, t: 2 }], ODD, 'MisalignedAccess', 'load16'],
  ['a word stored at an address by two', ['s32i.n', { s: 2, t: 2 }], BENCH_RAM + 2, 'MisalignedAccess', 'store32'],
  ['half a word stored at an odd address', ['s16i', { s: 2, t: 2 }], ODD, 'MisalignedAccess', 'store16'],
  ['a byte of instruction memory', ['l8ui', { s: 2, t: 2 }], RTC_CODE, 'NarrowAccess', 'instruction memory'],
  ['a byte of SRAM1 at its code address', ['l8ui', { s: 2, t: 2 }], 0x400abc04, 'NarrowAccess', 'instruction memory'],
  ['half a word of instruction memory', ['l16si', { s: 2, t: 2 }], RTC_CODE, 'NarrowAccess', 'load16'],
  ['a byte stored in instruction memory', ['s8i', { s: 2, t: 2 }], RTC_CODE, 'NarrowAccess', 'store8'],
  ['half a word stored there', ['s16i', { s: 2, t: 2 }], RTC_CODE, 'NarrowAccess', 'store16'],
  ['a word at 0', ['l32i', { s: 2, t: 2 }], 0, 'ProhibitedAccess', 'load32'],
  ['a word behind the memory', ['s32i', { s: 2, t: 2 }], BENCH_RAM + 0x10000, 'ProhibitedAccess', 'store32'],
  ['a word before the memory', ['l32i', { s: 2, t: 2 }], BENCH_RAM - 4, 'ProhibitedAccess', 'load32'],
  ['a word of ROM', ['l32i', { s: 2, t: 2 }], 0x40001000, 'ProhibitedAccess', 'load32'],
  ['a byte where nothing is', ['l8ui', { s: 2, t: 2 }], 0x20000000, 'ProhibitedAccess', 'load8'],
];

test.each(accesses)('%s stops the run', (_, line, address, name, word) => {
  const fault = faultOf(line, address);
  expect(fault.name).toBe(name);
  expect(fault.message).toContain(word);
  expect(fault.pc).toBe(0x400c1003);
  expect(fault.address).toBe(address);
  expect(fault.message).toContain('0x400c1003');
  expect(fault.message).toContain(`0x${address.toString(16).padStart(8, '0')}`);
});

test('whole words of instruction memory can be read and written', () => {
  const rtc = createLx6Bench(assemble([ENTRY, ['s32i', { s: 2, t: 3 }], ['l32i', { s: 2, t: 2 }], ['retw']]).words, {
    place: 'rtc',
  });
  expect(rtc.call(0, RTC_CODE, 77).result).toBe(77);
  expect(rtc.call(0, 0x3ff80004, 78).result).toBe(78);
  expect(rtc.call(0, 0x400abbfc + 4, 79).result).toBe(79);
});

test('RTC FAST memory is read by bytes at its data address', () => {
  const bench = createLx6Bench(assemble([ENTRY, ['l8ui', { s: 2, t: 2 }], ['retw']]).words, { place: 'rtc' });
  expect(bench.call(0, 0x3ff81000).result).toBe(0x36);
});

test('a tail of memory that is no whole word is read by bytes and halves, and no further', () => {
  const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7]).buffer;
  const flat = { address: 0x10000000, buffer: new ArrayBuffer(64) };
  const lx6 = createLx6({
    space: createMemoryMap({ ram: ramOf([{ address: 0x3ffe5000, buffer }]), flat: [flat] }),
    stack: { address: 0x3ffd9e00, buffer: new ArrayBuffer(25_000) },
  });
  const run = (line: Line, ...values: number[]): number => {
    new Uint32Array(flat.buffer).set(assemble([ENTRY, line, ['retw']]).words);
    return lx6.call(flat.address, values).result;
  };
  expect(run(['l8ui', { s: 2, t: 2 }], 0x3ffe5006)).toBe(7);
  expect(run(['l16ui', { s: 2, t: 2 }], 0x3ffe5004)).toBe(0x605);
  expect(() => run(['l16ui', { s: 2, t: 2 }], 0x3ffe5006)).toThrow(/ProhibitedAccess|nothing is mapped/);
  expect(() => run(['l32i', { s: 2, t: 2 }], 0x3ffe5004)).toThrow(/nothing is mapped/);
  expect(() => run(['s8i', { s: 2, t: 2 }], 0x3ffe5007)).toThrow(/nothing is mapped/);
});

test.each([
  ['zeros', codeOf('36 41 00', '00 00 00'), 'IllegalInstruction', '00 00 00'],
  ['an instruction of newer cores', codeOf('36 41 00', '0e 00 00'), 'IllegalInstruction', '0e'],
  ['a MAC16 instruction', codeOf('36 41 00', '04 00 00'), 'UnmodelledInstruction', 'MAC16'],
  ['a special register of the debugger', codeOf('36 41 00', '20 60 03'), 'UnmodelledInstruction', 'register 96'],
  ['a division by zero', assemble([ENTRY, ['quou', { r: 2, s: 2, t: 3 }]]).words, 'IntegerDivideByZero', 'zero'],
  ['a jump out of the code', assemble([ENTRY, ['jx', { s: 2 }]]).words, 'InstructionFetchProhibited', '0x00000005'],
  [
    'retw without a call',
    assemble([['entry', { s: 1, i: 4 }], ['movi', { t: 0 }], ['retw']]).words,
    'IllegalInstruction',
    'retw',
  ],
])('%s stops the run', (_, words, name, word) => {
  const bench = createLx6Bench(words, { place: 'rtc' });
  expect(() => bench.call(0, 5, 0)).toThrow(expect.objectContaining({ name, message: expect.stringContaining(word) }));
});

test('code that runs on behind its end, or lies in data memory, is stopped', () => {
  const end = createLx6Bench([0x004136, 0xf0, 0], { place: 'flat', moved: 0xffe });
  expect(() => end.call(0)).toThrow(/illegal instruction|nothing to execute/);
  const data = createLx6Bench([], {});
  expect(() => data.lx6.call(BENCH_RAM, [])).toThrow(/nothing to execute/);
});

test('an endless loop is stopped after the limit, whatever it is made of', () => {
  for (const loop of [
    [ENTRY, 'x', ['nop'], ['j', {}, 'x']],
    ['x', ['j', {}, 'x']],
    [ENTRY, 'x', ['call0', {}, 'y'], '.align', 'y', ['jx', { s: 0 }]],
    ['x', ENTRY, ['call8', {}, 'x']],
  ] as Line[][]) {
    const bench = createLx6Bench(assemble(loop).words, { instructionLimit: 1000 });
    expect(() => bench.call(0)).toThrow(/RunawayCode|no end after 1000|nothing is mapped/);
  }
});

test('after a fault the core goes on with the next call', () => {
  const bench = createLx6Bench(
    assemble([ENTRY, ['beqz', { s: 2 }, 'bad'], ['retw.n'], 'bad', ['l32i', { s: 2, t: 2 }]]).words,
  );
  expect(() => bench.call(0, 0)).toThrow(Lx6Fault);
  expect(bench.call(0, 4).result).toBe(4);
});
