import * as chip from '../../hardware/chip/esp32-i2s';
import * as pads from '../../hardware/chip/esp32-pins';
import { PIN_I2S_BCK, PIN_I2S_DIN, PIN_I2S_DOUT, PIN_I2S_WS } from '../../hardware/pins';

// The I2S0 block as master with 32-bit Philips slots, by its registers. Order and values are those of ESP-IDF v5.5.2's
// driver: the registers end up in the same state.

/** Which halves of the block run. */
export type I2sDirection = 'full' | 'tx' | 'rx';

/** What the block needs to know of the memory that it streams from and to. */
export type I2sMemory = {
  /** Address of the descriptor in which the transmitter starts: a silent one that leads to itself. */
  readonly txFirst: number;
  /** Address of the receiver's first descriptor. */
  readonly rxFirst: number;
  /** Words in each receive buffer. */
  readonly blockSamples: number;
};

/** The sample rates. 160 MHz / (N + b/a) = 256 fs exactly. */
type I2sRateHz = 8000 | 16000;

/** 160 MHz / (39 + 1/16) = 4.096 MHz, and half of it. */
const CLKM_CONF_16K = chip.CLK_EN | (16 << 14) | (1 << 8) | 39;
const CLKM_CONF_8K = chip.CLK_EN | (8 << 14) | (1 << 8) | 78;

// A half that is in use, and a half that is not and keeps its reset values. BITS_MOD is 32 or 16; BCK is MCLK / 4 or 6.

const TX_SAMPLE_RATE = (32 << 12) | 4;
const TX_SAMPLE_RATE_UNUSED = (16 << 12) | 6;
const RX_SAMPLE_RATE = (32 << 18) | (4 << 6);
const RX_SAMPLE_RATE_UNUSED = (16 << 18) | (6 << 6);

const TX_FIFO = chip.TX_FIFO_MOD_FORCE_EN | (chip.FIFO_32BIT_SINGLE << chip.TX_FIFO_MOD_SHIFT);
const RX_FIFO = chip.RX_FIFO_MOD_FORCE_EN | (chip.FIFO_32BIT_SINGLE << chip.RX_FIFO_MOD_SHIFT);

const TX_CONF_UNUSED = chip.TX_MSB_RIGHT | chip.TX_RIGHT_FIRST;
const RX_CONF_UNUSED = chip.RX_MSB_RIGHT | chip.RX_RIGHT_FIRST;

function write(offset: number, value: number): void {
  poke32(chip.I2S0_BASE + offset, value);
}

/** Connects an output signal to a pad. Call it after any `pinMode` on the pad, which would disconnect the signal. */
function routeOutput(gpio: number, signal: number): void {
  poke32(pads.ioMuxRegister(gpio), pads.IO_MUX_OUTPUT);
  poke32(pads.GPIO_BASE + pads.GPIO_FUNC_OUT_SEL + 4 * gpio, signal);
  poke32(pads.GPIO_BASE + (gpio < 32 ? pads.GPIO_ENABLE_W1TS : pads.GPIO_ENABLE1_W1TS), 1 << (gpio & 31));
}

function routeInput(gpio: number, signal: number): void {
  poke32(pads.GPIO_BASE + (gpio < 32 ? pads.GPIO_ENABLE_W1TC : pads.GPIO_ENABLE1_W1TC), 1 << (gpio & 31));
  poke32(pads.ioMuxRegister(gpio), pads.IO_MUX_INPUT);
  poke32(pads.GPIO_BASE + pads.GPIO_FUNC_IN_SEL + 4 * signal, pads.SIG_IN_SEL | gpio);
}

/** Gives the block a clock and resets it, so that every register has its reset value. */
function resetBlock(): void {
  poke32(pads.DPORT_PERIP_CLK_EN, peek32(pads.DPORT_PERIP_CLK_EN) | pads.DPORT_I2S0);
  poke32(pads.DPORT_PERIP_RST_EN, peek32(pads.DPORT_PERIP_RST_EN) | pads.DPORT_I2S0);
  poke32(pads.DPORT_PERIP_RST_EN, peek32(pads.DPORT_PERIP_RST_EN) & ~pads.DPORT_I2S0);
}

