import type { ScheduleBook, ScheduleBookStep, ScheduledRoom, ScheduleEffect } from '../calendar';
import type { BookStep, Invitation, InvitationBook, InvitationEffect } from '../invitations';
import { refuse, type Refusal } from '../ports/refusal';
import {
  auditLinesOf,
  ordersOfInvitation,
  ordersOfSchedule,
  tellingsOfInvitation,
  tellingsOfSchedule,
  type RoomOrder,
  type Telling,
} from './consequences';
import type { AuditLine } from './ports';
import type { AppointmentErrorCode } from './refusals';

export type Books = { readonly invitations: InvitationBook; readonly schedule: ScheduleBook };
export type HostNewsEffect = Extract<InvitationEffect, { readonly kind: 'tellHost' }>;

/**
 * One change of both books, with all that follows from it in the other book. Nothing is acted upon here: what is to be
 * stored, and what is to be done once that is stored, are gathered.
 */
export class Transaction {
  readonly books: Books;
  readonly atMs: number;
  readonly invitations = new Map<string, Invitation>();
  readonly scheduled = new Map<string, ScheduledRoom>();
  readonly forgotten: { readonly invitations: string[]; readonly scheduled: string[] } = {
    invitations: [],
    scheduled: [],
  };
  readonly orders: RoomOrder[] = [];
  readonly tellings: Telling[] = [];
  readonly audit: AuditLine[] = [];
  readonly hostNews: HostNewsEffect[] = [];
  /** Something that whoever asked should know, although nothing is wrong. */
  readonly notices: string[] = [];
  /** What was refused as a consequence of something else: nobody asked, so it is for the log. */
  readonly unasked: Refusal<AppointmentErrorCode>[] = [];

  constructor(books: Books, atMs: number) {
    this.books = books;
    this.atMs = atMs;
  }

  /** Whether there is anything to store. */
  get hasChanged(): boolean {
    const { invitations, scheduled } = this.forgotten;
    return this.invitations.size + this.scheduled.size + invitations.length + scheduled.length + this.audit.length > 0;
  }

  /** Takes in what came of something that was done to the invitations; why it was refused, if it was. */
  invited({ changed, effects }: BookStep, actor?: string): Refusal<AppointmentErrorCode> | undefined {
    for (const invitation of changed) this.invitations.set(invitation.id, invitation);
    this.audit.push(...auditLinesOf(effects, actor));
    let refusal: Refusal<AppointmentErrorCode> | undefined;
    for (const effect of effects) {
      const invitation = 'invitation' in effect ? this.books.invitations.get(effect.invitation) : undefined;
      this.orders.push(...ordersOfInvitation(effect, invitation, this.atMs));
      this.tellings.push(...tellingsOfInvitation(effect, invitation));
      if (effect.kind === 'refuse') refusal = refusalOf(effect);
      if (effect.kind === 'tellHost') this.hostNews.push(effect);
      if (effect.kind === 'expectGuest') {
        this.asAConsequence(this.planned(this.books.schedule.guestComes(effect.room, effect.person, this.atMs)));
      }
    }
    return refusal;
  }

  /** Takes in what came of something that was done to the schedule; why it was refused, if it was. */
  planned({ changed, effects }: ScheduleBookStep, actor?: string): Refusal<AppointmentErrorCode> | undefined {
    for (const scheduled of changed) this.scheduled.set(scheduled.id, scheduled);
    this.audit.push(...auditLinesOf(effects, actor));
    let refusal: Refusal<AppointmentErrorCode> | undefined;
    for (const effect of effects) {
      this.orders.push(...ordersOfSchedule(effect));
      this.tellings.push(...tellingsOfSchedule(effect));
      if (effect.kind === 'refuse') refusal = refusalOf(effect);
      if (effect.kind === 'notice') this.notices.push(effect.message);
      const { invitations } = this.books;
      if (effect.kind === 'moved') {
        this.asAConsequence(this.invited(invitations.roomMoved(effect.room, effect.startsAtMs, this.atMs)));
      }
      if (effect.kind === 'calledOff') this.asAConsequence(this.invited(invitations.roomEnded(effect.room, this.atMs)));
    }
    return refusal;
  }

  /** What time has done since it was last looked at. */
  timePassed(): void {
    this.planned(this.books.schedule.timePassed(this.atMs));
    this.invited(this.books.invitations.timePassed(this.atMs));
  }

  /** Forgets what was over long ago. */
  forget(beforeMs: number): void {
    this.forgotten.invitations.push(...this.books.invitations.forget(beforeMs));
    this.forgotten.scheduled.push(...this.books.schedule.forget(beforeMs));
  }

  private asAConsequence(refusal: Refusal<AppointmentErrorCode> | undefined): void {
    if (refusal) this.unasked.push(refusal);
  }
}

function refusalOf(
  effect: (InvitationEffect | ScheduleEffect) & { readonly kind: 'refuse' },
): Refusal<AppointmentErrorCode> {
  return refuse(effect.code, effect.message, effect.field);
}
