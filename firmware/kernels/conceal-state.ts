// The state of the concealment, a word each:
//
// 0 history │ 4 history's samples │ 8 lag │ 12 at │ 16 gain │ 20 target gain │ 24 fade

/** Address of the 16-bit samples played last, the latest one at the end. `concealStart` smooths them. */
export const HISTORY = 0;
/** 40 ms: 640 at 16 kHz, 320 at 8 kHz. */
export const HISTORY_SAMPLES = 4;
export const LAG = 8;
export const AT = 12;
export const GAIN = 16;
export const TARGET = 20;
export const FADE = 24;