/** Configures and starts the halves that are wanted. */
function run(memory: I2sMemory, rateHz: I2sRateHz, tx: boolean, rx: boolean): void {
  let conf = (tx ? chip.TX_MSB_SHIFT : TX_CONF_UNUSED) | (rx ? chip.RX_MSB_SHIFT : RX_CONF_UNUSED);
  if (tx && rx) conf |= chip.SIG_LOOPBACK | chip.RX_SLAVE_MOD;
  write(chip.CLKM_CONF, rateHz === 16000 ? CLKM_CONF_16K : CLKM_CONF_8K);
  write(
    chip.SAMPLE_RATE_CONF,
    (tx ? TX_SAMPLE_RATE : TX_SAMPLE_RATE_UNUSED) | (rx ? RX_SAMPLE_RATE : RX_SAMPLE_RATE_UNUSED),
  );
  write(chip.CONF2, 0);
  write(chip.PDM_CONF, chip.PDM_CONF_OFF);
  write(chip.INT_ENA, 0);
  write(chip.TIMING, 0);
  write(chip.LC_CONF, chip.OUT_EOF_MODE);
  write(chip.FIFO_CONF, chip.FIFO_CONF_DMA | (tx ? TX_FIFO : 0) | (rx ? RX_FIFO : 0));
  write(chip.CONF_CHAN, (tx ? chip.TX_CHAN_BOTH : 0) | (rx ? chip.RX_CHAN_LEFT : 0));
  if (rx) write(chip.RXEOF_NUM, memory.blockSamples);
  write(chip.CONF, conf);
  routeOutput(PIN_I2S_BCK, tx ? chip.I2S0O_BCK : chip.I2S0I_BCK);
  routeOutput(PIN_I2S_WS, tx ? chip.I2S0O_WS : chip.I2S0I_WS);
  if (tx) routeOutput(PIN_I2S_DOUT, chip.I2S0O_DATA_OUT23);
  if (rx) routeInput(PIN_I2S_DIN, chip.I2S0I_DATA_IN15);
  write(chip.CONF, conf | chip.CONF_RESETS);
  write(chip.CONF, conf);
  write(chip.LC_CONF, chip.OUT_EOF_MODE | chip.LC_RESETS);
  write(chip.LC_CONF, chip.OUT_EOF_MODE);
  write(chip.INT_CLR, 0xffffffff);
  if (tx) write(chip.OUT_LINK, chip.LINK_START | (memory.txFirst & chip.LINK_ADDR_MASK));
  if (rx) write(chip.IN_LINK, chip.LINK_START | (memory.rxFirst & chip.LINK_ADDR_MASK));
  if (tx) write(chip.CONF, (conf |= chip.TX_START));
  if (rx) write(chip.CONF, conf | chip.RX_START);
}

/** Starts the block. Returns a message: why it cannot run; '' when it runs. */
export function startI2s(memory: I2sMemory, rateHz: I2sRateHz, direction: I2sDirection): string {
  const tx = direction !== 'rx';
  const rx = direction !== 'tx';
  resetBlock();
  const date = peek32(chip.I2S0_BASE + chip.DATE);
  if (date !== chip.DATE_ESP32) return `the I2S block answers with version 0x${date.toString(16)}: this is no ESP32`;
  run(memory, rateHz, tx, rx);
  return '';
}

/** Ends all DMA: the block is held in reset without a clock, and its pins are inputs again. */
export function stopI2s(): void {
  if (!(peek32(pads.DPORT_PERIP_CLK_EN) & pads.DPORT_I2S0)) return;
  write(chip.OUT_LINK, chip.LINK_STOP);
  write(chip.IN_LINK, chip.LINK_STOP);
  poke32(pads.DPORT_PERIP_RST_EN, peek32(pads.DPORT_PERIP_RST_EN) | pads.DPORT_I2S0);
  poke32(pads.DPORT_PERIP_CLK_EN, peek32(pads.DPORT_PERIP_CLK_EN) & ~pads.DPORT_I2S0);
  pinMode(PIN_I2S_BCK, 'input');
  pinMode(PIN_I2S_WS, 'input');
  pinMode(PIN_I2S_DOUT, 'input');
}
