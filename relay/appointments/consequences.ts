// What effects of invitations and of the schedule mean for rooms, speakers, hosts and the audit log.

import type { ToMember } from '../../wire/signal';
import type { ScheduleEffect } from '../calendar';
import { deviceStateOf, isWaiting, type Invitation, type InvitationEffect, type Party } from '../invitations';
import type { RoomEvent } from '../rooms';
import { MINUTE_MS } from '../ports/time-units';
import type { NewsForHost } from './host-news';
import type { AuditLine } from './ports';

/** An event for a room. */
export type RoomOrder = { readonly room: string; readonly event: RoomEvent };

/** A message to a person. */
export type Outgoing = { readonly person: string; readonly message: ToMember };

/** A room is at hand this long before its start. */
const SOON_MS = 5 * MINUTE_MS;

/** Who acted, in the words of the audit log. */
function actorOf({ kind, id }: Party): string {
  if (kind === 'delegate') return `w:${id}`;
  return kind === 'operator' && id !== 'relay' ? 'operator' : id;
}

/** Whether a room that starts at `startsAtMs` has begun, or begins within five minutes. */
export function isAtHand(startsAtMs: number | undefined, nowMs: number): boolean {
  return startsAtMs === undefined || nowMs >= startsAtMs - SOON_MS;
}

/** What the guest's speaker has to show of an invitation. */
export function signOf({ id, room, guest, state }: Invitation): Outgoing {
  return { person: guest, message: { type: 'invitation', id, state: deviceStateOf(state), room } };
}

/** Whether the guest's speaker has to show an invitation at all. */
export function hasSign({ state, seat }: Invitation): boolean {
  return state === 'accepted' ? seat === 'reserved' : deviceStateOf(state) !== 'over';
}

/** The events that an effect of an invitation means for rooms. `invitation` is as it is after the effect. */
export function ordersOfInvitation(
  effect: InvitationEffect,
  invitation: Invitation | undefined,
  nowMs: number,
): readonly RoomOrder[] {
  switch (effect.kind) {
    case 'reserveSeat':
    case 'releaseSeat': {
      const { room, person, kind } = effect;
      const reservation = { invitation: effect.invitation, person };
      return [{ room, event: { kind: kind === 'reserveSeat' ? 'seatReserved' : 'seatReleased', ...reservation } }];
    }
    case 'sendToGuest': {
      // A guest who accepts while sitting in the audience comes on stage, unless the invitation is for another day.
      const isForNow = effect.state === 'accepted' && isAtHand(invitation?.startsAtMs, nowMs);
      return isForNow ? [{ room: effect.room, event: { kind: 'seatClaimed', person: effect.guest } }] : [];
    }
    default:
      return [];
  }
}

/** What the guest's speaker is sent about an effect of an invitation. `invitation` is as it is after the effect. */
export function messagesOfInvitation(
  effect: InvitationEffect,
  invitation: Invitation | undefined,
): readonly Outgoing[] {
  switch (effect.kind) {
    case 'ring':
    case 'sendToGuest':
      return invitation ? [signOf(invitation)] : [];
    case 'stopRinging': {
      // For an answered invitation there is a message of its own.
      if (!invitation || !isWaiting(invitation.state)) return [];
      return [{ person: effect.guest, message: { ...signOf(invitation).message, state: 'over' } as ToMember }];
    }
    case 'releaseSeat': {
      if (invitation?.state !== 'accepted') return [];
      const { invitation: id, room, person } = effect;
      return [{ person, message: { type: 'invitation', id, state: 'over', room } }];
    }
    default:
      return [];
  }
}

/** The events that an effect of the schedule means for rooms. */
export function ordersOfSchedule(effect: ScheduleEffect): readonly RoomOrder[] {
  if (effect.kind !== 'openRoom') return [];
  const { room, hosts, coHosts } = effect;
  const given = (persons: readonly string[], rank: 'host' | 'moderator'): readonly RoomOrder[] =>
    persons.map((person) => ({ room, event: { kind: 'rankGiven', person, rank } }));
  return [...given(hosts, 'host'), ...given(coHosts, 'moderator')];
}

/** What an effect of an invitation means for its host, if anything. `invitation` is as it is after the effect. */
export function newsOfInvitation(effect: InvitationEffect, invitation: Invitation | undefined): readonly NewsForHost[] {
  if (effect.kind !== 'sendToHost') return [];
  const about = { invitation: effect.invitation, host: effect.host, room: effect.room };
  if (effect.news === 'guestAbsent') return [{ ...about, news: 'absent' }];
  if (effect.news !== 'state') return [{ ...about, news: effect.news }];
  // The host knows what the host did.
  if (effect.state === 'sent' || invitation?.end?.by.kind === 'host') return [];
  return [{ ...about, news: effect.state }];
}

/** The message that brings news to a host's speaker. */
export function replyTo({ invitation, host, room, news }: NewsForHost): Outgoing {
  return { person: host, message: { type: 'reply', invitation, room, news } };
}

/** The reminders that an effect of the schedule means. */
export function messagesOfSchedule(effect: ScheduleEffect): readonly Outgoing[] {
  if (effect.kind !== 'remind') return [];
  const { person, room, state } = effect;
  return [{ person, message: { type: 'reminder', room, state } }];
}

/** The lines that effects add to the audit log. `actor` is who acted, if it is not the party that the effects name. */
export function auditLinesOf(
  effects: readonly (InvitationEffect | ScheduleEffect)[],
  actor?: string,
): readonly AuditLine[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'audit') return [];
    const { atMs, room, what } = effect.entry;
    const by = 'scheduled' in effect.entry ? organiserOf(effect.entry.by) : actorOf(effect.entry.by);
    const to = 'scheduled' in effect.entry ? effect.entry.scheduled : effect.entry.invitation;
    const about = 'scheduled' in effect.entry ? 'schedule' : 'invitation';
    return [{ atMs, by: by === 'relay' ? by : (actor ?? by), action: `${about} ${what}`, room, to }];
  });
}

function organiserOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return kind === 'operator' ? 'operator' : id;
}
