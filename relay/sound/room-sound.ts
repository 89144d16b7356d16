import type { Rtp } from '../../wire/rtp';
import type { Role } from '../../wire/signal';
import type { Address, Clock, Random } from '../ports/ports';
import type { Counters } from './counters';
import type { PacketRejection } from './receive/talker';
import type { SendDatagram } from './send/fan-out';

/** What the sound of a room needs from outside. */
export type RoomSoundPorts = {
  readonly clock: Clock;
  readonly random: Random;
  readonly send: SendDatagram;
  readonly counters: Counters;
  /** Called for every frame in which a member speaks. */
  readonly onVoice: (member: number) => void;
};

/** In which format a member listens and, on the stage, talks. */
export type Listening = { readonly payloadType: number; readonly packetMs: number };

/** Why a member's packet is not taken. */
export type MediaRejection = PacketRejection | 'not-on-stage' | 'silenced';

/** The sound of a room's members, as the media gate uses it. */
export interface MemberSound {
  /** Sends the member's media to `address` from now on. */
  bind(member: number, address: Address): void;
  /** Sends the member nothing until it claims an address again. */
  unbind(member: number): void;
  /** Takes a packet of a member, or says why not. */
  receive(member: number, packet: Rtp): MediaRejection | undefined;
}

/** The sound of one room, as the room uses it. */
export interface RoomSound extends MemberSound {
  /** Gives a member its stream and, on the stage, its voice. */
  seat(member: number, role: Role, listening: Listening): void;
  /** Takes away the member's stream and voice. */
  unseat(member: number): void;
  /** Takes or refuses the member's packets: a moderator may close a microphone, and only its owner opens it again. */
  silence(member: number, isSilenced: boolean): void;
  /** Stops all streams and timers. */
  close(): void;
}
