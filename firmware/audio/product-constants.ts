// What both sound paths promise the owner, whichever of them a board runs.

/** How often sound is moved: twice a frame, so that what a poll finds is at most 10 ms old. */
export const POLL_MS = 10;

/** Frames recorded between a press and its becoming a hold, 300 ms. They are sent once it has. */
export const PRE_ROLL_FRAMES = 15;

/** Frames of silence after a talk spurt, so that no receiver interpolates the last vowel. */
export const TRAILING_FRAMES = 2;

/** Gain of the loudspeaker while the microphone of the same board is open in half duplex: −26 dB. */
export const DUCKED_GAIN = 0.05;
