// Rooms: who sits where, who may do what, who waits for what. Start reading at next-room.ts.

export { KeyedTable } from './keyed-table';
export {
  CONSULT_MS,
  DEFAULT_SEATS,
  EMPTY_ROOM_MS,
  GRACE_MS,
  listsDiffer,
  listsOf,
  OFFER_MS,
  openRoom,
  type PersonLists,
  type Room,
  type RoomKind,
  type RoomMember,
  type RoomRules,
  type StageOffer,
  type StagePolicy,
} from './room';
export type { AuditEntry, Happening, RoomCounts, RoomEffect, RoomEvent } from './events';
export { nextRoom, type RoomStep } from './next-room';
export { roomFromJson, roomToJson, type RoomJson } from './snapshot';
export { nextDueMs } from './time';
export {
  countsOf,
  handsInOrder,
  memberOfPerson,
  placeOf,
  rankOfPerson,
  refusalToEnter,
  seatFor,
  stageSeatsTaken,
} from './views';
