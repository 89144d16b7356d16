import { RegisterFile } from '../core/register-file';
import type { RegisterDescription } from '../core/register-file';
import { BadRegisterValue } from '../core/errors';

// ESP32 Technical Reference Manual, chapter "I2S Controller"; names are the manual's (spelling included).
// Reset values from soc/i2s_reg.h and soc/i2s_struct.h of ESP-IDF.

const I2S0_BASE = 0x3ff4f000;

export const CONF = 0x08;
export const TX_RESET = 1 << 0;
export const RX_RESET = 1 << 1;
export const TX_FIFO_RESET = 1 << 2;
export const RX_FIFO_RESET = 1 << 3;
export const TX_START = 1 << 4;
export const RX_START = 1 << 5;
export const TX_SLAVE_MOD = 1 << 6;
export const RX_SLAVE_MOD = 1 << 7;
export const TX_RIGHT_FIRST = 1 << 8;
export const RX_RIGHT_FIRST = 1 << 9;
export const TX_MSB_SHIFT = 1 << 10;
export const RX_MSB_SHIFT = 1 << 11;
export const TX_SHORT_SYNC = 1 << 12;
export const RX_SHORT_SYNC = 1 << 13;
export const TX_MONO = 1 << 14;
export const RX_MONO = 1 << 15;
export const TX_MSB_RIGHT = 1 << 16;
export const RX_MSB_RIGHT = 1 << 17;
export const SIG_LOOPBACK = 1 << 18;

export const INT_RAW = 0x0c;
const INT_ST = 0x10;
const INT_ENA = 0x14;
const INT_CLR = 0x18;
export const RX_WFULL = 1 << 2;
export const TX_REMPTY = 1 << 5;
export const IN_DONE = 1 << 8;
export const IN_SUC_EOF = 1 << 9;
export const OUT_DONE = 1 << 11;
export const OUT_EOF = 1 << 12;
export const IN_DSCR_ERR = 1 << 13;
export const OUT_DSCR_ERR = 1 << 14;
export const IN_DSCR_EMPTY = 1 << 15;
export const OUT_TOTAL_EOF = 1 << 16;
const INT_BITS = 0x1ffff;

const TIMING = 0x1c;
export const FIFO_CONF = 0x20;
export const DSCR_EN = 1 << 12;
export const RXEOF_NUM = 0x24;
export const CONF_SIGLE_DATA = 0x28;
export const CONF_CHAN = 0x2c;
export const OUT_LINK = 0x30;
export const IN_LINK = 0x34;
/** Bits of OUT_LINK and IN_LINK alike. */
export const LINK_ADDR = 0xfffff;
export const LINK_STOP = 1 << 28;
export const LINK_START = 1 << 29;
export const LINK_RESTART = 1 << 30;
const LINK_PARK = 0x80000000;
export const OUT_EOF_DES_ADDR = 0x38;
export const IN_EOF_DES_ADDR = 0x3c;
export const OUT_EOF_BFR_DES_ADDR = 0x40;
const AHB_TEST = 0x44;
const INLINK_DSCR = 0x48;
const OUTLINK_DSCR = 0x54;
export const LC_CONF = 0x60;
export const IN_RST = 1 << 0;
export const OUT_RST = 1 << 1;
export const OUT_AUTO_WRBACK = 1 << 6;
export const OUT_EOF_MODE = 1 << 8;
export const CHECK_OWNER = 1 << 12;
const LOOP_TESTS = (1 << 4) | (1 << 5);
const MEM_TRANS_EN = 1 << 13;
const LC_HUNG_CONF = 0x74;
const CONF1 = 0xa0;
const PCM_BYPASSES = (1 << 3) | (1 << 7);
const TX_STOP_EN = 1 << 8;
const TX_ZEROS_RM_EN = 1 << 9;
const PD_CONF = 0xa4;
const FORCE_PDS = (1 << 0) | (1 << 2);
const CONF2 = 0xa8;
export const CLKM_CONF = 0xac;
export const SAMPLE_RATE_CONF = 0xb0;
const PDM_CONF = 0xb4;
const PDM_ENABLES = 0xf;
const PDM_FREQ_CONF = 0xb8;
const STATE = 0xbc;
const DATE = 0xfc;

