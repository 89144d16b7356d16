// Time in a room: how far it went, what is due now, and when something is due next.

import { change, memberAt, type Draft } from './draft';
import type { Room } from './room';
import { endOffer, unseat } from './seats';

/** When the room needs its next tick, by the wall clock of its last event; undefined if never. */
export function nextDueMs(room: Room): number | undefined {
  if (room.hasEnded) return undefined;
  let due = room.emptyEndMs ?? Infinity;
  for (const { endsMs } of room.offers.values()) due = Math.min(due, endsMs);
  const [firstDropped] = room.drops.values();
  if (firstDropped !== undefined) due = Math.min(due, room.members.get(firstDropped)?.drop?.endsMs ?? Infinity);
  return due === Infinity ? undefined : room.atMs + due - room.elapsedMs;
}

/** Sets the wall clock to `atMs`, and ends what is over by then: offers first, then graces. */
export function passTime(draft: Draft, atMs: number): void {
  const { room } = draft;
  const elapsedMs = room.elapsedMs + Math.max(0, atMs - room.atMs);
  change(draft, { atMs, elapsedMs });
  for (const [member, { endsMs }] of room.offers) if (endsMs <= elapsedMs) endOffer(draft, member, 'lapsed');
  for (const member of room.drops.values()) {
    const { drop } = memberAt(draft, member);
    if (drop && drop.endsMs > elapsedMs) break;
    unseat(draft, member, 'silent');
  }
}

/** Whether the room was empty for long enough to be over. Only a tick ends it: a person who joins before the tick is in time. */
export function isOverdue(room: Room): boolean {
  return room.emptyEndMs !== undefined && room.emptyEndMs <= room.elapsedMs;
}
