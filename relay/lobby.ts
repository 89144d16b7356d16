import type { LeftReason } from '../wire/signal';
import { codecFor } from './codec';
import type { RelayConfig } from './config';
import { HostedRoom, type RoomPorts } from './hosted-room';
import { tell, type Member } from './members';
import {
  countsOf,
  handsInOrder,
  listsOf,
  nextRoom,
  openRoom,
  type Happening,
  type PersonLists,
  type Room,
  type RoomCounts,
  type RoomKind,
  type RoomRules,
  type StagePolicy,
} from './rooms';

/** What is kept of rooms that are not open. */
export type RoomMemory = {
  /** What was known of each room's persons when the relay started. */
  readonly lists: ReadonlyMap<string, PersonLists>;
  /** Keeps it; undefined forgets the room. */
  readonly remember: (room: string, lists: PersonLists) => void;
};

/** Who is in a room, for whoever moderates it. */
export type RosterEntry = Pick<
  Room['members'] extends { get(key: number): infer M } ? NonNullable<M> : never,
  'member' | 'person' | 'name' | 'role' | 'rank' | 'isMicrophoneOpen'
> & {
  /** Of the hand in the queue; 0 is no hand. */
  readonly place: number;
  /** Whether its connection is gone, and its seat kept for it. */
  readonly isAway: boolean;
};

export type RoomView = RoomCounts & { readonly roster: readonly RosterEntry[] };

/** All rooms of this relay, and the way from one to another. */
export class Lobby {
  private readonly ports: RoomPorts;
  private readonly config: RelayConfig;
  private readonly memory: RoomMemory;
  private readonly onRoomEnded: (room: string) => void;
  private readonly rooms = new Map<string, HostedRoom>();
  private readonly lists: Map<string, PersonLists>;
  private readonly plans = new Map<string, { readonly kind: RoomKind; readonly policy: StagePolicy }>();

  constructor(ports: RoomPorts, config: RelayConfig, memory: RoomMemory, onRoomEnded: (room: string) => void) {
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
    room?.happen({ kind: 'left', member: member.id, reason });
    return room !== undefined;
  }

  /** Something happens to a room, whether it is open or not: a seat reserved for one that opens later holds then. */
  happen(id: string, happening: Happening): void {
    const open = this.rooms.get(id);
    if (open) return open.happen(happening);
    const atMs = this.ports.wallClock.epochMs();
    const { room } = nextRoom(openRoom(id, this.rulesOf(id), atMs, this.lists.get(id)), { ...happening, atMs });
    this.remember(id, listsOf(room));
  }

  /** How a room is set up when it opens next, in place of what the settings say. */
  plan(id: string, kind: RoomKind, policy: StagePolicy): void {
    this.plans.set(id, { kind, policy });
  }

  viewOf(id: string): RoomView | undefined {
    const room = this.rooms.get(id)?.state;
    if (!room) return undefined;
    const places = new Map(handsInOrder(room).map((member, i) => [member, i + 1]));
    const roster = [...room.members.values()].map(({ member, person, name, role, rank, isMicrophoneOpen, drop }) => ({
      ...{ member, person, name, role, rank, isMicrophoneOpen },
      place: places.get(member) ?? 0,
      isAway: drop !== undefined,
    }));
    return { ...countsOf(room), roster };
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
    this.memory.remember(id, lists);
  }

  private open(id: string): HostedRoom | undefined {
    if (this.rooms.size >= this.config.roomsMax) return undefined;
    const room = new HostedRoom(id, this.rulesOf(id), this.lists.get(id), this.ports, {
      onLists: (lists) => this.remember(id, lists),
      onEnded: () => {
        this.rooms.delete(id);
        this.onRoomEnded(id);
      },
    });
    this.rooms.set(id, room);
    return room;
  }
}
