// A room as plain data: what a store keeps, and by which two rooms can be compared. Whatever follows from the rest is left
// out and worked out again, so that a snapshot cannot contradict itself.

import { MemberTable } from './member-table';
import { listsOf, openRoom, type PersonLists, type Room, type RoomMember, type RoomRules } from './room';

/** A room as JSON. Members are in the order of their numbers. */
export type RoomJson = {
  readonly id: string;
  readonly rules: RoomRules;
  readonly atMs: number;
  readonly elapsedMs: number;
  readonly turn: number;
  readonly members: readonly MemberJson[];
  readonly lists: PersonLists;
  readonly emptyEndMs: number | null;
  readonly hasEnded: boolean;
};

type MemberJson = {
  readonly member: number;
  readonly person: string;
  readonly name: string;
  readonly role: RoomMember['role'];
  readonly rank: RoomMember['rank'];
  readonly isMicrophoneOpen: boolean;
  readonly seatTurn: number;
  readonly handTurn: number | null;
  readonly drop: { readonly turn: number; readonly endsMs: number } | null;
  readonly offer: { readonly endsMs: number; readonly isConsulting: boolean } | null;
};

/** The room as plain data. */
export function roomToJson(room: Room): RoomJson {
  const { id, rules, atMs, elapsedMs, turn, emptyEndMs, hasEnded } = room;
  const members = [...room.members.values()]
    .sort((a, b) => a.member - b.member)
    .map((known) => ({
      ...known,
      handTurn: known.handTurn ?? null,
      drop: known.drop ?? null,
      offer: room.offers.get(known.member) ?? null,
    }));
  const lists = listsOf(room);
  return { id, rules, atMs, elapsedMs, turn, members, lists, emptyEndMs: emptyEndMs ?? null, hasEnded };
}

/** Members by a turn of theirs, in the order of the turns. */
function byTurn(turns: (readonly [number, number])[]): MemberTable<number> {
  return turns
    .sort(([a], [b]) => a - b)
    .reduce((table, [turn, member]) => table.with(turn, member), new MemberTable<number>());
}

/** The room that `roomToJson` wrote. Throws if it is none: two members that are one, or a turn that is still to come. */
export function roomFromJson(json: RoomJson): Room {
  const room = openRoom(json.id, json.rules, json.atMs, json.lists);
  let { members, persons, onStage, ranked } = room;
  const hands: (readonly [number, number])[] = [];
  const drops: (readonly [number, number])[] = [];
  const offers = new Map<number, { readonly endsMs: number; readonly isConsulting: boolean }>();
  for (const { offer, ...known } of json.members) {
    const { member, person, handTurn, drop } = known;
    if (members.has(member) || persons.has(person)) throw new Error(`room ${json.id}: member ${member} is there twice`);
    if (Math.max(known.seatTurn, handTurn ?? 0, drop?.turn ?? 0) > json.turn)
      throw new Error(`room ${json.id}: member ${member} has a turn after the last`);
    members = members.with(member, { ...known, handTurn: handTurn ?? undefined, drop: drop ?? undefined });
    persons = persons.with(person, member);
    if (known.role === 'stage') onStage++;
    if (known.rank !== 'none') ranked++;
    if (handTurn !== null) hands.push([handTurn, member]);
    if (drop) drops.push([drop.turn, member]);
    if (offer) offers.set(member, offer);
  }
  return {
    ...room,
    elapsedMs: json.elapsedMs,
    turn: json.turn,
    members,
    persons,
    onStage,
    ranked,
    hands: byTurn(hands),
    drops: byTurn(drops),
    offers,
    emptyEndMs: json.emptyEndMs ?? undefined,
    hasEnded: json.hasEnded,
  };
}
