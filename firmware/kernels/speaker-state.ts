// The state of the speaker's decoders, a word each:
//
// 0 predicted │ 4 index │ 8 volume │ 12 target volume

/** State of the DVI4 decoder, set by every packet's header. */
export const PREDICTED = 0;
export const INDEX = 4;
/** The volume now, and the volume to which it is led, up to 2¹⁶ = unity. */
export const VOLUME = 8;
export const TARGET_VOLUME = 12;

export const UNITY_VOLUME = 65536;
/** Change of the volume in a sample: from silence to full volume in 16 ms at 16 kHz. */
export const VOLUME_STEP = 256;
