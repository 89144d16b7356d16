// The sound of a room in which everybody hears nothing but themselves, some time later: to try a microphone and a
// loudspeaker alone. Each member is a room of its own, in which it talks to a listener that is itself.

import type { Rtp } from '../wire/rtp';
import type { Role } from '../wire/signal';
import type { Address } from './ports';
import { RoomAudio, type Listening, type MediaRejection, type MemberAudio, type RoomAudioPorts } from './room-audio';

/** So long after it was said it is heard: a loudspeaker that is quiet while its owner talks is loud again by then. */
export const ECHO_DELAY_MS = 3000;

/** The listener in a member's own room. Members are numbered from 1. */
const LISTENER = 0;

/** Echoes, one a member. */
export class EchoAudio implements MemberAudio {
  private readonly ports: RoomAudioPorts;
  private readonly rooms = new Map<number, RoomAudio>();

  constructor(ports: RoomAudioPorts) {
    this.ports = ports;
  }

  seat(member: number, _role: Role, listening: Listening): void {
    const room = new RoomAudio(this.ports);
    room.seat(member, 'stage', listening);
    room.seat(LISTENER, 'audience', listening);
    this.rooms.set(member, room);
  }

  silence(member: number, isSilenced: boolean): void {
    this.rooms.get(member)?.silence(member, isSilenced);
  }

  unseat(member: number): void {
    this.rooms.get(member)?.close();
    this.rooms.delete(member);
  }

  bind(member: number, address: Address): void {
    this.rooms.get(member)?.bind(LISTENER, address);
  }

  unbind(member: number): void {
    this.rooms.get(member)?.unbind(LISTENER);
  }

  /** Takes a packet; what is wrong with it shows only when it is played, so nothing is said of it now. */
  receive(member: number, packet: Rtp): MediaRejection | undefined {
    const room = this.rooms.get(member);
    if (!room) return 'not-on-stage';
    const kept = { ...packet, payload: packet.payload.slice() };
    this.ports.clock.after(ECHO_DELAY_MS, () => {
      if (this.rooms.get(member) === room) room.receive(member, kept);
    });
    return undefined;
  }

  close(): void {
    for (const member of [...this.rooms.keys()]) this.unseat(member);
  }
}
