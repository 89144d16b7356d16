import { readFileSync } from 'node:fs';
import { compileBlob, kernelLimits } from '../../cli/build/kernel-blob';
import { registers } from '../../cli/commands/registers';
import { readFirmware } from '../../cli/firmware-text';
import { fileLimits } from '../../firmware/build/limits';
import * as chip from '../../hardware/chip/esp32-i2s';
import { measureKernels } from '../espruino/bench/kernel-cost';
import { quoted, readDocument, tableRows } from '../support/documents';

describe('the page on I2S', () => {
  const page = readDocument('docs/reference/i2s.md');
  const rows = tableRows(page, '| offset | register |').flatMap(([offsets = '', names = '', values = '']) =>
    quoted(offsets).map((offset, i) => ({ offset, name: quoted(names)[i] ?? '', value: quoted(values)[0] ?? '' })),
  );

  test('has the offsets of the code', () => {
    expect(rows.length).toBeGreaterThan(10);
    for (const { offset, name } of rows) {
      expect([name, chip[name as 'CONF']]).toEqual([name, parseInt(offset, 16)]);
    }
  });

  test('has the values that the driver leaves', () => {
    const left = registers({ rate: '16000', direction: 'full' });
    const starts = chip.TX_START | chip.RX_START;
    const whole = rows.filter(({ name, value }) => /^[0-9A-F]+$/.test(value) && !/INT_CLR|LINK/.test(name));
    expect(whole.length).toBeGreaterThan(8);
    for (const { name, value } of whole) {
      const found = Number(left[`I2S_${name}`]);
      expect([name, (name === 'CONF' ? found & ~starts : found) >>> 0]).toEqual([name, parseInt(value, 16)]);
    }
  });

  test('has the clocks of the code', () => {
    const clocks = tableRows(page, '| rate | MCLK |').map(([rate = '', , whole, fraction = '', value = '']) => {
      const [b, a] = fraction.split('/').map(Number);
      const hz = 160e6 / (Number(whole) + (b ?? 0) / (a ?? 1)) / 256;
      return [parseInt(rate) * 1000, hz, quoted(value)[0]];
    });
    expect(clocks).toEqual([
      [8000, 8000, registers({ rate: '8000' })['I2S_CLKM_CONF']?.slice(2)],
      [16000, 16000, registers({ rate: '16000' })['I2S_CLKM_CONF']?.slice(2)],
    ]);
  });
});

test('the page on costs tells what kernels cost, to a tenth', () => {
  const costs = new Map(measureKernels().map(({ kernel, mean }) => [kernel, mean]));
  const rows = tableRows(readDocument('docs/reference/cost.md'), '| kernel | instructions');
  expect(rows.length).toBeGreaterThan(3);
  for (const [names = '', figures = ''] of rows) {
    const told = figures.split(';').map(Number);
    for (const [i, name] of quoted(names).entries()) {
      const cost = costs.get(name) ?? NaN;
      expect([name, Math.abs((told[i] ?? NaN) / cost - 1) < 0.1]).toEqual([name, true]);
    }
  }
});

test('the simulator charges what the page on costs tells in the row that a cost names', () => {
  const model = readFileSync('host-sim/espruino/cpu/cost-model.ts', 'utf8');
  const cells = [...readDocument('docs/reference/cost.md').matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) =>
    row.replaceAll('`', ''),
  );
  const named = [...model.matchAll(/instructions\(([\d_]+)\), \/\/ row "([^"]+)"$/gm)];
  expect(named.length).toBeGreaterThan(8);
  for (const [, count = '', name = ''] of named) {
    const told = cells.find((row) => row.startsWith(name))?.match(/\d{1,3}(,\d{3})+|\d+/g) ?? [];
    expect([name, told.map((figure) => Number(figure.replaceAll(',', '')))]).toEqual([
      name,
      expect.arrayContaining([Number(count.replaceAll('_', ''))]) as number[],
    ]);
  }
});

test('the page on limits has every limit of a build', () => {
  const rows = tableRows(readDocument('docs/reference/limits.md'), '| limit | bytes |');
  const listed = rows.map(([what, most = '']) => [what, Number(most.replace(',', ''))]);
  const limits = [...fileLimits(readFirmware()), ...kernelLimits(compileBlob())];
  expect(listed).toEqual(limits.map(({ what, most }) => [what, most]));
});
