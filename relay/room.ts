// A room as a value: who sits where. Events are facts, effects are orders for whoever runs the room; nothing here acts.
//
//            memberJoined                 last memberLeft                 stayedEmpty
//   (none) ───────────────▶ somebody in it ────────────────▶ empty, 60 s ─────────────▶ ended
//                                 ▲                              │
//                                 └──────── memberJoined ────────┘

import type { LeftReason, Role, SignalErrorCode } from '../wire/signal';
import { MemberTable } from './member-table';

/** `open`: whoever joins sits on the stage while there are seats. `moderated`: everyone starts in the audience. */
export type StagePolicy = 'open' | 'moderated';

/** How a room is set up. */
export type RoomRules = { readonly policy: StagePolicy; readonly stageSeats: number; readonly audienceSeats: number };

/** Somebody in a room. `isMuted` is what the device says of its microphone; nobody else ever opens it. */
export type RoomMember = {
  readonly member: number;
  readonly name: string;
  readonly role: Role;
  readonly isMuted: boolean;
};

/** The state of a room. */
export type Room = {
  readonly id: string;
  readonly rules: RoomRules;
  readonly members: MemberTable<RoomMember>;
  readonly onStage: number;
};

export type RoomEvent =
  | { readonly kind: 'memberJoined'; readonly member: number; readonly name: string }
  | { readonly kind: 'memberLeft'; readonly member: number; readonly reason: LeftReason }
  | { readonly kind: 'microphoneChanged'; readonly member: number; readonly isMuted: boolean }
  | { readonly kind: 'stayedEmpty' };

export type RoomEffect =
  | { readonly kind: 'seat'; readonly member: number; readonly role: Role }
  | { readonly kind: 'refuse'; readonly member: number; readonly code: SignalErrorCode }
  | { readonly kind: 'unseat'; readonly member: number; readonly reason: LeftReason }
  | { readonly kind: 'awaitEmptyEnd' }
  | { readonly kind: 'cancelEmptyEnd' }
  | { readonly kind: 'end' };

export type RoomStep = { readonly room: Room; readonly effects: readonly RoomEffect[] };

/** A room with nobody in it yet. */
export function emptyRoom(id: string, rules: RoomRules): Room {
  return { id, rules, members: new MemberTable<RoomMember>(), onStage: 0 };
}

/** The room after an event, and what is to be done about it. */
export function nextRoom(room: Room, event: RoomEvent): RoomStep {
  switch (event.kind) {
    case 'memberJoined':
      return join(room, event.member, event.name);
    case 'memberLeft':
      return leave(room, event.member, event.reason);
    case 'microphoneChanged':
      return { room: withMicrophone(room, event.member, event.isMuted), effects: [] };
    case 'stayedEmpty':
      return { room, effects: room.members.size === 0 ? [{ kind: 'end' }] : [] };
  }
}

/** The seat a newcomer gets, if there is one. */
function freeSeat(room: Room): Role | undefined {
  const { policy, stageSeats, audienceSeats } = room.rules;
  if (policy === 'open' && room.onStage < stageSeats) return 'stage';
  return room.members.size - room.onStage < audienceSeats ? 'audience' : undefined;
}

/** Whether one more can come in. */
export function hasFreeSeat(room: Room): boolean {
  return freeSeat(room) !== undefined;
}

function join(room: Room, member: number, name: string): RoomStep {
  if (room.members.get(member)) return { room, effects: [{ kind: 'refuse', member, code: 'not-allowed' }] };
  const role = freeSeat(room);
  if (!role) return { room, effects: [{ kind: 'refuse', member, code: 'room-full' }] };
  const members = room.members.with(member, { member, name, role, isMuted: true });
  const seat: RoomEffect = { kind: 'seat', member, role };
  return {
    room: { ...room, members, onStage: room.onStage + (role === 'stage' ? 1 : 0) },
    effects: room.members.size === 0 ? [{ kind: 'cancelEmptyEnd' }, seat] : [seat],
  };
}

function leave(room: Room, member: number, reason: LeftReason): RoomStep {
  const known = room.members.get(member);
  if (!known) return { room, effects: [] };
  const members = room.members.without(member);
  const unseat: RoomEffect = { kind: 'unseat', member, reason };
  return {
    room: { ...room, members, onStage: room.onStage - (known.role === 'stage' ? 1 : 0) },
    effects: members.size === 0 ? [unseat, { kind: 'awaitEmptyEnd' }] : [unseat],
  };
}

function withMicrophone(room: Room, member: number, isMuted: boolean): Room {
  const known = room.members.get(member);
  return known ? { ...room, members: room.members.with(member, { ...known, isMuted }) } : room;
}
