// Time in a room: how far it went, what is due, and when something is due next.

import { change, memberAt, type Draft } from './draft';
import type { Room } from './room';
import { endOffer, unseat } from './seats';

/** When the room must be ticked next, by the wall clock of its last event; undefined if never. */
export function nextDueMs(room: Room): number | undefined {
  if (room.hasEnded) return undefined;
  let due = room.emptyEndMs ?? Infinity;
  for (const { endsMs } of room.offers.values()) due = Math.min(due, endsMs);
  const [firstDropped] = room.drops.values();
  if (firstDropped !== undefined) due = Math.min(due, room.members.get(firstDropped)?.drop?.endsMs ?? Infinity);
  return due === Infinity ? undefined : room.atMs + due - room.elapsedMs;
}

/** Lets the wall clock be `atMs`, and ends what is over by then: offers, then graces. */
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

/** Whether the room was empty for so long that it is over. Only a tick ends it: who comes in before that has come in time. */
export function isOverdue(room: Room): boolean {
  return room.emptyEndMs !== undefined && room.emptyEndMs <= room.elapsedMs;
}
