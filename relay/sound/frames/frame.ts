import type { FrameLoudness } from './loudness';

/** 20 ms of one talker, on the way from the packet to the listeners. */
export type Frame = FrameLoudness & {
  /** The payload as it came. For the second frame of a packet: as it would have come in a packet of its own. */
  readonly payload: Uint8Array;
  readonly pcm: Int16Array;
  /** The samples at the other rate, 8 or 16 kHz, if the room has listeners at both rates. */
  otherPcm: Int16Array | undefined;
  /** Whether it conceals a lost frame. Then it has no payload. */
  readonly isConcealed: boolean;
};
