import { audit, type Draft } from './draft';
import type { RoomMember } from './room';
import { giveRank } from './seats';

/** Whether one comes before the other: who is there before who dropped, then the stage, then who has stood there longer. */
function comesBefore(one: RoomMember, other: RoomMember): boolean {
  if (!one.drop !== !other.drop) return !one.drop;
  if (one.role !== other.role) return one.role === 'stage';
  return one.seatTurn < other.seatTurn;
}

/**
 * No orphan rooms: where nobody is host or moderator, the longest-standing speaker becomes moderator, else the
 * longest-standing listener. So does the first to enter a room whose hosts are not there. This rank is not the person's: it
 * ends when its holder leaves.
 */
export function ensureModerator(draft: Draft): void {
  const { rules, members, ranked } = draft.room;
  if (rules.kind === 'echo' || ranked > 0 || members.size === 0) return;
  let heir: RoomMember | undefined;
  for (const candidate of members.values()) if (!heir || comesBefore(candidate, heir)) heir = candidate;
  if (!heir) return;
  audit(draft, 'succeed', undefined, heir.person);
  giveRank(draft, heir.member, 'moderator');
}
