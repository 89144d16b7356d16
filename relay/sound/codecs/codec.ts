// Encodes and decodes frames of 20 ms by payload type. A packet of 40 ms holds two such frames: see packing.ts.

import { FRAME_MS } from '../../../wire/limits';
import { decodePcmuSample, encodePcmuSample } from '../../../wire/pcmu';
import { decodeDvi4, encodeDvi4, type Dvi4State } from '../../../wire/dvi4';
import { payloadBytes, payloadFormat, type PayloadFormat } from '../../../wire/payload';

/** Encodes consecutive frames. DVI4 carries its predictor from one frame to the next. */
export interface FrameEncoder {
  /** Encodes a frame into `into`, which is exactly `frameBytes` long. */
  encode(pcm: Int16Array, into: Uint8Array): void;
}

/** The codec of one payload type. */
export interface FrameCodec {
  readonly format: PayloadFormat;
  readonly frameSamples: number;
  readonly frameBytes: number;
  /** Decodes one frame into `into`, `frameSamples` long. False if the payload's header is invalid. */
  decode(payload: Uint8Array, into: Int16Array): boolean;
  createEncoder(): FrameEncoder;
}

let pcmuOfSample: Uint8Array | undefined;
let sampleOfPcmu: Int16Array | undefined;

/** The code of every sample, because a room of ten people encodes eighty thousand samples a second. */
function pcmuEncodingTable(): Uint8Array {
  pcmuOfSample ??= Uint8Array.from({ length: 65536 }, (_, i) => encodePcmuSample(i - 32768));
  return pcmuOfSample;
}

function pcmuDecodingTable(): Int16Array {
  sampleOfPcmu ??= Int16Array.from({ length: 256 }, (_, code) => decodePcmuSample(code));
  return sampleOfPcmu;
}

function pcmuEncoder(): FrameEncoder {
  const table = pcmuEncodingTable();
  return {
    encode(pcm, into) {
      for (let i = 0; i < into.length; i++) into[i] = table[pcm[i]! + 32768]!;
    },
  };
}

function dvi4Encoder(): FrameEncoder {
  const state: Dvi4State = { predicted: 0, index: 0 };
  return {
    encode(pcm, into) {
      encodeDvi4(pcm, into, state);
    },
  };
}

function decodePcmuFrame(payload: Uint8Array, into: Int16Array): boolean {
  const table = pcmuDecodingTable();
  for (let i = 0; i < into.length; i++) into[i] = table[payload[i]!]!;
  return true;
}

function createCodec(format: PayloadFormat): FrameCodec {
  const frameSamples = (format.rateHz * FRAME_MS) / 1000;
  const isPcmu = format.name === 'PCMU';
  return {
    format,
    frameSamples,
    frameBytes: payloadBytes(format, frameSamples),
    decode: isPcmu ? decodePcmuFrame : (payload, into) => decodeDvi4(payload, into) === into.length,
    createEncoder: isPcmu ? pcmuEncoder : dvi4Encoder,
  };
}

const codecs = new Map<number, FrameCodec>();

/** The codec of a payload type, or undefined if the relay has none. */
export function codecFor(payloadType: number): FrameCodec | undefined {
  const known = codecs.get(payloadType);
  if (known) return known;
  const format = payloadFormat(payloadType);
  if (!format) return undefined;
  const codec = createCodec(format);
  codecs.set(payloadType, codec);
  return codec;
}
