// The sound engine: everything between a packet in and packets out. This file is its only entrance.
//
//   media-gate ─▶ room-audio ─▶ receive/ ─▶ distribution ─▶ mix/ or forwarded ─▶ send/

export { codecFor } from './codecs/codec';
export { zeroCounters, type Counters } from './counters';
export { EchoAudio } from './echo-audio';
export { MediaGate, type MediaPass } from './media-gate';
export { RoomAudio } from './room-audio';
export type { RoomSound } from './room-sound';
export type { SendDatagram } from './send/fan-out';
