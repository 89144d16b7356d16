/** `armed`: a press that may become a hold is recorded, and nothing leaves the board. */
export type MicrophoneState = 'closed' | 'armed' | 'open';

/** How loud the room comes out. */
export type Loudness = 'full' | 'ducked';

/**
 * Counters since the board started. `bufferMs` is how much sound lay ahead of the amplifier when the last packet came.
 */
export type SoundCounters = {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly late: number;
  readonly concealed: number;
  readonly underruns: number;
  readonly overruns: number;
  /** Frames that were left out to shorten the delay. */
  readonly skipped: number;
  /** Samples that were left out and added to hold the delay, if the sound path can do that. */
  readonly droppedSamples?: number;
  readonly addedSamples?: number;
  readonly bufferMs: number;
};

/** What `receive` answers: the same as the kernel `push`, which answers for it on kernels. */
export { ACCEPTED, MALFORMED, NOT_RTP } from '../kernels/context';

/**
 * The running sound of the board, between the DMA's blocks and the relay's datagrams. There are two implementations:
 * kernels compiled to machine code, and look-up tables for a board on which kernels do not run.
 */
export interface Sound {
  readonly name: string;
  readonly payloadType: number;
  counters(): SoundCounters;
  microphoneState(): MicrophoneState;
  /** Mean square of recent speech, 0–1; −1 while the microphone is not open. */
  level(): number;
  /** Whether frames of the relay are being played. */
  isPlaying: boolean;
  /** Called whenever a talk spurt begins to play. */
  onPlaying: (() => void) | undefined;
  arm(): void;
  /** Opens the microphone. If `withPreRoll`, what was recorded while it was armed is sent first. */
  open(withPreRoll: boolean): void;
  close(): void;
  setLoudness(loudness: Loudness): void;
  /** Begins a new stream: its SSRC, how much sound a packet holds, and where packets go. */
  begin(ssrc: number, packetMs: number, send: (datagram: string) => void): void;
  /** Packets hold so much sound from now on: 20 or 40 ms. The microphone must be closed. */
  setPacketMs(packetMs: number): void;
  /** Mixes an earcon of audio/earcons.ts into what is heard. */
  play(notes: number): void;
  /** Plays a datagram of the relay, of `bytes` bytes. Returns ACCEPTED, NOT_RTP or MALFORMED. Runs for every packet. */
  receive(datagram: string, bytes: number): number;
  /** Ends all sound and the sound hardware for good. */
  stop(): void;
  /** Forgets what has been received, before another room or stream. */
  clear(): void;
}
