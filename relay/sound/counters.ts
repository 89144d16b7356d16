/** Why a datagram was not let in. */
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

/** What the relay has done since it started. */
export type Counters = {
  /** Rounds mixed in which somebody was to be heard. */
  mixes: number;
  /** RTP packets taken from members. */
  packetsIn: number;
  /** RTP packets sent, one for each receiver. */
  packetsOut: number;
  /** Packets of members that came twice. */
  duplicates: number;
  /** Packets of members that came after their turn. */
  late: number;
  /** Packets of members that never came, up to now. */
  lost: number;
  /** Frames made up in a mix in place of missing ones. */
  concealed: number;
  readonly droppedBy: Record<DropReason, number>;
};

/** All at zero. */
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
