// The context: the words that the kernels of a stream share with the program, at fixed offsets from its address. The
// program lays them out once (audio/kernel-path/kernel-memory.ts). Then it reads counters and sets what the owner
// wants. Between calls the kernels keep no other state.
//
//   transmit ring  TX_BLOCKS blocks of one frame each, four descriptors a block. A block has room for one added sample.
//                  Descriptors are 16 bytes apart: first those of the data, then a silent one for each block.
//   receive ring   blocks of RX_BLOCK_SAMPLES, one descriptor each, for RX_FRAMES frames.
//
// A transmit block is named by an absolute index that only grows. It lies in the ring at `index & (TX_BLOCKS - 1)`.

export const TX_BLOCKS = 8;
/** Samples of a receive block: one frame at 8 kHz, half a frame at 16 kHz. */
export const RX_BLOCK_SAMPLES = 160;
/** Frames that the receive ring holds: the program may be late by 60 ms, and each frame takes 92 of its variables. */
export const RX_FRAMES = 3;
/** Descriptors of a transmit block: the amplifier's position is known to a quarter of a frame, 5 ms. */
export const QUARTERS = 4;
export const DESCRIPTOR_BYTES = 16;
/**
 * The last word of a receive block until the DMA overwrites it. No sample equals it: a 24-bit microphone leaves the low
 * byte 0.
 */
export const SENTINEL = 0x80000001 | 0;

// Laid out by the program.
export const FRAME_SAMPLES = 0;
/** Bytes before the first sample of a payload. 0: PCMU, one byte a sample; 4: DVI4. */
export const HEADER_BYTES = 4;
export const PAYLOAD_TYPE = 8;
export const TX_DESCRIPTORS = 12;
export const TX_BUFFERS = 16;
export const RX_DESCRIPTORS = 20;
export const RX_BUFFERS = 24;
/** Address of the packet that is filled: RTP header and payload. */
export const PACKET = 28;
/**
 * The least slack, in quarters of a frame, at which a frame may still be overwritten before it plays: the depth of the
 * FIFO.
 */
export const TARGET_MIN = 32;

// Playout.
/** Index of the block linked last. */
export const TAIL = 36;
/** The latest packet by its sequence number, and the index of its first block. */
export const LATEST_SEQUENCE = 40;
export const LATEST_INDEX = 44;
/** 1 while a talk spurt plays. */
export const PLAYING = 48;
/** Blocks in a row, up to the tail, that stand in for missing frames. */
export const STAND_INS = 52;
/** 1: the talk spurt ended because its frames did not come. */
export const DRY = 56;
/** Slack that packets should have on arrival, in quarters of a frame, and the least slack since the watch began. */
export const TARGET = 60;
export const LEAST = 64;
export const WATCHED = 68;
export const CALM = 72;
/** Quarters to be left out in pauses, and if there are many, samples in speech; −1: samples are to be added. */
export const ADJUST = 76;

// Counters.
export const RECEIVED = 80;
export const LOST = 84;
export const LATE = 88;
export const CONCEALED = 92;
export const UNDERRUNS = 96;
export const SKIPPED = 100;
export const DROPPED_SAMPLES = 104;
export const ADDED_SAMPLES = 108;
/** Quarters of a frame that lay ahead of the amplifier when the last packet came. */
export const DEPTH = 112;

// Capture.
/** 0 closed, 1 armed (recorded, not sent), 2 open. */
export const MICROPHONE_MODE = 116;
/** Receive blocks of silence that are still to be sent after the microphone was closed. */
export const TRAILING = 120;
export const RX_NEXT = 124;
/** Receive blocks in a packet, and those that are already in the packet that is filled. */
export const PACKET_BLOCKS = 128;
export const PACKED = 132;
export const SEQUENCE = 136;
export const TIMESTAMP = 140;
/** 0x80 when the next packet is the first of a talk spurt. */
export const MARKER = 144;
export const OVERRUNS = 148;

/** Frames by which the next packet is put off, because packets were overtaken. */
export const PUT_OFF = 152;
/** The packet since which indices follow the sequence numbers: earlier packets have no place. */
export const FLOOR = 156;

// For each block of the transmit ring: the index whose frame it holds, or another one if it is a stand-in; and its
// samples.
export const OWNERS = 160;
export const LENGTHS = 192;

// States of the sound kernels.
export const MICROPHONE = 224;
export const SPEAKER = 288;
export const PLC = 352;
/** The concealment's state before the latest stand-in. */
export const PLC_BEFORE = 416;
export const NOISE = 480;
export const STATE_BYTES = 64;
/** Packets that are complete. */
export const SENT = 544;
// Earcons: the notes, the block with which the first note begins, the loudness (2¹⁴ is the loudest), and half a period
// over the samples of a note.
export const TONES = 548;
export const TONE_START = 552;
export const TONE_LEVEL = 556;
export const TONE_UNIT = 560;
/** Calls of `poll` since the program was last told to check addresses. */
export const UNCHECKED = 564;
export const CONTEXT_BYTES = 568;

// Answers of `poll`: bits.
/** A packet is complete: it must be sent before the next call. */
export const PACKET_READY = 1;
/** A frame was recorded for a press that may become a hold: the packet's payload must be kept. */
export const PRE_ROLL_READY = 2;
/** Another block of the microphone is waiting: `poll` must be called again. */
export const MORE = 4;
/** Frames of the room are being played. */
export const IS_PLAYING = 8;
/** All memory that machine code writes is to be checked: it must lie where it did. Said at every CHECK_POLLS calls. */
export const CHECK_MEMORY = 16;
export const CHECK_POLLS = 16;

// Answers of `push`.
export const ACCEPTED = 0;
/** No RTP: perhaps the answer to a claim. */
export const NOT_RTP = 1;
export const MALFORMED = 2;
