// What effects of the two books mean for rooms, devices and the audit log.

import type { ToMember } from '../../wire/signal';
import type { ScheduleEffect } from '../calendar';
import { deviceStateOf, isWaiting, type Invitation, type InvitationEffect, type Party } from '../invitations';
import type { RoomEvent } from '../rooms';
import type { AuditLine } from './ports';

/** What happens to which room. */
export type RoomOrder = { readonly room: string; readonly event: RoomEvent };

/** Who is told what. */
export type Telling = { readonly person: string; readonly message: ToMember };

const SOON_MS = 5 * 60 * 1000;

/** Who acted, as the audit log names persons. */
export function actorOf({ kind, id }: Party): string {
  if (kind === 'delegate') return `w:${id}`;
  return kind === 'operator' && id !== 'relay' ? 'operator' : id;
}

/** Whether a room that starts then has begun, or does within five minutes. */
export function isAtHand(startsAtMs: number | undefined, nowMs: number): boolean {
  return startsAtMs === undefined || nowMs >= startsAtMs - SOON_MS;
}

/** The sign of an invitation on the guest's device. */
export function signOf({ id, room, guest, state }: Invitation): Telling {
  return { person: guest, message: { type: 'invitation', id, state: deviceStateOf(state), room } };
}

/** Whether the guest's device has to know of it. */
export function hasSign({ state, seat }: Invitation): boolean {
  return state === 'accepted' ? seat === 'reserved' : deviceStateOf(state) !== 'over';
}

/** What rooms have to do about an effect of an invitation, which is as given now. */
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
    case 'tellGuest': {
      // Who sits in the audience while it accepts comes on stage, unless it is for another day.
      const isForNow = effect.state === 'accepted' && isAtHand(invitation?.startsAtMs, nowMs);
      return isForNow ? [{ room: effect.room, event: { kind: 'seatClaimed', person: effect.guest } }] : [];
    }
    default:
      return [];
  }
}

/** What the guest's device is told about an effect of an invitation, which is as given now. */
export function tellingsOfInvitation(effect: InvitationEffect, invitation: Invitation | undefined): readonly Telling[] {
  switch (effect.kind) {
    case 'ring':
    case 'tellGuest':
      return invitation ? [signOf(invitation)] : [];
    case 'stopRinging': {
      // What has been answered is told by itself.
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

/** What rooms have to do about an effect of the schedule. */
export function ordersOfSchedule(effect: ScheduleEffect): readonly RoomOrder[] {
  if (effect.kind !== 'openRoom') return [];
  const { room, hosts, coHosts } = effect;
  const given = (persons: readonly string[], rank: 'host' | 'moderator'): readonly RoomOrder[] =>
    persons.map((person) => ({ room, event: { kind: 'rankGiven', person, rank } }));
  return [...given(hosts, 'host'), ...given(coHosts, 'moderator')];
}

/** Whom the schedule reminds. */
export function tellingsOfSchedule(effect: ScheduleEffect): readonly Telling[] {
  if (effect.kind !== 'remind') return [];
  const { person, room, state } = effect;
  return [{ person, message: { type: 'reminder', room, state } }];
}

/** `actor`: who acted, if that is not whom the books take for it. */
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
