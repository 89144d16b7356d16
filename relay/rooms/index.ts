// Rooms: who sits where, who may do what, who waits for what. Start reading at next-room.ts.

export {
  DEFAULT_SEATS,
  listsDiffer,
  listsOf,
  openRoom,
  type PersonLists,
  type Room,
  type RoomKind,
  type RoomMember,
  type RoomRules,
  type StagePolicy,
} from './room';
export type { AuditEntry, RoomCounts, RoomEffect, RoomEnd, RoomEvent, TimedRoomEvent } from './events';
export { nextRoom, type RoomStep } from './next-room';
export { nextDueMs } from './time';
export {
  countsOf,
  handsInOrder,
  memberOfPerson,
  placeOf,
  refusalToEnter,
  stageSeatsTaken,
  viewOf,
  type RoomView,
  type RosterEntry,
} from './views';
