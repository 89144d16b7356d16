import { PCMU_PAYLOAD_TYPE } from '../../../wire/payload';
import { RTP_HEADER_BYTES } from '../../../wire/rtp';

// The RTP packets of the tables path, one frame each, all written in the same array.

/** Bit of a packet's second byte that marks the first packet of a talk spurt (RFC 3551, section 4.1). */
const MARKER_BIT = 0x80;

export type PacketWriter = {
  readonly counters: { sent: number };
  /** Where the payload of the next packet is written. */
  readonly payload: Uint8Array;
  /** Sends what lies in the packet as the frame of `timestamp`. */
  readonly send: (timestamp: number) => void;
  /** The next packet is the first one of a talk spurt. */
  readonly mark: () => void;
  /** A new stream: its SSRC, and where its packets go. */
  readonly begin: (ssrc: number, send: (datagram: string) => void) => void;
};

export function createPacketWriter(frameBytes: number): PacketWriter {
  const counters = { sent: 0 };
  const packet = new Uint8Array(RTP_HEADER_BYTES + frameBytes);
  const header = new DataView(packet.buffer, 0, RTP_HEADER_BYTES);
  let sequence = 0;
  let transmit: ((datagram: string) => void) | undefined;
  return {
    counters,
    payload: packet.subarray(RTP_HEADER_BYTES),
    send: (timestamp) => {
      header.setUint16(2, sequence);
      header.setUint32(4, timestamp);
      sequence = (sequence + 1) & 0xffff;
      if (transmit) transmit(E.toString(packet) as string);
      counters.sent++;
      packet[1] = PCMU_PAYLOAD_TYPE;
    },
    mark: () => {
      packet[1] = MARKER_BIT | PCMU_PAYLOAD_TYPE;
    },
    begin: (ssrc, send) => {
      packet[0] = 0x80;
      packet[1] = PCMU_PAYLOAD_TYPE;
      header.setUint32(8, ssrc);
      sequence = E.hwRand() & 0xffff;
      transmit = send;
    },
  };
}
