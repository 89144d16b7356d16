// The sound of a room in which everybody hears nothing but themselves, some time later: to try a microphone and a
// loudspeaker alone. Each member is a room of its own, in which it talks to a listener that is itself.

import { FRAME_MS } from '../../wire/limits';
import type { Rtp } from '../../wire/rtp';
import type { Role } from '../../wire/signal';
import type { Address, Timer } from '../ports/ports';
import { RoomAudio, type Listening, type MediaRejection, type MemberAudio, type RoomAudioPorts } from './room-audio';

/** So long after it was said it is heard: a loudspeaker that is quiet while its owner talks is loud again by then. */
export const ECHO_DELAY_MS = 3000;

/** The listener in a member's own room. Members are numbered from 1. */
const LISTENER = 0;

/** Packets that wait to be heard, at most: twice what a voice sends meanwhile. */
const WAITING_MAX = (2 * ECHO_DELAY_MS) / FRAME_MS;

type Echo = { readonly room: RoomAudio; readonly waiting: Set<Timer> };

/** Echoes, one a member. */
export class EchoAudio implements MemberAudio {
  private readonly ports: RoomAudioPorts;
  private readonly echoes = new Map<number, Echo>();

  constructor(ports: RoomAudioPorts) {
    this.ports = ports;
  }

  seat(member: number, _role: Role, listening: Listening): void {
    const room = new RoomAudio(this.ports);
    room.seat(member, 'stage', listening);
    room.seat(LISTENER, 'audience', listening);
    this.echoes.set(member, { room, waiting: new Set() });
  }

  silence(member: number, isSilenced: boolean): void {
    this.echoes.get(member)?.room.silence(member, isSilenced);
  }

  unseat(member: number): void {
    const echo = this.echoes.get(member);
    if (!echo) return;
    for (const timer of echo.waiting) timer.cancel();
    echo.room.close();
    this.echoes.delete(member);
  }

  bind(member: number, address: Address): void {
    this.echoes.get(member)?.room.bind(LISTENER, address);
  }

  unbind(member: number): void {
    this.echoes.get(member)?.room.unbind(LISTENER);
  }

  /** Takes a packet; what is wrong with it shows only when it is played, so nothing is said of it now. */
  receive(member: number, packet: Rtp): MediaRejection | undefined {
    const echo = this.echoes.get(member);
    if (!echo) return 'not-on-stage';
    const { room, waiting } = echo;
    if (waiting.size >= WAITING_MAX) return 'late';
    const kept = { ...packet, payload: packet.payload.slice() };
    const timer = this.ports.clock.after(ECHO_DELAY_MS, () => {
      waiting.delete(timer);
      room.receive(member, kept);
    });
    waiting.add(timer);
    return undefined;
  }

  close(): void {
    for (const member of [...this.echoes.keys()]) this.unseat(member);
  }
}
