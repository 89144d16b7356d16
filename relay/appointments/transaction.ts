import type { ScheduleBook, ScheduleBookStep, ScheduledRoom, ScheduleEffect } from '../calendar';
import type { BookStep, Invitation, InvitationBook, InvitationEffect } from '../invitations';
import { refuse, type Refusal } from '../ports/refusal';
import {
  auditLinesOf,
  ordersOfInvitation,
  ordersOfSchedule,
  messagesOfInvitation,
  messagesOfSchedule,
  newsOfInvitation,
  type Outgoing,
  type RoomOrder,
} from './consequences';
import type { HeardNews, NewsForHost } from './host-news';
import type { AuditLine } from './ports';
import type { AppointmentErrorCode } from './refusals';

export type Books = { readonly invitations: InvitationBook; readonly schedule: ScheduleBook };

/**
 * One change of both books, with everything that follows from it in the other book. A transaction acts on nothing. It
 * collects what is to be stored, and what is to be done once that is stored.
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
  readonly messages: Outgoing[] = [];
  readonly audit: AuditLine[] = [];
  /** News for hosts, and the news that hosts have heard. */
  readonly hostNews: NewsForHost[] = [];
  readonly heardNews: HeardNews[] = [];
  /** What the person who asked should know although nothing is wrong. */
  readonly notices: string[] = [];
  /** Refusals of consequences. Nobody asked for them, so they go to the log. */
  readonly unasked: Refusal<AppointmentErrorCode>[] = [];

  constructor(books: Books, atMs: number) {
    this.books = books;
    this.atMs = atMs;
  }

  /** Collects what a step of the invitations changes and orders. Gives its refusal, if it was refused. */
  invited({ changed, effects }: BookStep, actor?: string): Refusal<AppointmentErrorCode> | undefined {
    for (const invitation of changed) this.invitations.set(invitation.id, invitation);
    this.audit.push(...auditLinesOf(effects, actor));
    let refusal: Refusal<AppointmentErrorCode> | undefined;
    for (const effect of effects) {
      const invitation = 'invitation' in effect ? this.books.invitations.get(effect.invitation) : undefined;
      this.orders.push(...ordersOfInvitation(effect, invitation, this.atMs));
      this.messages.push(...messagesOfInvitation(effect, invitation));
      if (effect.kind === 'refuse') refusal = refusalOf(effect);
      this.hostNews.push(...newsOfInvitation(effect, invitation));
      if (effect.kind === 'expectGuest') {
        this.asAConsequence(this.planned(this.books.schedule.guestComes(effect.room, effect.person, this.atMs)));
      }
    }
    return refusal;
  }

  /** Collects what a step of the schedule changes and orders. Gives its refusal, if it was refused. */
  planned({ changed, effects }: ScheduleBookStep, actor?: string): Refusal<AppointmentErrorCode> | undefined {
    for (const scheduled of changed) this.scheduled.set(scheduled.id, scheduled);
    this.audit.push(...auditLinesOf(effects, actor));
    let refusal: Refusal<AppointmentErrorCode> | undefined;
    for (const effect of effects) {
      this.orders.push(...ordersOfSchedule(effect));
      this.messages.push(...messagesOfSchedule(effect));
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

  /** Does what is due by now in both books. */
  timePassed(): void {
    this.planned(this.books.schedule.timePassed(this.atMs));
    this.invited(this.books.invitations.timePassed(this.atMs));
  }

  /** Forgets what was over before then. */
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
