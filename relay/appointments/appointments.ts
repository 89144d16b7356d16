import type { Answer, SignalErrorCode } from '../../wire/signal';
import type { Organiser, PlanDraft, ScheduleBookStep, ScheduledRoom } from '../calendar';
import { THE_RELAY, type BookStep, type Invitation, type InvitationDraft, type InvitationEvent } from '../invitations';
import { isRefusal, type Refusal } from '../ports/refusal';
import { randomHex } from '../ports/random-hex';
import type { RoomKind, StagePolicy } from '../rooms';
import { DAY_MS } from '../ports/time-units';
import { hasSign, isAtHand, signOf } from './consequences';
import { Keeper, type AppointmentNeeds } from './keeper';
import type { AppointmentErrorCode } from './refusals';
import type { Transaction } from './transaction';

/** "Let me check first", said with the button: an answer is promised within this. */
export const CONSULTING_MS = 2 * DAY_MS;
const ID_BYTES = 10;

type WithoutTime<E> = E extends InvitationEvent ? Omit<E, 'atMs'> : never;

/** What somebody does to an invitation, now. */
export type InvitationAct = WithoutTime<InvitationEvent>;

/** A room to be scheduled; `room` says which. */
export type NewPlan = PlanDraft & { readonly room: unknown };

/** A scheduled room, and what whoever planned it should know about it. */
export type Planned = { readonly scheduled: ScheduledRoom; readonly notices: readonly string[] };

/** Whoever acts in somebody's name, for the audit log: `operator`, or a link as `w:…`. */
export type Actor = string;

/** Invitations and scheduled rooms, kept: whatever resolves here without a refusal survives the loss of power. */
export class Appointments {
  private readonly needs: AppointmentNeeds;
  private readonly keeper: Keeper;

  private constructor(needs: AppointmentNeeds, keeper: Keeper) {
    this.needs = needs;
    this.keeper = keeper;
  }

  /** Loads what is stored, and does what fell due meanwhile. Rejects with `StoreFailed`. */
  static async open(needs: AppointmentNeeds): Promise<Appointments> {
    return new Appointments(needs, await Keeper.open(needs));
  }

  /** An id that fits the wire and that nobody can guess. */
  newId(): string {
    return randomHex(this.needs.random, ID_BYTES);
  }

  // ——— For signalling.

  /** A person has said hello: it is told what rings, what it consults about, what it accepted and what begins soon. */
  speakerCame(person: string): Promise<void> {
    const { speakers } = this.needs;
    return this.keeper.look(({ invitations }) => {
      const ringing = invitations.ringingFor(person);
      for (const invitation of invitations.ofGuest(person)) {
        const sign = signOf(invitation);
        const isWaiting = sign.message.type === 'invitation' && sign.message.state === 'ringing';
        if (hasSign(invitation) && (!isWaiting || invitation === ringing)) speakers.tell(person, sign.message);
      }
      for (const room of this.keeper.remindersFor(person)) {
        speakers.tell(person, { type: 'reminder', room, state: 'soon' });
      }
    });
  }

  /** The person's device shows the invitation. */
  async noted(person: string, invitation: string): Promise<SignalErrorCode | undefined> {
    const by = { kind: 'guest', id: person } as const;
    return signalCodeOf(await this.tell(invitation, { kind: 'delivered', by }));
  }

  /** The person answers with the button; the code to refuse it with, if it is. */
  async answered(person: string, invitation: string, answer: Answer): Promise<SignalErrorCode | undefined> {
    const by = { kind: 'guest', id: person } as const;
    const outcome = await this.tellAt(invitation, (atMs) => {
      if (answer === 'consult') return { kind: 'consulted', by, deadlineMs: atMs + CONSULTING_MS };
      return { kind: answer === 'accept' ? 'accepted' : 'declined', by };
    });
    return signalCodeOf(outcome);
  }

  /** A person has sat down in a room: what was reserved there for now has served, and reminders end. */
  attended(room: string, person: string): Promise<void> {
    return this.unasked((transaction) => {
      const { books, atMs } = transaction;
      const served = books.invitations.ofGuest(person).filter((invitation) => {
        const { state, seat, startsAtMs } = invitation;
        return invitation.room === room && state === 'accepted' && seat === 'reserved' && isAtHand(startsAtMs, atMs);
      });
      for (const { id } of served) {
        transaction.invited(books.invitations.tell(id, { kind: 'guestSat', atMs, by: THE_RELAY }));
      }
      transaction.planned(books.schedule.attended(room, person, atMs));
    });
  }

  /**
   * A room has ended. Only where a moderator ended it are invitations to it void, and of these only those that are not for
   * another time: an empty room opens again when somebody comes.
   */
  async roomEnded(room: string, why: 'empty' | 'moderator' | 'closing' = 'empty'): Promise<void> {
    if (why !== 'moderator') return;
    await this.unasked((transaction) => {
      const { books, atMs } = transaction;
      for (const { id, startsAtMs } of books.invitations.ofRoom(room)) {
        if (startsAtMs !== undefined && startsAtMs > atMs) continue;
        transaction.invited(books.invitations.tell(id, { kind: 'roomEnded', atMs, by: THE_RELAY }));
      }
    });
  }

