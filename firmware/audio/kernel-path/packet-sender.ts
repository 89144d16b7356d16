import * as c from '../../kernels/context';
import { keepPreRoll, type Recording } from '../pre-roll';
import type { KernelMemory } from './kernel-memory';

// What the interpreter does for every packet that the kernels have completed.

export type PacketSender = {
  /** Does what an answer of `poll` asks for. Returns the answer that asks for nothing, as long as nothing changes. */
  readonly act: (answer: number) => number;
  /**
   * The kernels write into `packet` from now on, and packets go to `send`. Returns the packet's address, which must
   * stay the same.
   */
  readonly usePacket: (packet: Uint8Array, send: (datagram: string) => void) => number;
  /** As in audio/sound.ts. */
  isPlaying: boolean;
  onPlaying: (() => void) | undefined;
};

/** `onMoved` is called when the interpreter has moved memory that DMA or kernels write. */
export function createPacketSender(
  memory: KernelMemory,
  poll: NativeFunction,
  recording: Recording,
  onMoved: () => void,
): PacketSender {
  // What runs for every packet stands first, because the interpreter finds it soonest there.
  const toText = E.toString;
  const addressOf = E.getAddressOf;
  const words = memory.words;
  const base = memory.base;
  let playing = 0;
  let packet: Uint8Array;
  let packetAddress = 0;
  let send: (datagram: string) => void;

  /** Anything but a single complete packet. */
  function actRarely(first: number): void {
    let answer = first;
    for (;;) {
      if (answer & c.CHECK_MEMORY && (addressOf(packet, true) !== packetAddress || addressOf(words, true) !== base))
        return onMoved();
      if (answer & c.PACKET_READY) act(playing | c.PACKET_READY);
      else if (answer & c.PRE_ROLL_READY) keepPreRoll(recording);
      if (!(answer & c.MORE)) break;
      answer = poll(memory.context);
    }
    answer &= c.IS_PLAYING;
    if (answer > playing && sender.onPlaying) sender.onPlaying();
    playing = answer;
    sender.isPlaying = answer > 0;
  }

  function act(answer: number): number {
    // A complete packet, and nothing else.
    if (answer === (playing | c.PACKET_READY)) send(toText(packet) as string);
    else actRarely(answer);
    return playing;
  }

  const sender: PacketSender = {
    act,
    usePacket: (next, transmit) => {
      packet = next;
      send = transmit;
      return (packetAddress = addressOf(next, true));
    },
    isPlaying: false,
    onPlaying: undefined,
  };
  return sender;
}
