// GPIO matrix, IO_MUX and DPORT of the ESP32: what is needed to give a pad to a peripheral and a clock to a block.

export const DPORT_PERIP_CLK_EN = 0x3ff000c0;
export const DPORT_PERIP_RST_EN = 0x3ff000c4;
/** Bit of I2S0 in both DPORT registers. */
export const DPORT_I2S0 = 1 << 4;

export const GPIO_BASE = 0x3ff44000;
export const GPIO_ENABLE_W1TS = 0x24;
export const GPIO_ENABLE_W1TC = 0x28;
export const GPIO_ENABLE1_W1TS = 0x30;
export const GPIO_ENABLE1_W1TC = 0x34;
export const GPIO_FUNC_IN_SEL = 0x130;
export const GPIO_FUNC_OUT_SEL = 0x530;
/** In FUNCn_IN_SEL_CFG: take the signal through the matrix. */
export const SIG_IN_SEL = 0x80;

const IO_MUX_BASE = 0x3ff49000;
/** MCU_SEL = 2 (GPIO matrix), FUN_DRV = 2. */
export const IO_MUX_OUTPUT = 0x2800;
/** The same with FUN_IE. */
export const IO_MUX_INPUT = 0x2a00;

/** Offset of each pad's IO_MUX register by GPIO number, as one hex byte each: Espruino walks arrays slowly. */
const IO_MUX_OFFSETS = '44884084486c60646854585c3438303c4c507074' + '787c808c9024282c000000001c20141804080c10';

/** Address of the pad's IO_MUX register. GPIO 28–31 do not exist on the ESP32. */
export function ioMuxRegister(gpio: number): number {
  return IO_MUX_BASE + parseInt(IO_MUX_OFFSETS.substr(2 * gpio, 2), 16);
}
