// The speaker's own sounds: up to four notes of 80 ms, one a byte, the lowest byte first. A note is its frequency in units of
// 25 Hz, four times over: 40 is 400 Hz, 50 is 500, 80 is 800, a0 is 1000. The two lowest bits are for the sound path, which
// lets them tell how loud. Pitches are multiples of 50 Hz: a block of 20 ms holds whole turns, and behind any of them a note
// may be cut off. Rising is a step in, falling is a step out.

export const JOIN = 0x805040;
export const LEAVE = 0x405080;
export const HAND_UP = 0x8050;
export const HAND_DOWN = 0x5080;
export const RING = 0xa080a080;
export const ACCEPTED = 0xa08050;
export const DECLINED = 0x4050;
export const CONSULTING = 0x5050;
/** One high pip, and one low: the only two that say what the microphone does. */
export const MICROPHONE_OPEN = 0xa0;
export const MICROPHONE_CLOSED = 0x50;
export const OFFERED = 0xa0a0;
export const REMINDER = 0x50a050;
export const ERROR = 0x404040;
/** Hold on and something happens; let go and nothing does. */
export const COUNTDOWN = 0x8080;
export const SET_UP = 0x80408040;
