// I2S0 of the ESP32: addresses and bits by the names of the Technical Reference Manual, chapter "I2S Controller".

export const I2S0_BASE = 0x3ff4f000;

export const CONF = 0x08;
export const INT_ENA = 0x14;
export const INT_CLR = 0x18;
export const TIMING = 0x1c;
export const FIFO_CONF = 0x20;
export const RXEOF_NUM = 0x24;
export const CONF_CHAN = 0x2c;
export const OUT_LINK = 0x30;
export const IN_LINK = 0x34;
export const OUT_EOF_DES_ADDR = 0x38;
export const IN_EOF_DES_ADDR = 0x3c;
export const LC_CONF = 0x60;
export const CONF2 = 0xa8;
export const CLKM_CONF = 0xac;
export const SAMPLE_RATE_CONF = 0xb0;
export const PDM_CONF = 0xb4;
export const DATE = 0xfc;

/** What DATE reads when the block is clocked and out of reset. */
export const DATE_ESP32 = 0x01604201;

// CONF
export const TX_START = 1 << 4;
export const RX_START = 1 << 5;
export const RX_SLAVE_MOD = 1 << 7;
export const TX_RIGHT_FIRST = 1 << 8;
export const RX_RIGHT_FIRST = 1 << 9;
export const TX_MSB_SHIFT = 1 << 10;
export const RX_MSB_SHIFT = 1 << 11;
export const TX_MSB_RIGHT = 1 << 16;
export const RX_MSB_RIGHT = 1 << 17;
export const SIG_LOOPBACK = 1 << 18;
/** TX_RESET, RX_RESET, TX_FIFO_RESET and RX_FIFO_RESET together. */
export const CONF_RESETS = 0x0f;

// FIFO_CONF: both thresholds at their reset value of 32, and DSCR_EN
export const FIFO_CONF_DMA = 0x1820;
export const FIFO_32BIT_SINGLE = 3;
export const TX_FIFO_MOD_SHIFT = 13;
export const RX_FIFO_MOD_SHIFT = 16;
export const TX_FIFO_MOD_FORCE_EN = 1 << 19;
export const RX_FIFO_MOD_FORCE_EN = 1 << 20;

// CONF_CHAN
export const TX_CHAN_BOTH = 1;
export const RX_CHAN_LEFT = 1 << 3;

// LC_CONF
export const OUT_EOF_MODE = 1 << 8;
/** IN_RST, OUT_RST, AHBM_FIFO_RST and AHBM_RST together. */
export const LC_RESETS = 0x0f;

// OUT_LINK and IN_LINK
export const LINK_START = 0x20000000;
export const LINK_STOP = 0x10000000;
export const LINK_ADDR_MASK = 0xfffff;

// CLKM_CONF
export const CLK_EN = 1 << 20;

/** PDM_CONF with both PDM halves off: its reset value. */
export const PDM_CONF_OFF = 0x01550020;

// DMA descriptors (lldesc): w0 = size 11:0, length 23:12, eof 30, owner 31; w1 = buffer; w2 = next
export const DESCRIPTOR_WORDS = 3;
export const DESCRIPTOR_OWNER_EOF = 0xc0000000;
/** Memory that I2S DMA reaches: SOC_DMA_LOW … SOC_DMA_HIGH. */
export const DMA_LOW = 0x3ffae000;
export const DMA_HIGH = 0x40000000;

// GPIO matrix signals
export const I2S0O_BCK = 23;
export const I2S0O_WS = 25;
export const I2S0I_BCK = 27;
export const I2S0I_WS = 28;
export const I2S0I_DATA_IN15 = 155;
export const I2S0O_DATA_OUT23 = 163;
