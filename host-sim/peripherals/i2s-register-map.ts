// The registers of I2S0 and their bits: ESP32 Technical Reference Manual, chapter "I2S Controller". Names are the
// manual's, spelling included. Offsets are bytes from the base of the block.

export const I2S0_BASE = 0x3ff4f000;

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
export const INT_ST = 0x10;
export const INT_ENA = 0x14;
export const INT_CLR = 0x18;
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
export const INT_BITS = 0x1ffff;

export const TIMING = 0x1c;
export const FIFO_CONF = 0x20;
export const DSCR_EN = 1 << 12;
export const RXEOF_NUM = 0x24;
export const CONF_SIGLE_DATA = 0x28;
export const CONF_CHAN = 0x2c;
export const OUT_LINK = 0x30;
export const IN_LINK = 0x34;
/** The bits of both OUT_LINK and IN_LINK. */
export const LINK_ADDR = 0xfffff;
export const LINK_STOP = 1 << 28;
export const LINK_START = 1 << 29;
export const LINK_RESTART = 1 << 30;
export const LINK_PARK = 0x80000000;
export const OUT_EOF_DES_ADDR = 0x38;
export const IN_EOF_DES_ADDR = 0x3c;
export const OUT_EOF_BFR_DES_ADDR = 0x40;
export const AHB_TEST = 0x44;
export const INLINK_DSCR = 0x48;
export const OUTLINK_DSCR = 0x54;
export const LC_CONF = 0x60;
export const IN_RST = 1 << 0;
export const OUT_RST = 1 << 1;
export const OUT_AUTO_WRBACK = 1 << 6;
export const OUT_EOF_MODE = 1 << 8;
export const CHECK_OWNER = 1 << 12;
export const LOOP_TESTS = (1 << 4) | (1 << 5);
export const MEM_TRANS_EN = 1 << 13;
export const LC_HUNG_CONF = 0x74;
export const CONF1 = 0xa0;
export const PCM_BYPASSES = (1 << 3) | (1 << 7);
export const TX_STOP_EN = 1 << 8;
export const TX_ZEROS_RM_EN = 1 << 9;
export const PD_CONF = 0xa4;
export const FORCE_PDS = (1 << 0) | (1 << 2);
export const CONF2 = 0xa8;
export const CLKM_CONF = 0xac;
export const SAMPLE_RATE_CONF = 0xb0;
export const PDM_CONF = 0xb4;
export const PDM_ENABLES = 0xf;
export const PDM_FREQ_CONF = 0xb8;
export const STATE = 0xbc;
export const DATE = 0xfc;

/** Registers that the chip has and this simulator does not model: FIFO windows, debug state, telephone codecs. */
export const UNMODELLED: Readonly<Record<number, string>> = {
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
