import type { LeftReason } from '../../wire/signal';
import type { PlannedRules } from './calls';
import { codecFor } from '../sound';
import type { RelayConfig } from '../config';
import { HostedRoom, type RoomEnd, type RoomPorts } from './hosted-room';
import { tell, type Member } from './members';
import type { RoomMemory } from './room-memory';
import {
  listsDiffer,
  listsOf,
  nextRoom,
  openRoom,
  viewOf,
  type RoomEvent,
  type PersonLists,
  type RoomRules,
  type RoomView,
} from '../rooms';

/** All rooms of this relay, and the way from one to another. */
export class Lobby {
  private readonly ports: RoomPorts;
  private readonly config: RelayConfig;
  private readonly memory: RoomMemory;
  private readonly onRoomEnded: (room: string, why: RoomEnd) => void;
  private readonly rooms = new Map<string, HostedRoom>();
  private readonly lists: Map<string, PersonLists>;
  /** What is being kept just now. */
  private readonly kept = new Map<string, Promise<void>>();
  private readonly plans = new Map<string, PlannedRules>();

  constructor(
    ports: RoomPorts,
    config: RelayConfig,
    memory: RoomMemory,
    onRoomEnded: (room: string, why: RoomEnd) => void,
  ) {
    this.ports = ports;
    this.config = config;
    this.memory = memory;
    this.onRoomEnded = onRoomEnded;
    this.lists = new Map(memory.lists);
  }

  get roomCount(): number {
    return this.rooms.size;
  }

  /** Brings a member into a room, out of the one it is in; a room that cannot take it leaves everything as it is. */
  join(member: Member, id: string, payloadTypes: readonly number[], packetMs: number | undefined): void {
    const payloadType = payloadTypes.find((type) => codecFor(type) !== undefined);
    if (payloadType === undefined) return tell(member, { type: 'error', code: 'no-common-codec' });
    const room = this.rooms.get(id) ?? this.open(id);
    const code = room ? room.refusalOf(member) : 'room-full';
    if (code || !room) return tell(member, { type: 'error', code: code ?? 'room-full' });
    if (member.room !== room) this.leave(member, 'moved');
    room.join(member, { payloadType, packetMs });
  }

  /** Takes a member out of its room; false when it is in none. */
  leave(member: Member, reason: LeftReason): boolean {
    const { room } = member;
    room?.apply({ kind: 'left', member: member.id, reason });
    return room !== undefined;
  }

  /**
   * Something happens to a room, whether it is open or not: a seat reserved for one that opens later holds then. Resolves
   * once what is to be kept of it is kept.
   */
  apply(id: string, event: RoomEvent): Promise<void> {
    const open = this.rooms.get(id);
    if (open) open.apply(event);
    else {
      const atMs = this.ports.wallClock.epochMs();
      const closed = openRoom(id, this.rulesOf(id), atMs, this.lists.get(id));
      const { room } = nextRoom(closed, { ...event, atMs });
      if (listsDiffer(closed, room)) this.remember(id, listsOf(room));
    }
    return this.kept.get(id) ?? Promise.resolve();
  }

  isOpen(id: string): boolean {
    return this.rooms.has(id);
  }

  /** How a room is set up when it opens next, in place of what the settings say; undefined: as they say. */
  plan(id: string, rules: PlannedRules | undefined): void {
    if (rules) this.plans.set(id, rules);
    else this.plans.delete(id);
  }

  viewOf(id: string): RoomView | undefined {
    const room = this.rooms.get(id)?.state;
    return room && viewOf(room);
  }

  close(): void {
    for (const room of [...this.rooms.values()]) room.close();
    this.rooms.clear();
  }

  private rulesOf(id: string): RoomRules {
    const { audienceSeats, closedRooms, echoRoom, stagePolicies, stageSeats } = this.config;
    const plan = this.plans.get(id);
    const kind = plan?.kind ?? (id === echoRoom ? 'echo' : closedRooms.includes(id) ? 'closed' : 'open');
    const policy = plan?.policy ?? (Object.hasOwn(stagePolicies, id) ? stagePolicies[id] : 'open');
    return { kind, policy, stageSeats, audienceSeats };
  }

  private remember(id: string, lists: PersonLists): void {
    this.lists.set(id, lists);
    const kept = this.memory.remember(id, lists);
    this.kept.set(id, kept);
    const forget = (): void => {
      if (this.kept.get(id) === kept) this.kept.delete(id);
    };
    kept.then(forget, (error: unknown) => {
      forget();
      this.ports.log.warn('not-stored', { room: id, message: String(error) });
    });
  }

  private open(id: string): HostedRoom | undefined {
    if (this.rooms.size >= this.config.roomsMax) return undefined;
    const room = new HostedRoom(id, this.rulesOf(id), this.lists.get(id), this.ports, {
      onLists: (lists) => this.remember(id, lists),
      onEnded: (why) => {
        this.rooms.delete(id);
        this.onRoomEnded(id, why);
      },
    });
    this.rooms.set(id, room);
    return room;
  }
}