/** Registers that the chip has and this simulator has no model of: FIFO windows, debug state, telephone codecs. */
const UNMODELLED: Readonly<Record<number, string>> = {
  0x64: 'I2S_OUTFIFO_PUSH',
  0x68: 'I2S_INFIFO_POP',
  0x6c: 'I2S_LC_STATE0',
  0x70: 'I2S_LC_STATE1',
  0x80: 'I2S_CVSD_CONF0',
  0x84: 'I2S_CVSD_CONF1',
  0x88: 'I2S_CVSD_CONF2',
  0x8c: 'I2S_PLC_CONF0',
  0x90: 'I2S_PLC_CONF1',
  0x94: 'I2S_PLC_CONF2',
  0x98: 'I2S_ESCO_CONF0',
  0x9c: 'I2S_SCO_CONF0',
};

/** Where a DMA engine is, as its three position registers and PARK show it. */
export type LinkPosition = {
  readonly descriptor: number;
  readonly next: number;
  readonly buffer: number;
  readonly isParked: boolean;
};

/** What the registers need to know of the block, or set off in it. */
export type I2sRegisterHooks = {
  readonly guard: (access: 'read' | 'write', register: string) => void;
  readonly confWritten: (value: number, before: number) => void;
  readonly settingsWritten: () => void;
  readonly lcConfWritten: (value: number) => void;
  readonly outLinkWritten: (value: number) => void;
  readonly inLinkWritten: (value: number) => void;
  readonly state: () => number;
  readonly outPosition: () => LinkPosition;
  readonly inPosition: () => LinkPosition;
};

/** Makes a check that stops the run when any of `bits` is written as 1. */
function refuse(register: string, bits: number, why: string): (value: number) => void {
  return (value) => {
    if ((value & bits) !== 0) throw new BadRegisterValue(register, value, why);
  };
}

