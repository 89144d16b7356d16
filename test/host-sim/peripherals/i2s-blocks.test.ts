import fc from 'fast-check';
import { createBothChips, type WordBench } from '../../support/word-by-word/bench';
import { descriptorWord, I2S, ROUTING, startFullDuplex, type SoundBench } from '../../support/sound-bench';

// The simulator moves sound in blocks. Random programs find no difference to a chip that moves word by word: neither in
// memory, nor in a register, nor on the wires. A failure prints its seed and the shortest program that shows it.

const WORDS = 600;
const DESCRIPTORS = 8;

/** One step of a program. Descriptors lie in the first words of the memory, and buffers anywhere, one over the other too. */
type Step =
  | { readonly kind: 'wait'; readonly ns: number }
  | { readonly kind: 'register'; readonly address: number; readonly value: number }
  | {
      readonly kind: 'link';
      readonly way: 'OUT_LINK' | 'IN_LINK';
      readonly command: number;
      readonly descriptor: number;
    }
  | { readonly kind: 'word'; readonly index: number; readonly value: number }
  | Descriptor;
type Descriptor = {
  readonly kind: 'descriptor';
  readonly at: number;
  readonly words: number;
  readonly buffer: number;
  readonly next: number;
  readonly flags: number;
};

const register = (address: number, ...values: readonly number[]): fc.Arbitrary<Step> =>
  fc.constantFrom(...values).map((value) => ({ kind: 'register', address, value }) as const);

const descriptor: fc.Arbitrary<Descriptor> = fc.record({
  kind: fc.constant('descriptor' as const),
  at: fc.nat(DESCRIPTORS - 1),
  words: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 200 })),
  buffer: fc.nat(WORDS - 200),
  next: fc.integer({ min: -1, max: DESCRIPTORS - 1 }),
  flags: fc.constantFrom(0xc0000000, 0xc0000000, 0x80000000, 0x40000000),
});

// CONF: both directions run, Philips on both; then with resets, right first, MSB right, loopback, one direction, none.
const CONFS = [
  0x40cb0, 0x40cb0, 0x40cbf, 0x40cb5, 0x40cba, 0x40fb0, 0x70cb0, 0x40c90, 0x40ca0, 0x40c80, 0xcb0, 0x408b0,
];
const IO_MUX_GPIO22 = 0x3ff49080;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('wait' as const), ns: fc.nat(6_000_000) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ns: fc.nat(100_000) }) },
  { weight: 4, arbitrary: descriptor },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('link' as const),
      way: fc.constantFrom('OUT_LINK' as const, 'IN_LINK' as const),
      command: fc.constantFrom(1 << 28, 1 << 29, 1 << 29, 1 << 30),
      descriptor: fc.nat(DESCRIPTORS - 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('word' as const), index: fc.nat(WORDS - 1), value: fc.integer() }),
  },
  { weight: 3, arbitrary: register(I2S.CONF, ...CONFS) },
  { weight: 1, arbitrary: register(I2S.LC_CONF, 0, 0x100, 0x140, 0x40, 0x1100, 0x102, 0x101) },
  { weight: 1, arbitrary: register(I2S.FIFO_CONF, 0x1b7820, 0x1b7820, 0x1a5820, 0x1b6820, 0x1b5820 & ~(1 << 12)) },
  { weight: 1, arbitrary: register(I2S.CONF_CHAN, 9, 0, 0xc, 0xb, 0x11) },
  { weight: 1, arbitrary: register(I2S.RXEOF_NUM, 1, 7, 80, 160, 1000) },
  { weight: 1, arbitrary: register(I2S.INT_CLR, 0xffffffff, 1 << 11, 1 << 5) },
  { weight: 1, arbitrary: register(I2S.CLKM_CONF, 0x00140127, 0x0012014e, 0x001c010d) },
  { weight: 1, arbitrary: register(I2S.CONF_SIGLE_DATA, 0, 0x12345678) },
  // The data input hears pad 32, pad 22, a constant, or nothing; and pads change their sides.
  { weight: 1, arbitrary: register(0x3ff4439c, 0x80 | 32, 0x80 | 22, 0x80 | 0x38, 0x80 | 0x30, 0) },
  { weight: 1, arbitrary: register(IO_MUX_GPIO22, 0x2800, 0x2a00, 0x800) },
  { weight: 1, arbitrary: register(0x3ff44028, 1 << 22, 1 << 25, 1 << 26) },
  { weight: 3, arbitrary: register(0x3ff44024, (1 << 22) | (1 << 25) | (1 << 26)) },
);

const program = fc.record({
  descriptors: fc.array(descriptor, { minLength: 4, maxLength: DESCRIPTORS }),
  steps: fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
});

const sound = ({ chip, clock }: WordBench): SoundBench =>
  ({
    peek: (address: number) => chip.bus.read32(address),
    poke: (address: number, value: number) => chip.bus.write32(address, value),
    chip,
    clock,
  }) as SoundBench;

function writeDescriptor({ words, address }: WordBench, one: Descriptor): void {
  const next = one.next < 0 ? 0 : address + 12 * one.next;
  const first = (descriptorWord(4 * one.words) & 0x3fffffff) | one.flags;
  words.set([first, address + 4 * one.buffer, next], 3 * one.at);
}

/** Does a step. Gives what it threw, as text. */
function act(bench: WordBench, one: Step): string {
  const { bus } = bench.chip;
  try {
    if (one.kind === 'wait') bench.clock.runUntil(bench.clock.nowNs + one.ns);
    else if (one.kind === 'register') bus.write32(one.address, one.value);
    else if (one.kind === 'link')
      bus.write32(I2S[one.way], (one.command | ((bench.address + 12 * one.descriptor) & 0xfffff)) >>> 0);
    else if (one.kind === 'word') bus.write32(bench.address + 4 * one.index, one.value >>> 0);
    else {
      bench.chip.advance();
      writeDescriptor(bench, one);
    }
    bench.chip.advance();
    return '';
  } catch (error) {
    return String(error);
  }
}

/** What a program can find out, and how far the parts are. As text, which is compared fast. */
const stateOf = ({ chip, words, listener, faults }: WordBench): string =>
  JSON.stringify([chip.i2s.registers(), faults, listener.frames.length, words.join()]);

test('sound that moves in blocks leaves the memory, registers and wires that it leaves word by word', () => {
  let moved = 0;
  fc.assert(
    fc.property(program, ({ descriptors, steps }) => {
      const both = createBothChips(WORDS);
      const [blocks, words] = both;
      for (const bench of both) {
        for (const one of descriptors) writeDescriptor(bench, one);
        const [tx, rx] = [0, 1].map((k) => bench.address + 12 * descriptors[k]!.at);
        startFullDuplex(sound(bench), { txDescriptor: tx!, rxDescriptor: rx!, routing: ROUTING });
      }
      for (const one of steps) {
        expect(act(blocks, one)).toBe(act(words, one));
        const [found, expected] = [stateOf(blocks), stateOf(words)];
        if (found !== expected) expect(JSON.parse(found)).toEqual(JSON.parse(expected));
      }
      expect(JSON.stringify(blocks.listener.frames)).toBe(JSON.stringify(words.listener.frames));
      const begins = blocks.listener.beginsNs;
      expect(begins.filter(([frame, startNs]) => words.listener.beginsNs[frame]![1] !== startNs)).toEqual([]);
      moved += blocks.listener.frames.length;
    }),
    { numRuns: Number(process.env['I2S_PROGRAMS'] ?? 60) },
  );
  expect(moved).toBeGreaterThan(10_000);
});
