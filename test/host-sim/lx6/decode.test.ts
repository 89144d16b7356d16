import { decode } from '../../../host-sim/lx6/decode';

// Address, instruction and text as Debian's objdump for the LX106 prints them: an independent reading of the same bits.
const LX106 = `
0 803450 add a3 a4 a5|3 345a add.n a3 a4 a5|5 80c432 addi a3 a4 -128|8 340b addi.n a3 a4 -1|a 34fb addi.n a3 a4 15
c 80d432 addmi a3 a4 -32768|f 903450 addx2 a3 a4 a5|12 b03450 addx8 a3 a4 a5|15 c03450 sub a3 a4 a5
18 e03450 subx4 a3 a4 a5|1b 603040 neg a3 a4|1e 603140 abs a3 a4|21 103450 and a3 a4 a5|24 203450 or a3 a4 a5
27 303450 xor a3 a4 a5|2a 00a832 movi a3 -2048|2d ffa732 movi a3 2047|30 036c movi.n a3 -32|32 f35c movi.n a3 95
34 043d mov.n a3 a4|36 833450 moveqz a3 a4 a5|39 933450 movnez a3 a4 a5|3c a33450 movltz a3 a4 a5
3f b33450 movgez a3 a4 a5|42 c13450 mul16u a3 a4 a5|45 d13450 mul16s a3 a4 a5|48 823450 mull a3 a4 a5
4b 40e430 nsa a3 a4|4e 40f430 nsau a3 a4|51 853140 extui a3 a4 17 9|54 1134f0 slli a3 a4 1|57 013410 slli a3 a4 31
5a 313140 srai a3 a4 17|5d 413f40 srli a3 a4 15|60 401400 ssl a4|63 400400 ssr a4|66 402400 ssa8l a4|69 403400 ssa8b a4
6c 404110 ssai 17|6f a13400 sll a3 a4|72 913040 srl a3 a4|75 b13040 sra a3 a4|78 813450 src a3 a4 a5
7b ff0432 l8ui a3 a4 255|7e ff1432 l16ui a3 a4 510|81 019432 l16si a3 a4 2|84 ff2432 l32i a3 a4 1020
87 f438 l32i.n a3 a4 60|89 014432 s8i a3 a4 1|8c 015432 s16i a3 a4 2|8f 016432 s32i a3 a4 4|92 1439 s32i.n a3 a4 4
94 621347 beq a3 a4 fa|97 5f9347 bne a3 a4 fa|9a 5c2347 blt a3 a4 fa|9d 593347 bltu a3 a4 fa|a0 56a347 bge a3 a4 fa
a3 53b347 bgeu a3 a4 fa|a6 508347 bany a3 a4 fa|a9 4d0347 bnone a3 a4 fa|ac 4a4347 ball a3 a4 fa|af 47c347 bnall a3 a4 fa
b2 445347 bbc a3 a4 fa|b5 41d347 bbs a3 a4 fa|b8 3e7317 bbci a3 17 fa|bb 3be357 bbsi a3 5 fa|be 038316 beqz a3 fa
c1 035356 bnez a3 fa|c4 f38396 bltz a3 0|c7 f353d6 bgez a3 0|ca 2c0326 beqi a3 -1 fa|cd 29f366 bnei a3 256 fa
d0 26a3a6 blti a3 12 fa|d3 2393e6 bgei a3 10 fa|d6 2003b6 bltui a3 32768 fa|d9 1d13f6 bgeui a3 65536 fa
dc 039c beqz.n a3 f0|de 03dc bnez.n a3 f2|e0 ffc706 j 0|e3 0003a0 jx a3|e6 fff1c5 call0 4|e9 0003c0 callx0 a3
ec 000080 ret|ef f00d ret.n|f1 0020f0 nop|f4 f03d nop.n|f6 0020c0 memw|f9 002000 isync|fc 002030 dsync
ff 030330 rsr a3 3|102 130330 wsr a3 3|105 610330 xsr a3 3|108 ffbe31 l32r a3 0`;

// Instructions that the LX106 lacks, from the formats in the Xtensa ISA reference manual.
const LX6 = `
0 006136 entry a1 48|0 004136 entry a1 32|4 000090 retw|4 f01d retw.n|4 ffffe5 call8 4|4 000025 call8 8|4 000055 call4 c
4 000075 call12 c|4 0003e0 callx8 a3|4 0003d0 callx4 a3|4 0003f0 callx12 a3|4 001430 movsp a3 a4|4 4080f0 rotw -1
0 0a8476 loop a4 e|0 ff9476 loopnez a4 103|0 00a476 loopgtz a4 4|0 433450 min a3 a4 a5|0 533450 max a3 a4 a5
0 633450 minu a3 a4 a5|0 733450 maxu a3 a4 a5|0 233400 sext a3 a4 7|0 2334f0 sext a3 a4 22|0 333480 clamps a3 a4 15
0 a23450 muluh a3 a4 a5|0 b23450 mulsh a3 a4 a5|0 c23450 quou a3 a4 a5|0 d23450 quos a3 a4 a5|0 e23450 remu a3 a4 a5
0 f23450 rems a3 a4 a5|0 00b432 l32ai a3 a4 0|0 00f432 s32ri a3 a4 0|0 e33e70 rur a3 231|0 f3e730 wur a3 231`;

const cases = [LX106, LX6].flatMap((text) =>
  text
    .trim()
    .split(/[|\n]/)
    .map((one) => one.split(' ')),
);

test.each(cases)('%s: %s is %s %s %s %s', (at, bits, name, ...operands) => {
  const pc = 0x40080000 + parseInt(at, 16);
  const instruction = decode(parseInt(bits, 16), pc);
  expect(instruction).toMatchObject({ name, isModelled: true, next: pc + bits.length / 2 });
  const { r, s, t, m, imm } = instruction as NonNullable<typeof instruction>;
  const registers = operands.filter((text) => /^a\d+$/.test(text)).map((text) => Number(text.slice(1)));
  const others = operands.filter((text) => !/^a\d+$/.test(text));
  // arithmetic.test.ts shows which field holds which register, for it runs them.
  for (const register of registers) expect([r, s, t]).toContain(register);
  if (registers.length === 3) expect([r, s, t]).toEqual(registers);
  if (/^b|^j$|^call(0|4|8|12)$|^l32r$|^loop/.test(name)) {
    expect(imm - 0x40080000).toBe(parseInt(others.pop() as string, 16));
    if (others.length > 0) expect(m).toBe(Number(others[0]));
  } else if (name === 'extui') {
    expect([imm, m + 1]).toEqual(others.map(Number));
  } else if (others.length > 0) {
    expect(imm).toBe(Number(others[0]));
  }
});

test.each([
  ['ill', 0x000000],
  ['a reserved bit pattern', 0x0003b0],
  ['a wide instruction of other configurations', 0x00000e],
  ['depbits, which newer cores have', 0x0a0000],
])('%s is no instruction of the LX6', (_, bits) => {
  expect(decode(bits, 0)?.isModelled ?? false).toBe(false);
});

test.each([
  [0x000004, 'MAC16'],
  [0x0a3450, 'floating-point'],
  [0x004100, 'break'],
  [0x005000, 'syscall'],
  [0x006120, 'rsil'],
  [0x007000, 'waiti'],
  [0x003000, 'exception'],
  [0x00e432, 's32c1i'],
  [0x490430, 'l32e'],
])('%i is known, as a kind of %s, and not modelled', (bits, kind) => {
  const instruction = decode(bits, 0);
  expect(instruction?.isModelled).toBe(false);
  expect(instruction?.name).toContain(kind);
});
