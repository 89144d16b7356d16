// What hosts and moderators can do. Nobody opens another member's microphone, and only hosts send hosts away.

import type { Moderation, Rank, SignalErrorCode } from '../../wire/signal';
import { audit, change, memberAt, order, presentMember, refuse, type Draft } from './draft';
import type { Room, RoomMember } from './room';
import { closeMicrophone, endOffer, endRoom, giveRank, moveTo, unseat } from './seats';
import { offerStage } from './stage';
import { memberOfPerson } from './views';

type Deed = Exclude<Moderation, 'end' | 'offer'>;

/** Why the actor may not do this to this member; undefined if it may. */
function refusalOf(room: Room, deed: Deed, actor: RoomMember, target: RoomMember): SignalErrorCode | undefined {
  const isSendingAway = deed === 'remove' || deed === 'ban' || deed === 'dismiss';
  if (isSendingAway && target.rank === 'host' && actor.rank !== 'host') return 'not-allowed';
  // A member leaves with `leave`.
  if ((deed === 'remove' || deed === 'ban') && actor === target) return 'not-allowed';
  // A room always has a moderator: the last one can leave, or appoint another first.
  if (deed === 'dismiss' && actor === target && room.ranked === 1) return 'not-allowed';
  const isOffered = deed === 'demote' && room.offers.has(target.member);
  if ((deed === 'mute' || deed === 'demote') && target.role !== 'stage' && !isOffered) return 'not-on-stage';
  return undefined;
}

/** Changes the rank of a person. It holds whether the person is in the room now or joins later. */
export function giveRankToPerson(draft: Draft, person: string, rank: Rank): void {
  const { ranks, rules } = draft.room;
  change(draft, { ranks: rank === 'none' ? ranks.without(person) : ranks.with(person, rank) });
  const known = memberOfPerson(draft.room, person);
  if (known && rules.kind !== 'echo') giveRank(draft, known.member, rank);
}

function ban(draft: Draft, { member, person }: RoomMember): void {
  const { bans, guests, ranks, reservations } = draft.room;
  change(draft, {
    bans: bans.with(person, true),
    guests: guests.without(person),
    ranks: ranks.without(person),
    reservations: reservations.without(person),
  });
  unseat(draft, member, 'banned');
}

function carryOut(draft: Draft, deed: Deed, target: RoomMember): void {
  const { member, person } = target;
  switch (deed) {
    case 'mute':
      // Ordered even if the microphone seems closed: a message that it opened may be on the way.
      if (target.isMicrophoneOpen) return closeMicrophone(draft, member);
      return order(draft, { kind: 'closeMicrophone', member });
    case 'demote':
      if (target.role === 'stage') return moveTo(draft, member, 'audience');
      return endOffer(draft, member, 'withdrawn');
    case 'remove':
      return unseat(draft, member, 'removed');
    case 'ban':
      return ban(draft, target);
    case 'appoint':
      return target.rank === 'host' ? undefined : giveRankToPerson(draft, person, 'moderator');
    case 'dismiss':
      return giveRankToPerson(draft, person, 'none');
  }
}

/** Does what a member orders, if it may, and records it for the audit log. */
export function moderate(draft: Draft, by: number, action: Moderation, member: number | undefined): void {
  const actor = presentMember(draft, by);
  if (!actor) return;
  if (draft.room.rules.kind === 'echo') return refuse(draft, by, 'not-allowed');
  if (actor.rank === 'none') return refuse(draft, by, 'not-moderator');
  if (action === 'end') {
    audit(draft, action, actor.person);
    return endRoom(draft, 'moderator');
  }
  if (member === undefined || !draft.room.members.has(member)) return refuse(draft, by, 'no-such-member');
  const target = memberAt(draft, member);
  if (action === 'offer') return offerStage(draft, actor, target);
  const refusal = refusalOf(draft.room, action, actor, target);
  if (refusal) return refuse(draft, by, refusal);
  audit(draft, action, actor.person, target.person);
  carryOut(draft, action, target);
}
