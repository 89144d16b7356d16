import type { FrameLoudness } from './loudness';

/** 20 ms of one talker, on its way from the packet to whoever hears it. */
export type Frame = FrameLoudness & {
  /** As it came, or for the second of two in a packet as it would have come alone. */
  readonly payload: Uint8Array;
  readonly pcm: Int16Array;
  /** The same at the other rate, 8 or 16 kHz, if the room had both when it came. */
  otherPcm: Int16Array | undefined;
  /** It stands in for a lost one: there is no payload. */
  readonly isMadeUp: boolean;
};