/** The registers of I2S0. What a model would be needed for is refused when it is written. */
export function createI2sRegisters(hooks: I2sRegisterHooks): RegisterFile {
  const checkConf1 = (value: number): void => {
    const isBypassed = (value & PCM_BYPASSES) === PCM_BYPASSES;
    if (!isBypassed) throw new BadRegisterValue('I2S_CONF1', value, 'companding (PCM_BYPASS = 0) is not modelled');
    refuse('I2S_CONF1', TX_STOP_EN | TX_ZEROS_RM_EN, 'TX_STOP_EN and TX_ZEROS_RM_EN are not modelled')(value);
  };
  const checkLcConf = refuse('I2S_LC_CONF', LOOP_TESTS | MEM_TRANS_EN, 'loop tests and MEM_TRANS_EN are not modelled');
  const settings = { written: hooks.settingsWritten };
  const readOnly = { writable: 0 };
  const link = (position: () => LinkPosition) => ({
    writable: ~LINK_PARK,
    check: (value: number): void => {
      const commands = value & (LINK_STOP | LINK_START | LINK_RESTART);
      if ((commands & (commands - 1)) === 0) return;
      throw new BadRegisterValue('I2S_OUT_LINK/IN_LINK', value, 'more than one of STOP, START and RESTART');
    },
    read: (stored: number): number => (position().isParked ? stored | LINK_PARK : stored),
  });
  const positions = (name: string, offset: number, position: () => LinkPosition): RegisterDescription[] => [
    { ...readOnly, name, offset, read: () => position().descriptor },
    { ...readOnly, name: `${name}_BF0`, offset: offset + 4, read: () => position().next },
    { ...readOnly, name: `${name}_BF1`, offset: offset + 8, read: () => position().buffer },
  ];
  const file: RegisterFile = new RegisterFile(
    'I2S0',
    I2S0_BASE,
    [
      { name: 'I2S_CONF', offset: CONF, reset: 0x00030300, writable: 0x7ffff, written: hooks.confWritten },
      { ...readOnly, name: 'I2S_INT_RAW', offset: INT_RAW },
      { ...readOnly, name: 'I2S_INT_ST', offset: INT_ST, read: () => file.get(INT_RAW) & file.get(INT_ENA) },
      { name: 'I2S_INT_ENA', offset: INT_ENA, writable: INT_BITS },
      {
        ...readOnly,
        name: 'I2S_INT_CLR',
        offset: INT_CLR,
        written: (bits) => file.set(INT_RAW, file.get(INT_RAW) & ~bits),
      },
      { name: 'I2S_TIMING', offset: TIMING, check: refuse('I2S_TIMING', ~0, 'pad delays are not modelled') },
      { ...settings, name: 'I2S_FIFO_CONF', offset: FIFO_CONF, reset: 0x00001820, writable: 0x1fffff },
      { ...settings, name: 'I2S_RXEOF_NUM', offset: RXEOF_NUM, reset: 64 },
      { ...settings, name: 'I2S_CONF_SIGLE_DATA', offset: CONF_SIGLE_DATA },
      { ...settings, name: 'I2S_CONF_CHAN', offset: CONF_CHAN, writable: 0x1f },
      { ...link(hooks.outPosition), name: 'I2S_OUT_LINK', offset: OUT_LINK, written: hooks.outLinkWritten },
      { ...link(hooks.inPosition), name: 'I2S_IN_LINK', offset: IN_LINK, written: hooks.inLinkWritten },
      { ...readOnly, name: 'I2S_OUT_EOF_DES_ADDR', offset: OUT_EOF_DES_ADDR },
      { ...readOnly, name: 'I2S_IN_EOF_DES_ADDR', offset: IN_EOF_DES_ADDR },
      { ...readOnly, name: 'I2S_OUT_EOF_BFR_DES_ADDR', offset: OUT_EOF_BFR_DES_ADDR },
      { name: 'I2S_AHB_TEST', offset: AHB_TEST, check: refuse('I2S_AHB_TEST', ~0, 'test modes are not modelled') },
      ...positions('I2S_INLINK_DSCR', INLINK_DSCR, hooks.inPosition),
      ...positions('I2S_OUTLINK_DSCR', OUTLINK_DSCR, hooks.outPosition),
      {
        name: 'I2S_LC_CONF',
        offset: LC_CONF,
        reset: OUT_EOF_MODE,
        writable: 0x3fff,
        check: checkLcConf,
        written: hooks.lcConfWritten,
      },
      { name: 'I2S_LC_HUNG_CONF', offset: LC_HUNG_CONF, reset: 0x810 },
      { name: 'I2S_CONF1', offset: CONF1, reset: 0x89, writable: 0x3ff, check: checkConf1 },
      {
        name: 'I2S_PD_CONF',
        offset: PD_CONF,
        reset: 0xa,
        writable: 0xf,
        check: refuse('I2S_PD_CONF', FORCE_PDS, 'powering the memories down is not modelled'),
      },
      {
        name: 'I2S_CONF2',
        offset: CONF2,
        check: refuse('I2S_CONF2', ~0, 'camera, LCD_EN and ADC modes are not modelled'),
      },
      { ...settings, name: 'I2S_CLKM_CONF', offset: CLKM_CONF, reset: 4, writable: 0x3fffff },
      { ...settings, name: 'I2S_SAMPLE_RATE_CONF', offset: SAMPLE_RATE_CONF, reset: 0x00410186, writable: 0xffffff },
      {
        name: 'I2S_PDM_CONF',
        offset: PDM_CONF,
        reset: 0x01550020,
        check: refuse('I2S_PDM_CONF', PDM_ENABLES, 'PDM (TX_PDM_EN, RX_PDM_EN and converters) is not modelled'),
      },
      { name: 'I2S_PDM_FREQ_CONF', offset: PDM_FREQ_CONF, reset: 0x000f01e0 },
      { ...readOnly, name: 'I2S_STATE', offset: STATE, reset: 7, read: hooks.state },
      { ...readOnly, name: 'I2S_DATE', offset: DATE, reset: 0x01604201 },
    ],
    { unmodelled: UNMODELLED, guard: hooks.guard },
  );
  return file;
}
