import type { LeftReason, SignalErrorCode } from '../../wire/signal';
import type { RelayConfig } from '../config';
import {
  listsDiffer,
  listsOf,
  nextRoom,
  openRoom,
  viewOf,
  type PersonLists,
  type RoomEvent,
  type RoomRules,
  type RoomView,
} from '../rooms';
import { codecFor } from '../sound';
import { HostedRoom, type RoomPorts } from './hosted-room';
import { answerTo, send, type Member } from './members';
import type { JoinRequest } from './room-media';
import type { RoomMemory } from './room-memory';

/** How a room was planned, in place of what the settings say. */
export type PlannedRules = Pick<RoomRules, 'kind' | 'policy'>;

/** All rooms of this relay, and the way from one to another. */
export class Lobby {
  private readonly ports: RoomPorts;
  private readonly config: RelayConfig;
  private readonly memory: RoomMemory;
  private readonly rooms = new Map<string, HostedRoom>();
  private readonly lists: Map<string, PersonLists>;
  /** Lists that are being stored now, by room. */
  private readonly storing = new Map<string, Promise<void>>();
  private readonly plans = new Map<string, PlannedRules>();

  constructor(ports: RoomPorts, config: RelayConfig, memory: RoomMemory) {
    this.ports = ports;
    this.config = config;
    this.memory = memory;
    this.lists = new Map(memory.lists);
  }

  get roomCount(): number {
    return this.rooms.size;
  }

  /** Brings a member into a room and out of its present one. A refusal leaves everything as it is. */
  join(member: Member, id: string, payloadTypes: readonly number[], request: Omit<JoinRequest, 'payloadType'>): void {
    const payloadType = payloadTypes.find((type) => codecFor(type) !== undefined);
    if (payloadType === undefined) return refuse(member, 'no-common-codec', request);
    const room = this.rooms.get(id) ?? this.open(id);
    const code = room ? room.refusalOf(member) : 'room-full';
    if (code || !room) return refuse(member, code ?? 'room-full', request);
    if (member.room !== room) this.leave(member, 'moved', request.id);
    room.join(member, { ...request, payloadType });
  }

  /** Takes a member out of its room; false if it is in none. `request`: the id of the message that asks for it. */
  leave(member: Member, reason: LeftReason, request?: number): boolean {
    const { room } = member;
    room?.leave(member, reason, request);
    return room !== undefined;
  }

  /**
   * Gives an event to a room, whether it is open or not: a seat that is reserved in a closed room holds when the room opens.
   * Resolves once what is kept of the room is stored.
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
    return this.storing.get(id) ?? Promise.resolve();
  }

  isOpen(id: string): boolean {
    return this.rooms.has(id);
  }

  /** Sets how a room is set up when it opens next; undefined leaves it to the settings. */
  plan(id: string, rules: PlannedRules | undefined): void {
    if (rules) this.plans.set(id, rules);
    else this.plans.delete(id);
  }

  /** Who is in a room; undefined for a room that is not open. */
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
    const policy = plan?.policy ?? (Object.hasOwn(stagePolicies, id) ? stagePolicies[id] : undefined) ?? 'open';
    return { kind, policy, stageSeats, audienceSeats };
  }

  private remember(id: string, lists: PersonLists): void {
    this.lists.set(id, lists);
    const storing = this.memory.remember(id, lists);
    this.storing.set(id, storing);
    const settle = (): void => {
      if (this.storing.get(id) === storing) this.storing.delete(id);
    };
    storing.then(settle, (error: unknown) => {
      settle();
      this.ports.log.warn('not-stored', { room: id, message: String(error) });
    });
  }

  private open(id: string): HostedRoom | undefined {
    if (this.rooms.size >= this.config.roomsMax) return undefined;
    const room = new HostedRoom(id, this.rulesOf(id), this.lists.get(id), this.ports, {
      onLists: (lists) => this.remember(id, lists),
      onEnded: (why) => {
        this.rooms.delete(id);
        this.ports.events.publish({ kind: 'roomEnded', room: id, why });
      },
    });
    this.rooms.set(id, room);
    return room;
  }
}

function refuse(member: Member, code: SignalErrorCode, { id }: Pick<JoinRequest, 'id'>): void {
  send(member, { type: 'error', code, ...answerTo(id) });
}
