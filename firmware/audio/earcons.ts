// The speaker's own sounds. An earcon is up to four notes of 80 ms, a byte each, the lowest byte first. The six upper
// bits of a note are its frequency in units of 25 Hz: 0x40 is 400 Hz, 0x50 is 500, 0x80 is 800, 0xa0 is 1000. The two
// lowest bits are free for the sound path, which puts the loudness there. Frequencies are multiples of 50 Hz, so that a
// block of 20 ms holds whole periods and a note may be cut off at the end of any block. Rising notes mean a step in,
// falling notes a step out.

export const JOIN = 0x805040;
export const LEAVE = 0x405080;
export const HAND_UP = 0x8050;
export const HAND_DOWN = 0x5080;
export const RING = 0xa080a080;
export const ACCEPTED = 0xa08050;
export const DECLINED = 0x4050;
export const CONSULTING = 0x5050;
/** One high note and one low note: only these two say what the microphone does. */
export const MICROPHONE_OPEN = 0xa0;
export const MICROPHONE_CLOSED = 0x50;
export const OFFERED = 0xa0a0;
export const REMINDER = 0x50a050;
export const ERROR = 0x404040;
/** A hold leads to set-up if it lasts. */
export const COUNTDOWN = 0x8080;
export const SET_UP = 0x80408040;
