import type { PayloadFormat } from '../../../wire/payload';
import { RTP_HEADER_BYTES } from '../../../wire/rtp';
import type { KernelMemory } from './kernel-memory';
import { startI2s } from '../../drivers/i2s';
import { startPolling } from './kernel-poll';
import * as c from '../../kernels/context';
import { ENERGY, ENERGY_SHIFT, GAIN, UNITY_GAIN } from '../../kernels/microphone-state';
import { TARGET_VOLUME, UNITY_VOLUME } from '../../kernels/speaker-state';
import type { Settings } from '../../settings/settings';
import type { StreamKernels } from './load-kernels';
import { DUCKED_GAIN, FRAME_MS, PRE_ROLL_FRAMES, TRAILING_FRAMES } from '../product-constants';
import type { Loudness, MicrophoneState, Sound } from '../sound';

// The sound path on kernels. All that a frame needs happens in two native calls, `poll` every 10 ms and `push` for every
// packet; what is left for the interpreter is to hand datagrams over, and to tell the kernels what the owner wants.

const QUARTER_MS = 5;
const LOUDEST_NOTES = 16384;
/** Notes softer by 24 dB, as the room then is, and by 12 dB. */
const DUCKED_NOTES = 0x02020202;
const NIGHT_NOTES = 0x01010101;

/**
 * Starts the I2S block and keeps sound moving; returns a text when the block cannot run. `onMoved` is called, once and
 * after everything was stopped, when the interpreter has moved the memory that DMA and kernels use.
 */
