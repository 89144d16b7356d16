import type { Firmware } from '../../../host-sim';
import { registers } from '../../../cli/commands/registers';
import { differencesFromGolden } from '../../support/golden-registers';
import { bundleFirmware, type Mutation } from '../../support/bundle';

// Golden states are those of Espressif's own driver, ESP-IDF v5.5.2 (test/vectors/i2s-registers.json).

const CASES: readonly [rate: string, direction: string, golden: string][] = [
  ['16000', 'full', 'fd_16k_txboth_rxleft'],
  ['8000', 'full', 'fd_8k_txboth_rxleft'],
  ['16000', 'tx', 'tx_only_16k_both'],
  ['16000', 'rx', 'rx_only_16k_mono_left'],
];

/** What is wrong with the register states that this bundle leaves, over all cases; a stopped run counts, too. */
function complaints(firmware: Firmware): string[] {
  return CASES.flatMap(([rate, direction, golden]) => {
    try {
      return differencesFromGolden(registers({ rate, direction }, firmware), golden);
    } catch (error) {
      return [String(error)];
    }
  });
}

describe('the registers that the firmware leaves', () => {
  let firmware: Firmware;
  beforeAll(async () => {
    firmware = await bundleFirmware();
  });

  test.each(CASES)('at %s Hz, %s, equal those of ESP-IDF (%s)', (rate, direction, golden) => {
    expect(differencesFromGolden(registers({ rate, direction }, firmware), golden)).toEqual([]);
  });

  test('after the start by itself are those of full duplex at 16 kHz', () => {
    expect(differencesFromGolden(registers({}, firmware), 'fd_16k_txboth_rxleft')).toEqual([]);
  });

  test('a rate or a direction that there is not is refused in words', () => {
    expect(() => registers({ rate: '44100' }, firmware)).toThrow('the rate must be 8000 or 16000');
    expect(() => registers({ direction: 'both' }, firmware)).toThrow('the direction must be');
  });
});

const DRIVER = 'drivers/i2s.ts';
const CHIP = 'chip/esp32-i2s.ts';
const PADS = 'chip/esp32-pins.ts';
const MUTATIONS: readonly (readonly [what: string, mutation: Mutation])[] = [
  ['a wrong divider at 16 kHz', { file: DRIVER, from: '| 39', to: '| 40' }],
  ['a wrong fraction at 8 kHz', { file: DRIVER, from: '(8 << 14)', to: '(9 << 14)' }],
  ['no bit clock divider', { file: DRIVER, from: '(32 << 12) | 4', to: '(32 << 12) | 6' }],
  ['16-bit transmit slots', { file: DRIVER, from: '(32 << 12) | 4', to: '(16 << 12) | 4' }],
  ['a FIFO mode that is not forced', { file: DRIVER, from: 'chip.RX_FIFO_MOD_FORCE_EN |', to: '' }],
  ['a dual transmit FIFO', { file: CHIP, from: 'FIFO_32BIT_SINGLE = 3', to: 'FIFO_32BIT_SINGLE = 2' }],
  ['no shared clocks', { file: DRIVER, from: 'conf |= chip.SIG_LOOPBACK |', to: 'conf |=' }],
  ['a receiver that is no slave', { file: DRIVER, from: '| chip.RX_SLAVE_MOD', to: '' }],
  ['no Philips shift', { file: DRIVER, from: 'tx ? chip.TX_MSB_SHIFT', to: 'tx ? 0' }],
  ['the right slot', { file: CHIP, from: 'RX_CHAN_LEFT = 1 << 3', to: 'RX_CHAN_LEFT = 2 << 3' }],
  [
    'an end of frame in bytes',
    { file: DRIVER, from: 'chip.RXEOF_NUM, memory.blockSamples', to: 'chip.RXEOF_NUM, 4 * memory.blockSamples' },
  ],
  ['the wrong data signal', { file: CHIP, from: 'I2S0O_DATA_OUT23 = 163', to: 'I2S0O_DATA_OUT23 = 162' }],
  ["word select on the receiver's signal", { file: DRIVER, from: 'tx ? chip.I2S0O_WS : ', to: '' }],
  ['a receiver that was not started', { file: DRIVER, from: 'conf | chip.RX_START', to: 'conf' }],
  [
    'a block that stays in reset',
    { file: DRIVER, from: '& ~pads.DPORT_I2S0);\n}\n\n/** Configures', to: ');\n}\n\n/** Configures' },
  ],
  [
    'no clock for the block',
    { file: PADS, from: 'DPORT_PERIP_CLK_EN = 0x3ff000c0', to: 'DPORT_PERIP_CLK_EN = 0x3ff000c4' },
  ],
  ['a microphone pad without its input', { file: PADS, from: 'IO_MUX_INPUT = 0x2a00', to: 'IO_MUX_INPUT = 0x2800' }],
  [
    'an owner check',
    {
      file: DRIVER,
      from: 'write(chip.LC_CONF, chip.OUT_EOF_MODE);\n  write(chip.INT_CLR',
      to: 'write(chip.LC_CONF, 0x1100);\n  write(chip.INT_CLR',
    },
  ],
];

describe('a driver with one mistake', () => {
  test.each(MUTATIONS)('is found out: %s', async (_what, mutation) => {
    expect(complaints(await bundleFirmware(mutation))).not.toEqual([]);
  });
});
