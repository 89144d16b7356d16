import * as c from '../../kernels/context';
import type { KernelMemory } from './kernel-memory';

// What the interpreter does for every packet that the kernels have completed.

export type PacketSender = {
  /** Does what an answer of `poll` asks for. Returns the answer that asks for nothing, as long as nothing changes. */
  readonly act: (answer: number) => number;
  /** Whether frames of the relay are being played. */
  readonly isPlaying: () => boolean;
  /** Calls `listener` whenever a talk spurt begins to play. */
  readonly onPlaying: (listener: () => void) => void;
  /** The kernels write into `packet` from now on. Returns its address, which must stay the same. */
  readonly usePacket: (packet: Uint8Array) => number;
  /** Where packets go from now on. */
  readonly sendTo: (send: (datagram: string) => void) => void;
};

/**
 * `keepPreRoll` is called when a frame has been recorded for a press that may become a hold; `onMoved`, when the interpreter has
 * moved the packet that the kernels write.
 */
export function createPacketSender(
  memory: KernelMemory,
  poll: NativeFunction,
  keepPreRoll: () => void,
  onMoved: () => void,
): PacketSender {
  // What runs for every packet stands first, because the interpreter finds it soonest there.
  const toText = E.toString;
  const addressOf = E.getAddressOf;
  let playing = 0;
  let packet: Uint8Array;
  let packetAddress = 0;
  let send: (datagram: string) => void = () => undefined;
  let listener: (() => void) | undefined;

  /** Anything but a single complete packet. */
  function actRarely(first: number): void {
    let answer = first;
    for (;;) {
      if (answer & c.PACKET_READY) act(playing | c.PACKET_READY);
      else if (answer & c.PRE_ROLL_READY) keepPreRoll();
      if (!(answer & c.MORE)) break;
      answer = poll(memory.context);
    }
    answer &= c.IS_PLAYING;
    if (answer > playing && listener) listener();
    playing = answer;
  }

  function act(answer: number): number {
    // A complete packet, and nothing else. Like all that machine code writes, it must lie where it did.
    if (answer !== (playing | c.PACKET_READY)) actRarely(answer);
    else if (addressOf(packet, true) === packetAddress) send(toText(packet) as string);
    else onMoved();
    return playing;
  }

  return {
    act,
    isPlaying: () => playing > 0,
    onPlaying: (onStart) => (listener = onStart),
    usePacket: (next) => {
      packet = next;
      return (packetAddress = addressOf(next, true));
    },
    sendTo: (transmit) => (send = transmit),
  };
}
