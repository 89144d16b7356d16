/** The signed distance from one 16-bit sequence number to another, positive if `to` is later (RFC 3550, appendix A.1). */
export function sequenceDistance(from: number, to: number): number {
  return ((to - from) << 16) >> 16;
}

/** The sequence number `steps` after `sequence`, wrapped to 16 bits. */
export function sequenceAfter(sequence: number, steps: number): number {
  return (sequence + steps) & 0xffff;
}

/** The signed distance in samples from one 32-bit RTP timestamp to another, positive if `to` is later. */
export function timestampDistance(from: number, to: number): number {
  return (to - from) | 0;
}

/** The RTP timestamp `samples` after `timestamp`, wrapped to 32 bits. */
export function timestampAfter(timestamp: number, samples: number): number {
  return (timestamp + samples) >>> 0;
}
