// The RTP data header (RFC 3550, section 5.1) as Stagebox uses it: without CSRC, extension and padding.
//
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
// |                           timestamp                           |
// |                             SSRC                              |
// |                          payload …                            |

export const RTP_HEADER_BYTES = 12;

export type RtpHeader = {
  /** 0–127; see payload.ts. */
  readonly payloadType: number;
  /** Set on the first packet of a talk spurt (RFC 3551, section 4.1). */
  readonly marker: boolean;
  /** 16 bits, wraps. */
  readonly sequence: number;
  /** In samples of the payload's clock, 32 bits, wraps. */
  readonly timestamp: number;
  /** 32 bits. */
  readonly ssrc: number;
};

export type Rtp = RtpHeader & { /** A view into the datagram. */ readonly payload: Uint8Array };

/** Why a datagram is not an RTP packet. Strangers send anything, so this is a value, not an exception. */
type RtpRejection = 'too-short' | 'wrong-version' | 'unsupported-header' | 'rtcp';

/** RTCP packet types 192–223 have the same bits as a marker with payload types 64–95 (RFC 5761, section 4). */
function isRtcp(secondByte: number): boolean {
  return secondByte >= 192 && secondByte <= 223;
}

/** Reads a datagram as RTP. Total: any bytes give a packet or the reason why they are not one. */
export function parseRtp(datagram: Uint8Array): Rtp | RtpRejection {
  if (datagram.length < RTP_HEADER_BYTES) return 'too-short';
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
  const first = view.getUint8(0);
  const second = view.getUint8(1);
  if (first >> 6 !== 2) return 'wrong-version';
  if (isRtcp(second)) return 'rtcp';
  if ((first & 0x3f) !== 0) return 'unsupported-header';
  return {
    payloadType: second & 0x7f,
    marker: second >= 0x80,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: datagram.subarray(RTP_HEADER_BYTES),
  };
}

/** Writes the header into the first 12 bytes of `into`. */
export function writeRtpHeader(into: Uint8Array, header: RtpHeader): void {
  const view = new DataView(into.buffer, into.byteOffset, RTP_HEADER_BYTES);
  view.setUint8(0, 0x80);
  view.setUint8(1, (header.marker ? 0x80 : 0) | header.payloadType);
  view.setUint16(2, header.sequence);
  view.setUint32(4, header.timestamp);
  view.setUint32(8, header.ssrc);
}
