// The sound of a room in which everybody hears only themselves, some time later. It lets somebody try a microphone and a
// loudspeaker alone. Each member has a room of its own, in which it talks to a listener that is itself.

import { FRAME_MS } from '../../wire/limits';
import type { Rtp } from '../../wire/rtp';
import type { Role } from '../../wire/signal';
import type { Address, Timer } from '../ports/ports';
import { RoomAudio } from './room-audio';
import type { Listening, MediaRejection, RoomSound, RoomSoundPorts } from './room-sound';

/** The delay of the echo. A loudspeaker that is turned down while its owner talks is loud again by then. */
const ECHO_DELAY_MS = 3000;

/** The number of the listener in a member's own room. Members are numbered from 1. */
const LISTENER = 0;

/** The most packets of a member that wait: twice what a voice sends during the delay. */
const WAITING_MAX = (2 * ECHO_DELAY_MS) / FRAME_MS;

type Echo = { readonly room: RoomAudio; readonly waiting: Set<Timer> };

/** One echo for each member. */
export class EchoAudio implements RoomSound {
  private readonly ports: RoomSoundPorts;
  private readonly echoes = new Map<number, Echo>();

  constructor(ports: RoomSoundPorts) {
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

  /** Takes a packet. Whether its content is valid is not known before it is played, so no such reason is given. */
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
