import { audit, type Draft } from './draft';
import type { RoomMember } from './room';
import { giveRank } from './seats';

/** Whether one inherits before the other: connected before dropped, then stage before audience, then the longer seated. */
function comesBefore(one: RoomMember, other: RoomMember): boolean {
  if (!one.drop !== !other.drop) return !one.drop;
  if (one.role !== other.role) return one.role === 'stage';
  return one.seatTurn < other.seatTurn;
}

/**
 * Makes sure that a room with members has a host or moderator. If nobody is, the longest-standing speaker becomes moderator,
 * else the longest-standing listener. The first member of a room whose hosts are not there becomes moderator, too. The
 * member does not keep this rank: it ends when the member leaves.
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
