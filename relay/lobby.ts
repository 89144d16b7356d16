import { codecFor } from './codec';
import type { RelayConfig } from './config';
import { HostedRoom, tell, type Member, type RoomPorts } from './hosted-room';
import type { LeftReason } from '../wire/signal';

/** All rooms of this relay, and the way from one to another. */
export class Lobby {
  private readonly ports: RoomPorts;
  private readonly config: RelayConfig;
  private readonly rooms = new Map<string, HostedRoom>();

  constructor(ports: RoomPorts, config: RelayConfig) {
    this.ports = ports;
    this.config = config;
  }

  get roomCount(): number {
    return this.rooms.size;
  }

  /** Brings a member into a room, out of the one it is in; a room that cannot take it leaves everything as it is. */
  join(member: Member, id: string, payloadTypes: readonly number[], packetMs: number | undefined): void {
    const payloadType = payloadTypes.find((type) => codecFor(type) !== undefined);
    if (payloadType === undefined) return tell(member, { type: 'error', code: 'no-common-codec' });
    const room = this.rooms.get(id) ?? this.open(id);
    // Who joins the room it is in gives its seat up first, so there is one.
    if (!room || (room !== member.room && !room.hasFreeSeat)) return tell(member, { type: 'error', code: 'room-full' });
    this.leave(member, 'moved');
    room.join(member, { payloadType, packetMs });
  }

  /** Takes a member out of its room; false when it is in none. */
  leave(member: Member, reason: LeftReason): boolean {
    const { room } = member;
    room?.leave(member, reason);
    return room !== undefined;
  }

  close(): void {
    for (const room of this.rooms.values()) room.close();
    this.rooms.clear();
  }

  private open(id: string): HostedRoom | undefined {
    const { audienceSeats, roomsMax, stagePolicies, stageSeats } = this.config;
    if (this.rooms.size >= roomsMax) return undefined;
    const policy = Object.hasOwn(stagePolicies, id) ? stagePolicies[id] : 'open';
    const room = new HostedRoom(id, { policy, stageSeats, audienceSeats }, this.ports, () => this.rooms.delete(id));
    this.rooms.set(id, room);
    return room;
  }
}
