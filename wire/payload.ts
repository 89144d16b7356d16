/** An RTP payload format with its static number (RFC 3551, table 4). */
export type PayloadFormat = {
  readonly payloadType: number;
  readonly name: 'PCMU' | 'DVI4';
  readonly rateHz: number;
  /** Bytes before the first sample of every packet. */
  readonly headerBytes: number;
  readonly bitsPerSample: number;
};

/** The payload type of PCMU. */
export const PCMU_PAYLOAD_TYPE = 0;

export const PCMU: PayloadFormat = {
  payloadType: PCMU_PAYLOAD_TYPE,
  name: 'PCMU',
  rateHz: 8000,
  headerBytes: 0,
  bitsPerSample: 8,
};
export const DVI4_8K: PayloadFormat = { payloadType: 5, name: 'DVI4', rateHz: 8000, headerBytes: 4, bitsPerSample: 4 };
export const DVI4_16K: PayloadFormat = {
  payloadType: 6,
  name: 'DVI4',
  rateHz: 16000,
  headerBytes: 4,
  bitsPerSample: 4,
};

const FORMATS = [PCMU, DVI4_8K, DVI4_16K];

/** The format of a payload type. Undefined for a format that Stagebox does not use. */
export function payloadFormat(payloadType: number): PayloadFormat | undefined {
  return FORMATS.find((format) => format.payloadType === payloadType);
}

/** The payload bytes of a packet with this many samples. The last of an odd number of 4-bit samples fills a whole byte. */
export function payloadBytes(format: PayloadFormat, samples: number): number {
  return format.headerBytes + Math.ceil((samples * format.bitsPerSample) / 8);
}

/** The samples in a packet with this many payload bytes. -1 if the payload is shorter than its own header. */
export function payloadSamples(format: PayloadFormat, bytes: number): number {
  if (bytes < format.headerBytes) return -1;
  return ((bytes - format.headerBytes) * 8) / format.bitsPerSample;
}