  /** How a room is to be set up, if its schedule says so for now or for what comes next. */
  plannedRules(room: string): Promise<{ readonly kind: RoomKind; readonly policy: StagePolicy } | undefined> {
    return this.keeper.look(({ schedule }) => {
      const plan = schedule.ofRoom(room).find(({ state }) => state === 'planned')?.plan;
      return plan && { kind: plan.kind, policy: plan.policy };
    });
  }

  // ——— Invitations.

  invitation(id: string): Promise<Invitation | undefined> {
    return this.keeper.look(({ invitations }) => invitations.get(id));
  }

  /** Oldest first. */
  invitationsTo(room: string): Promise<readonly Invitation[]> {
    return this.keeper.look(({ invitations }) => invitations.ofRoom(room));
  }

  /** Oldest first. */
  invitationsOf(guest: string): Promise<readonly Invitation[]> {
    return this.keeper.look(({ invitations }) => invitations.ofGuest(guest));
  }

  /** Sends an invitation. */
  invite(draft: Omit<InvitationDraft, 'id'>, actor?: Actor): Promise<Invitation | Refusal<AppointmentErrorCode>> {
    const id = this.newId();
    return this.keeper.perform((transaction) => {
      const { books, atMs } = transaction;
      const refusal = transaction.invited(books.invitations.send({ ...draft, id }, atMs), actor);
      return refusal ?? books.invitations.get(id) ?? lost(id);
    });
  }

  /** Somebody does something to an invitation: how it is then. */
  tell(id: string, act: InvitationAct, actor?: Actor): Promise<Invitation | Refusal<AppointmentErrorCode>> {
    return this.tellAt(id, () => act, actor);
  }

  // ——— Scheduled rooms.

  scheduled(id: string): Promise<ScheduledRoom | undefined> {
    return this.keeper.look(({ schedule }) => schedule.get(id));
  }

  /** The next start first. */
  scheduledIn(room: string): Promise<readonly ScheduledRoom[]> {
    return this.keeper.look(({ schedule }) => schedule.ofRoom(room));
  }

  /** What a person hosts, co-hosts or comes to, the next start first. */
  scheduledFor(person: string): Promise<readonly ScheduledRoom[]> {
    return this.keeper.look(({ schedule }) => schedule.ofPerson(person));
  }

  schedule(plan: NewPlan, actor?: Actor): Promise<Planned | Refusal<AppointmentErrorCode>> {
    const id = this.newId();
    return this.plan(id, ({ books, atMs }) => books.schedule.schedule({ ...plan, id }, atMs), actor);
  }

  changeScheduled(
    id: string,
    by: Organiser,
    changes: PlanDraft,
    actor?: Actor,
  ): Promise<Planned | Refusal<AppointmentErrorCode>> {
    return this.plan(id, ({ books, atMs }) => books.schedule.tell(id, { kind: 'changed', by, changes, atMs }), actor);
  }

  cancelScheduled(id: string, by: Organiser, actor?: Actor): Promise<Planned | Refusal<AppointmentErrorCode>> {
    return this.plan(id, ({ books, atMs }) => books.schedule.tell(id, { kind: 'cancelled', by, atMs }), actor);
  }

  /** A person says that it comes, or that it does not after all. */
  saysItComes(id: string, person: string, isComing: boolean): Promise<Planned | Refusal<AppointmentErrorCode>> {
    const kind = isComing ? 'saidTheyCome' : 'saidTheyDoNot';
    return this.plan(id, ({ books, atMs }) => books.schedule.tell(id, { kind, person, atMs }));
  }

  /** Waits for what is under way. Nothing happens by itself afterwards. */
  close(): Promise<void> {
    return this.keeper.close();
  }

  /** A change that nobody waits for: what becomes of it is for the log. */
  private async unasked(change: (transaction: Transaction) => void): Promise<void> {
    await this.keeper.perform(change).catch((error: unknown) => {
      this.needs.log.warn('appointments-failed', { message: (error as Error).message });
    });
  }

  private tellAt(
    id: string,
    actAt: (atMs: number) => InvitationAct,
    actor?: Actor,
  ): Promise<Invitation | Refusal<AppointmentErrorCode>> {
    return this.keeper.perform((transaction) => {
      const { books, atMs } = transaction;
      const step: BookStep = books.invitations.tell(id, { ...actAt(atMs), atMs } as InvitationEvent);
      return transaction.invited(step, actor) ?? books.invitations.get(id) ?? lost(id);
    });
  }

  private plan(
    id: string,
    change: (transaction: Transaction) => ScheduleBookStep,
    actor?: Actor,
  ): Promise<Planned | Refusal<AppointmentErrorCode>> {
    return this.keeper.perform((transaction): Planned | Refusal<AppointmentErrorCode> => {
      const refusal = transaction.planned(change(transaction), actor);
      const scheduled = transaction.books.schedule.get(id);
      if (refusal) return refusal;
      return scheduled ? { scheduled, notices: transaction.notices } : lost(id);
    });
  }
}

function lost(id: string): never {
  throw new Error(`${id} was neither refused nor kept`);
}

/** The code with which a device is refused. */
function signalCodeOf(outcome: Invitation | Refusal<AppointmentErrorCode>): SignalErrorCode | undefined {
  if (!isRefusal(outcome)) return undefined;
  const { code } = outcome;
  return code === 'answered' || code === 'not-stored' ? code : 'no-such-invitation';
}