export function startKernelSound(
  memory: KernelMemory,
  format: PayloadFormat,
  kernels: StreamKernels,
  settings: Settings,
  onMoved: () => void,
): Sound | string {
  const rateHz = format.rateHz === 16000 ? 16000 : 8000;
  const why = startI2s(memory, rateHz, 'full');
  if (why) return why;
  // What runs for every packet stands first: there the interpreter finds it soonest.
  const push = kernels.push;
  const context = memory.context;
  const incoming = memory.incoming;
  const at = memory.incomingAddress;
  const toText = E.toString;
  const addressOf = E.getAddressOf;
  let transmit: (datagram: string) => void = () => undefined;
  let playing = 0;
  let outgoing: Uint8Array;
  let outgoingAddress = 0;
  const poll = kernels.poll;
  const state = memory.state;
  const frame = memory.frameSamples;
  const frameBlocks = frame / c.RX_BLOCK_SAMPLES;
  const payloadBytes = format.headerBytes ? frame / 2 : frame;
  const packets = [1, 2].map((frames) => new Uint8Array(RTP_HEADER_BYTES + format.headerBytes + frames * payloadBytes));
  let header: DataView;
  let oneFrame: Uint8Array;
  let ssrc = 0;
  const modes: readonly MicrophoneState[] = ['closed', 'armed', 'open'];
  let preRoll: string[] = [];
  let onPlaying: (() => void) | undefined;
  let quiet = 0;

  function setLoudness(loudness: Loudness): void {
    const isFull = loudness === 'full';
    state[(c.SPEAKER + TARGET_VOLUME) >> 2] = Math.round(settings.volume * (isFull ? 1 : DUCKED_GAIN) * UNITY_VOLUME);
    quiet = (isFull ? 0 : DUCKED_NOTES) + (settings.night === 'on' ? NIGHT_NOTES : 0);
  }

  /** The frames recorded before now, oldest first, under their own times. */
  function sendPreRoll(): void {
    const timestamp = state[c.TIMESTAMP >> 2];
    for (let i = 0; i < preRoll.length; i++) {
      oneFrame.set(new Uint8Array(E.toArrayBuffer(preRoll[i])));
      header.setUint8(1, format.payloadType | (i ? 0 : 0x80));
      header.setUint16(2, state[c.SEQUENCE >> 2]++);
      header.setUint32(4, (timestamp - (preRoll.length - i) * frame) >>> 0);
      state[c.MARKER >> 2] = 0;
      state[c.SENT >> 2]++;
      transmit(toText(oneFrame) as string);
    }
  }

  function keepPreRoll(): void {
    if (preRoll.length >= PRE_ROLL_FRAMES) preRoll.shift();
    preRoll.push(toText(oneFrame, '') as string);
  }

  /** Packets of this length from now on. Each has an array of its own: only of a whole one the interpreter copies nothing. */
  function setPacketMs(packetMs: number): void {
    const packet = packets[packetMs / FRAME_MS - 1];
    outgoing = packet;
    outgoingAddress = state[c.PACKET >> 2] = addressOf(packet, true);
    oneFrame = new Uint8Array(packet.buffer, 0, packets[0].length);
    header = new DataView(packet.buffer);
    header.setUint8(0, 0x80);
    header.setUint32(8, ssrc);
    state[c.PACKED >> 2] = 0;
    state[c.PACKET_BLOCKS >> 2] = (packetMs / FRAME_MS) * frameBlocks;
  }

  function moved(): number {
    stop();
    onMoved();
    return playing;
  }

  /** Does what the kernels cannot: sends, keeps, tells. Returns what a poll answers as long as nothing happens. */
  function act(first: number): number {
    // Mostly a packet is ready, and nothing else has happened. Like all that machine code writes, it must lie where it did.
    if (first === (playing | c.PACKET_READY)) {
      if (addressOf(outgoing, true) !== outgoingAddress) return moved();
      transmit(toText(outgoing) as string);
      return playing;
    }
    let answer = first;
    for (;;) {
      if (answer & c.PACKET_READY) act(playing | c.PACKET_READY);
      else if (answer & c.PRE_ROLL_READY) keepPreRoll();
      if (!(answer & c.MORE)) break;
      answer = poll(context);
    }
    answer &= c.IS_PLAYING;
    if (answer > playing && onPlaying) onPlaying();
    playing = answer;
    return answer;
  }

  const stop = startPolling(memory, poll, act, onMoved);
  E.on('kill', stop);

  const microphoneState = (): MicrophoneState => modes[state[c.MICROPHONE_MODE >> 2]];
  setPacketMs(20);
  setLoudness('full');
  state[c.TONE_LEVEL >> 2] = settings.volume * settings.earcons * LOUDEST_NOTES;
  state[(c.MICROPHONE + GAIN) >> 2] = Math.round(settings.microphoneGain * UNITY_GAIN);

  return {
    name: `${format.name}/${rateHz} kernels`,
    payloadType: format.payloadType,
    rateHz,
    counters: () => ({
      sent: state[c.SENT >> 2],
      received: state[c.RECEIVED >> 2],
      lost: state[c.LOST >> 2],
      late: state[c.LATE >> 2],
      concealed: state[c.CONCEALED >> 2],
      underruns: state[c.UNDERRUNS >> 2],
      overruns: state[c.OVERRUNS >> 2],
      skipped: state[c.SKIPPED >> 2],
      droppedSamples: state[c.DROPPED_SAMPLES >> 2],
      addedSamples: state[c.ADDED_SAMPLES >> 2],
      bufferMs: state[c.DEPTH >> 2] * QUARTER_MS,
    }),
    microphoneState,
    level: () =>
      state[c.MICROPHONE_MODE >> 2] === 2
        ? (state[(c.MICROPHONE + ENERGY) >> 2] * (1 << ENERGY_SHIFT)) / (c.RX_BLOCK_SAMPLES * 32768 * 32768)
        : -1,
    isPlaying: () => playing > 0,
    onPlaying: (listener) => {
      onPlaying = listener;
    },
    arm: () => {
      if (state[c.MICROPHONE_MODE >> 2] === 0) state[c.MICROPHONE_MODE >> 2] = 1;
    },
    open: (withPreRoll: boolean) => {
      if (state[c.MICROPHONE_MODE >> 2] === 2) return;
      state[c.MICROPHONE_MODE >> 2] = 2;
      state[c.MARKER >> 2] = 0x80;
      state[c.TRAILING >> 2] = state[c.PACKED >> 2] = 0;
      if (withPreRoll) sendPreRoll();
      preRoll = [];
    },
    close: () => {
      if (state[c.MICROPHONE_MODE >> 2] === 2) state[c.TRAILING >> 2] = TRAILING_FRAMES * frameBlocks;
      state[c.MICROPHONE_MODE >> 2] = 0;
      preRoll = [];
    },
    setLoudness,
    begin: (source, packetMs, sender) => {
      ssrc = source;
      state[c.SEQUENCE >> 2] = E.hwRand() & 0xffff;
      state[c.TIMESTAMP >> 2] = E.hwRand();
      state[c.TRAILING >> 2] = 0;
      setPacketMs(packetMs);
      transmit = sender;
    },
    setPacketMs,
    play: (notes) => {
      // From the next block on that is linked. One that sounds is cut where a block ends, at rest.
      state[c.TONE_START >> 2] = state[c.TAIL >> 2] + 1;
      state[c.TONES >> 2] = notes | quiet;
    },
    receive: (datagram, bytes) => {
      // The datagram comes in pieces of a few bytes; the interpreter copies a string's bytes as numbers. What is too long for
      // a packet is cut, and refused for its length.
      incoming.set(datagram as unknown as ArrayLike<number>);
      return push(context, at, bytes);
    },
    stop,
    clear: () => {
      state[c.LATEST_SEQUENCE >> 2] = -1;
      state[c.PLAYING >> 2] = state[c.DRY >> 2] = 0;
      state[c.TARGET >> 2] = state[c.TARGET_MIN >> 2];
    },
  };
}
