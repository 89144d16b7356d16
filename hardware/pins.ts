// The pins of the board, by purpose. One table for firmware, simulator and drawings.

/** GPIO of the I2S bit clock, shared by microphone and amplifier. */
export const PIN_I2S_BCK = 26;
/** GPIO of the I2S word select, shared by microphone and amplifier. */
export const PIN_I2S_WS = 25;
/** GPIO of the I2S data towards the amplifier (its DIN). */
export const PIN_I2S_DOUT = 22;
/** GPIO of the I2S data from the microphone (its SD), with a 100 kOhm pull-down. */
export const PIN_I2S_DIN = 32;
/** GPIO of the one big button, to ground; `setWatch` gives it the inner pull-up. */
export const PIN_BUTTON = 27;
/** GPIO of the mute switch, if there is one: closed to ground, the microphone may open. A broken wire mutes. */
export const PIN_MUTE = 33;
/** GPIO of the 12-pixel ring's data line. */
export const PIN_RING = 4;
/** GPIO of a single LED, active high, for boards without a ring. */
export const PIN_LED = 2;
/** Pixels in the ring. */
export const RING_PIXELS = 12;
