import golden from '../vectors/i2s-registers.json';
import { createSoundBench } from '../support/sound-bench';
import type { SoundBench } from '../support/sound-bench';

// The vectors have the register states that Espressif's own driver (ESP-IDF v5.5.2) leaves, and the order of the writes
// of that driver and of a driver in JavaScript.
type Golden = { value: string; mask_that_matters: string; addr: string };
type Case = {
  registers: Record<string, Golden>;
  descriptors_example: { ring: string; at: string; w0: string; buf: string; next: string }[];
  js_write_order: string[];
  idf_v552_write_order: string[];
};
const cases = golden.cases as unknown as Record<string, Case>;

const W1 = { GPIO_ENABLE: 0x3ff44020, GPIO_ENABLE1: 0x3ff4402c };
const OTHERS: Record<string, number> = {
  DPORT_PERIP_CLK_EN: 0x3ff000c0,
  DPORT_PERIP_RST_EN: 0x3ff000c4,
  GPIO_ENABLE_W1TS: W1.GPIO_ENABLE + 4,
  GPIO_ENABLE_W1TC: W1.GPIO_ENABLE + 8,
  GPIO_ENABLE1_W1TS: W1.GPIO_ENABLE1 + 4,
  GPIO_ENABLE1_W1TC: W1.GPIO_ENABLE1 + 8,
  I2S_INT_CLR: 0x3ff4f018,
  I2S_OUT_LINK: 0x3ff4f030,
  I2S_IN_LINK: 0x3ff4f034,
};

/** The address of a register by the name that it has in the vectors. */
function addressOf(name: string): number {
  for (const { registers } of Object.values(cases)) if (name in registers) return Number(registers[name]!.addr);
  if (name in OTHERS) return OTHERS[name]!;
  throw new Error(`the vectors tell no address of ${name}`);
}

const parse = (write: string): [name: string, value: number] => {
  const at = write.lastIndexOf('=');
  return [write.slice(0, at), parseInt(write.slice(at + 1), 16)];
};

/** A bench whose memory has closed rings of 4 × 640 bytes at the addresses that the writes give to the DMA. */
function benchFor(writes: readonly string[], bytes: number): SoundBench {
  const base = 0x3ffb2000;
  const bench = createSoundBench({ memory: { base, end: 0x3ffc0000 } });
  const { words } = bench.allocate(0x9000 / 4);
  for (const [name, value] of writes.map(parse)) {
    if (!/I2S_(OUT|IN)_LINK/.test(name)) continue;
    const descriptor = 0x3ff00000 + (value & 0xfffff);
    for (let k = 0; k < 4; k++) {
      const buffer = descriptor + 48 + k * bytes;
      const next = descriptor + 12 * ((k + 1) % 4);
      words.set([(0xc0000000 | (bytes << 12) | bytes) >>> 0, buffer, next], (descriptor - base) / 4 + 3 * k);
    }
  }
  return bench;
}

function replay(bench: SoundBench, writes: readonly string[]): void {
  for (const [name, value] of writes.map(parse)) {
    // The only write of the IDF driver that is not about I2S: it disconnects the ADC from the DMA.
    if (name === 'SYSCON_SARADC_CTRL') continue;
    bench.poke(addressOf(name), value);
  }
}

describe('register state after the golden write orders', () => {
  const names = [
    'fd_16k_txboth_rxleft',
    'fd_16k_stereo',
    'fd_8k_txboth_rxleft',
    'tx_only_16k_both',
    'rx_only_16k_mono_left',
  ];
  const orders = ['js_write_order', 'idf_v552_write_order'] as const;
  const table = names.flatMap((name) => orders.map((order) => [name, order] as const));

  test.each(table)('%s by %s equals what the manufacturer’s driver leaves', (name, order) => {
    const writes = cases[name]![order];
    const bench = benchFor(writes, name.includes('stereo') ? 1280 : 640);
    replay(bench, writes);
    const registers = bench.chip.registers();
    const differing = Object.entries(cases[name]!.registers).filter(
      ([register, { value, mask_that_matters }]) =>
        ((Number(registers[register]) ^ Number(value)) & Number(mask_that_matters)) !== 0,
    );
    expect(differing).toEqual([]);
    expect(Object.keys(cases[name]!.registers).filter((register) => !(register in registers))).toEqual([]);
  });

  test.each(table)('%s by %s gets the DMA going without an error', (name, order) => {
    const writes = cases[name]![order];
    const bench = benchFor(writes, name.includes('stereo') ? 1280 : 640);
    replay(bench, writes);
    bench.runMs(100);
    const raw = bench.peek(0x3ff4f00c);
    const isSending = writes.some((write) => write.startsWith('I2S_OUT_LINK=2'));
    const isReceiving = writes.some((write) => write.startsWith('I2S_IN_LINK=2'));
    expect(raw & 0x6000).toBe(0);
    expect(raw & 0x1200).toBe((isSending ? 0x1000 : 0) | (isReceiving ? 0x200 : 0));
  });

  test('after a reset pulse every modelled register has the value of the manufacturer’s headers', () => {
    const bench = createSoundBench();
    bench.poke(0x3ff000c0, 0xf9c1e07f);
    bench.poke(0x3ff000c4, 0x10);
    const registers = bench.chip.registers();
    const modelled = Object.entries(golden.reset_values).filter(([name]) => name in registers);
    expect(modelled.length).toBeGreaterThan(25);
    for (const [name, value] of modelled) expect([name, registers[name]]).toEqual([name, value]);
  });

  test('the modes that are not modelled are refused by name', () => {
    const pdm = cases.rx_pdm_16k_right!.js_write_order;
    expect(() => replay(benchFor(pdm, 320), pdm)).toThrow(/I2S_PDM_CONF.*PDM.*not modelled/);
    const narrow = cases.tx_only_16k_16bit_stereo!.js_write_order;
    expect(() => replay(benchFor(narrow, 640), narrow)).toThrow(/I2S_FIFO_CONF.*16-bit.*TX_FIFO_MOD/);
  });
});
