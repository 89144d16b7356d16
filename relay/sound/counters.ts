/** Why a datagram was dropped. */
export type DropReason =
  | 'malformed'
  | 'oversized'
  | 'stranger'
  | 'bad-claim'
  | 'wrong-ssrc'
  | 'wrong-payload-type'
  | 'wrong-length'
  | 'not-on-stage'
  | 'silenced';

/** What the relay has done with sound since it started. */
export type Counters = {
  /** Rounds of the mix. */
  mixes: number;
  /** RTP packets received from members. */
  packetsIn: number;
  /** RTP packets sent, counted once for each receiver. */
  packetsOut: number;
  /** Packets of members that had come before. */
  duplicates: number;
  /** Packets and frames of members that came too late to be heard. */
  late: number;
  /** Packets of members that never came, or only when they had been given up. */
  lost: number;
  /** Frames of the mix that conceal missing ones. */
  concealed: number;
  /** Datagrams dropped, by reason. */
  readonly droppedBy: Record<DropReason, number>;
};

/** Counters that all stand at zero. */
export function zeroCounters(): Counters {
  return {
    mixes: 0,
    packetsIn: 0,
    packetsOut: 0,
    duplicates: 0,
    late: 0,
    lost: 0,
    concealed: 0,
    droppedBy: {
      malformed: 0,
      oversized: 0,
      stranger: 0,
      'bad-claim': 0,
      'wrong-ssrc': 0,
      'wrong-payload-type': 0,
      'wrong-length': 0,
      'not-on-stage': 0,
      silenced: 0,
    },
  };
}
